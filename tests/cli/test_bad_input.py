"""Files that cannot be read are named, nothing waits for them, and the others are judged."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from prefect_toml_lsp.cli import files
from prefect_toml_lsp.cli.context import Options
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.files import reading
from prefect_toml_lsp.sources.kinds import PREFECT
from tests.bad_files import WAYS, is_possible
from tests.cli.command import run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="makes pipes and links"),
]

SOURCES = ("prefect.toml", "pyproject.toml", ".env")
OTHERS = ("profiles.toml", "uv.lock", "Dockerfile", ".python-version", ".gitignore")
OF_OURS = ("pipe", "device", "huge")
"""Kinds of bad files that Prefect may read, but our own limits skip."""


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [*SOURCES, *OTHERS])
def test_a_bad_file_is_named_and_the_others_are_judged(name: str, way: str, tmp_path: Path) -> None:
    if not is_possible(way):
        pytest.skip("not possible for this user")
    if (name, way) in {("uv.lock", "folder"), ("Dockerfile", "folder"),
                       (".python-version", "folder"), (".gitignore", "binary")}:  # fmt: skip
        pytest.skip("as good as nothing, as for the tool that it belongs to")
    good = tmp_path / ("prefect.toml" if name != "prefect.toml" else ".env")
    good.write_text('debug_mode = "x"\n' if good.suffix else "PREFECT_DEBUG_MODE=x\n")
    WAYS[way](tmp_path / name)
    done = run("check", "--output-format", "json", cwd=tmp_path)
    found = {each["path"]: each["severity"] for each in json.loads(done.out)}
    assert found[good.name] == "error"
    assert done.status == 1
    if name in found:
        assert (found[name] == "information") == (way in OF_OURS)
    if name in SOURCES[::2]:
        assert name in found
    assert name in done.err or name in found


def test_a_file_that_vanishes_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = files.check_target(Target("prefect.toml", PREFECT, is_named=False), Options())
    (report,) = found.reports
    assert (report.severity, found.is_missing) == ("information", False)
    assert "removed" in report.message


def test_a_file_that_is_cut_while_it_is_read_is_judged_as_it_was_read(tmp_path: Path) -> None:
    """`check` reads a file only once."""
    path = tmp_path / "prefect.toml"
    path.write_text("debug_mode = 'x'\n" + "# \n" * 10_000)
    content = path.read_bytes()
    path.write_text("")
    found = files.check_content(Target(str(path), PREFECT), content, Options())
    assert [each.line for each in found.reports] == [1]


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder, too, takes from it where the profiles are."""
    path = tmp_path / "prefect.toml"
    path.write_text("debug_mode = 'x'\nprofiles_path = 'p.toml'\n")
    opened: list[str] = []

    def note_and_open(name: Path, flags: int, do: Callable[[Path, int], int] = os.open) -> int:
        opened.append(name.name)
        return do(name, flags)

    monkeypatch.setattr(reading.os, "open", note_and_open)
    found = files.check_target(Target(str(path), PREFECT), Options())
    assert [each.line for each in found.reports] == [1]
    assert opened.count("prefect.toml") == 1
