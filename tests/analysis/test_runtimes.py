"""The runtimes of folders: each folder is read once, however deep it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from prefect_toml_lsp.analysis import runtimes
from prefect_toml_lsp.analysis.runtimes import Runtimes
from prefect_toml_lsp.prefect import Catalogue


def made(root: Path | None = None) -> Runtimes:
    return Runtimes(Catalogue.load(), lambda _: root, lambda *_: None)


def test_a_folder_may_be_deeper_than_the_recursion_limit(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("prefect==3.4.1\n")
    (tmp_path / "prefect-toml-lsp.toml").write_text('plainSecrets = "warning"\n')
    found, deep = made(tmp_path), tmp_path.joinpath(*["x"] * 3000)
    assert found.of(deep).release == (3, 4, 1)
    assert found.chosen(deep).plain_secrets == 2
    assert made().of(Path("/", *["x"] * 3000)).release > (3, 4, 1)


def test_a_folder_without_information_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    listed: list[Path] = []
    names_in = runtimes.names_in
    monkeypatch.setattr(runtimes, "names_in", lambda each: listed.append(each) or names_in(each))
    found = made(tmp_path)
    for _ in range(2):
        assert found.of(inner) is found.of(tmp_path / "a") is found.of(tmp_path)
        assert found.file(inner) is None
    assert listed == [inner, tmp_path / "a"]
    (inner / "requirements.txt").write_text("prefect==3.4.1\n")
    found.forget(inner)
    assert found.of(inner).release == (3, 4, 1)
