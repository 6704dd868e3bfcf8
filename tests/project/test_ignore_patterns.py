"""Lines of `.gitignore`; `test_gitignore` in `tests/cli` compares them with git."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.project.gitignore import LONGEST, MOST_LINES, is_ignored, read_ignores
from prefect_toml_lsp.project.ignore_patterns import read_pattern
from tests.cli.command import write


def ignores(line: str, path: str) -> bool:
    """Whether a line matches a path; a path that ends in a slash is a folder."""
    pattern = read_pattern(line)
    parts = path.rstrip("/").split("/")
    return pattern is not None and pattern.matches(parts, folder=path.endswith("/"))


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("a", "a"),
        ("a", "x/y/a"),
        ("a/", "x/a/"),
        ("/a", "a"),
        ("a/b", "a/b"),
        ("**/b", "b"),
        ("**/b", "a/a/b"),
        ("a/**", "a/b/c"),
        ("a/**/b", "a/b"),
        ("a/***/b", "a/x/y/b"),
        ("/**/a/**/b", "a/x/a/y/b"),
        ("*.t?ml", "x/a.toml"),
        ("*a*b*c*", "xaxbxcx"),
        ("[a-c]", "b"),
        ("[!a-c]", "d"),
        ("[^a]", "b"),
        ("[]a]", "]"),
        ("[b-a]", "b"),
        ("[[:digit:]x]", "7"),
        ("[a\\]]", "]"),
        ("[--/]", "."),
        ("\\*", "*"),
        ("\\#a", "#a"),
        ("a\\ ", "a "),
        ("a  ", "a"),
        ("!a", "a"),
        ("a\r", "a"),
    ],
)
def test_matches(line: str, path: str) -> None:
    assert ignores(line, path)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("a/", "a"),
        ("/a", "x/a"),
        ("a/b", "x/a/b"),
        ("a/**", "a/"),
        ("a*b", "a/b"),
        ("a?b", "a/b"),
        ("[a/b]", "x/a"),
        ("a/[/]/b", "a///b"),
        ("[!a]", "a"),
        ("[b-a]", "a"),
        ("[[:none:]]", "n"),
        ("[a", "a"),
        ("a\\", "a"),
        ("!", "!"),
        ("# a", "# a"),
        ("\\/a", "a"),
    ],
)
def test_does_not_match(line: str, path: str) -> None:
    assert not ignores(line, path)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("*a" * 100 + "*b", "a" * 250),
        ("**a" * 100 + "*b", "a" * 250),
        ("*?[a-z]" * 100 + "b", "a" * 250),
        ("a/**/" * 200 + "b", "a/" * 2000),
        ("**/*a*/" * 200 + "b", "a/" * 2000),
    ],
)
def test_many_stars(line: str, path: str) -> None:
    assert not ignores(line, path)  # compiles the expressions, which must not count below
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        assert not ignores(line, path)
    finally:
        sys.setprofile(None)
    assert calls < 50 * (len(line) + len(path))


def test_too_many_lines_or_too_long(tmp_path: Path) -> None:
    notes: list[Note] = []
    lines = ["a", "b" * (LONGEST + 1), *["c"] * MOST_LINES, "d"]
    write(tmp_path / ".gitignore", "\n".join(lines))
    found = read_ignores(str(tmp_path), notes.append)
    assert is_ignored(str(tmp_path / "a"), found, folder=False)
    assert not is_ignored(str(tmp_path / "d"), found, folder=False)
    assert [note.message.split(",")[0] for note in notes] == ["only the first 10"]
