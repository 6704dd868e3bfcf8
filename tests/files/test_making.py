"""A new file is created completely or not at all, and replaces nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from prefect_toml_lsp.files.writing import create


def test_a_new_file(tmp_path: Path) -> None:
    create(tmp_path / "x", b"a\r\n")
    assert (tmp_path / "x").read_bytes() == b"a\r\n"
    umask = os.umask(0)
    os.umask(umask)
    if os.name == "posix":
        assert (tmp_path / "x").stat().st_mode & 0o777 == 0o666 & ~umask


def test_an_existing_file_stays(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    (tmp_path / "y").mkdir()
    for name in "xy":
        with pytest.raises(OSError):  # noqa: PT011 - of several kinds
            create(tmp_path / name, b"new")
    assert (tmp_path / "x").read_text() == "mine"


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_a_link_to_nothing_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to("y")
    with pytest.raises(FileExistsError):
        create(tmp_path / "x", b"new")
    assert not (tmp_path / "y").exists()


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_no_temporary_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def fail(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(error):
        create(tmp_path / "x", b"new")
    assert not [*tmp_path.iterdir()]
