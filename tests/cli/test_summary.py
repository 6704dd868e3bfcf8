"""Findings as text: lines, carets and colours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from prefect_toml_lsp.cli import secrets
from prefect_toml_lsp.cli.context import newest_schema
from prefect_toml_lsp.cli.excerpt import WIDEST, block
from prefect_toml_lsp.cli.palette import PLAIN
from prefect_toml_lsp.cli.reports import SHOWN, Excerpt, Report
from prefect_toml_lsp.cli.summary import Summary, summarize
from prefect_toml_lsp.prefect import suggest
from prefect_toml_lsp.project.runtime import Explained
from tests.cli.command import AS_NEWEST, COMMAND, check, environment, run, write

WARNING = "[server]\nport = 4200\n"


def shown(text: str, start: int, end: int) -> tuple[str, str]:
    """The source line and the carets of a finding, without the gutter."""
    report = Report("f", 1, 1, 1, 1, "error", "c", "m", Excerpt(text, start, end))
    _, _, source, carets = block(report, PLAIN)
    assert source.startswith("1 | ")
    assert carets.startswith("  | ")
    return source[4:], carets[4:]


def test_a_finding(tmp_path: Path) -> None:
    lines = check("# first\n" * 8 + WARNING, tmp_path).out.splitlines()
    place, _, message = lines[0].partition(": warning[unknown-setting]: ")
    assert place == "prefect.toml:10:1"
    assert "`server.port`" in message
    assert lines[1:] == [
        "   |",
        "10 | port = 4200",
        "   | ^^^^",
        "",
        f"Found 1 warning in 1 file, {AS_NEWEST}.",
        "Next: run `prefect-toml-lsp explain unknown-setting`.",
    ]


@pytest.mark.parametrize(
    ("text", "start", "end", "source", "carets"),
    [
        ("a = 12", 4, 6, "a = 12", "    ^^"),
        ("a = ", 3, 3, "a =", "   ^"),
        ("\ta\t= 12", 5, 7, "    a    = 12", " " * 11 + "^^"),
        ("\ta", 0, 1, "    a", "^^^^"),
        ("日本 = 1", 0, 2, "日本 = 1", "^^^^"),
        ("日本 = 1", 5, 6, "日本 = 1", "       ^"),
        ("ｱｲ = 1", 5, 6, "ｱｲ = 1", "     ^"),
        ("ＡＢ=1", 3, 4, "ＡＢ=1", "     ^"),
        ("e\u0301a\u0308=1", 5, 6, "e\u0301a\u0308=1", "   ^"),
        ("e\u0301=1", 0, 2, "e\u0301=1", "^"),
        ("e\u0301=1", 1, 2, "e\u0301=1", " ^"),
        ('"🐙" = 1', 6, 7, '"🐙" = 1', "       ^"),
        ("👩\u200d👩\u200d👧=1", 6, 7, "👩\u200d👩\u200d👧=1", "   ^"),
        ("👍🏽=1", 3, 4, "👍🏽=1", "   ^"),
        ("❤\ufe0f=1", 3, 4, "❤\ufe0f=1", "   ^"),
        ("\u1112\u1161\u11ab=1", 4, 5, "\u1112\u1161\u11ab=1", "   ^"),
        ("a\x1b[31m=1", 6, 7, "a␛[31m=1", "      ^"),
        ("a\x7f\x00\x85b", 4, 5, "a␡␀\ufffdb", "    ^"),
        ("a\u202eb\u2066c", 4, 5, "a\ufffdb\ufffdc", "    ^"),
    ],
)
def test_carets(text: str, start: int, end: int, source: str, carets: str) -> None:
    assert shown(text, start, end) == (source, carets)


def test_a_range_over_several_lines_shows_the_first(tmp_path: Path) -> None:
    lines = check("[server.api]\nport = [\n  1,\n]\n", tmp_path).out.splitlines()
    assert lines[0].startswith("prefect.toml:2:8: error[wrong-type]: ")
    assert lines[2:4] == ["2 | port = [", "  |        ^"]


def test_a_line_that_ends_in_crlf(tmp_path: Path) -> None:
    lines = check('[server.api]\r\nhost = "x\r\n', tmp_path).out.splitlines()
    assert lines[2:4] == ['2 | host = "x', "  |        ^^"]


@pytest.mark.parametrize("char", ["x", "日"])
@pytest.mark.parametrize("length", [95, 100, 101, 140, 5000])
@pytest.mark.parametrize("width", [0, 1, 30, 98, 99, 4000])
@pytest.mark.parametrize("at", [0.0, 0.3, 0.5, 1.0])
def test_long_lines_are_cut_around_the_range(char: str, length: int, width: int, at: float) -> None:
    start = int(length * at)
    end = min(length, start + width)
    text = char * start + "y" * (end - start) + char * (length - end)
    source, carets = shown(text, start, end)
    cells = {"日": 2}
    assert sum(cells.get(each, 1) for each in source) <= WIDEST
    assert len(carets) <= WIDEST + 1
    first = len(carets) - len(carets.lstrip())
    columns = "".join(each * cells.get(each, 1) for each in source)
    covered = columns[first : first + carets.count("^")]
    if start < end:
        assert set(covered) == {"y"}
        assert len(covered) == source.count("y")
    assert ("…" in source) == (sum(cells.get(each, 1) for each in text) > WIDEST)


def test_a_message_cannot_control_the_terminal(tmp_path: Path) -> None:
    out = check('"a\\u001b[2J\\nb" = 1\n', tmp_path).out
    assert "\x1b" not in out
    assert r'`"a\u001b[2J\nb"`' in out.splitlines()[0]


@pytest.mark.skipif(sys.platform == "win32", reason="a name that Windows does not allow")
def test_a_path_cannot_control_the_terminal(tmp_path: Path) -> None:
    write(tmp_path / "a\x1b[2J\nb" / "prefect.toml", WARNING)
    out = run("check", cwd=tmp_path).out
    assert "\x1b" not in out
    assert out.startswith("a␛[2J␊b/prefect.toml:2:1: ")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_in_a_pipe(variables: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", WARNING)
    assert ("\x1b[" in run("check", cwd=tmp_path, **variables).out) == coloured


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
    ],
)
def test_colour_on_a_terminal(variables: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", WARNING)
    controller, terminal = os.openpty()
    subprocess.run(
        [*COMMAND, "check"],
        cwd=tmp_path,
        stdout=terminal,
        env=environment(**variables),
        check=False,
    )
    os.close(terminal)
    out = os.read(controller, 10_000).decode()
    os.close(controller)
    assert "Found 1 warning" in out
    assert ("\x1b[" in out) == coloured


def test_colours_change_nothing_else(tmp_path: Path) -> None:
    import re

    write(tmp_path / "prefect.toml", WARNING + '[server.api]\nport = "1"\nhost = 1\n')
    plain = run("check", cwd=tmp_path).out
    coloured = run("check", cwd=tmp_path, FORCE_COLOR="1").out
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert len(set(re.findall(r"\x1b\[[0-9;]*m(error|warning|note)", coloured))) == 3


def report(path: str, code: str = "enum") -> Report:
    return Report(path, 1, 1, 1, 1, "error", code, "m")


@pytest.mark.parametrize(
    ("paths", "unread", "found", "expected"),
    [
        (["a"], [], [report("a")], "Found 1 error in 1 file, checked as X (r)."),
        (["a", "b"], [], [report("a")], "Found 1 error in 1 of 2 files, checked as X (r)."),
        (["a", "b"], [], [report("a"), report("b")],
         "Found 2 errors in 2 of 2 files, checked as X (r)."),
        (["a"], [], [report("<environment>")],
         "Found 1 error on this machine and nothing in 1 file, checked as X (r)."),
        (["a", "b"], [], [report("<environment>")],
         "Found 1 error on this machine and nothing in 2 files, checked as X (r)."),
        (["a"], [], [report("a"), report("<environment>")],
         "Found 2 errors in 1 file and on this machine, checked as X (r)."),
        (["a"], ["b"], [report("b", "unreadable-file")],
         "Found 1 error in 1 of 2 files, checked as X (r), 1 not read."),
        ([], ["b"], [report("b", "unreadable-file")],
         "Found 1 error in 1 file, which was not read."),
        ([], ["a", "b"], [report("a", "unreadable-file"), report("b", "unreadable-file")],
         "Found 2 errors in 2 of 2 files, none of which was read."),
        ([], [], [report("folder", "unreadable-file")], "Found 1 error, no file was read."),
        (["a"], [], [report("folder", "unreadable-file")],
         "Found 1 error and nothing in 1 file, checked as X (r)."),
    ],
)  # fmt: skip
def test_the_summary(
    paths: list[str], unread: list[str], found: list[Report], expected: str
) -> None:
    assert summarize(found, Summary(paths, unread, [Explained("X", "r")], [])) == expected


def test_a_release_is_named_once_with_all_its_reasons() -> None:
    judged_as = [
        Explained("A", "uv.lock"),
        Explained("B", "pyproject.toml", ", Python 3.10"),
        Explained("A", "the newest known"),
    ]
    assert summarize([], Summary(["a", "b", "c"], [], judged_as, [])) == (
        "All good: 3 files checked as A (uv.lock, the newest known), "
        "B (pyproject.toml), Python 3.10."
    )


def test_only_the_most_severe_of_many_findings_are_shown(tmp_path: Path) -> None:
    text = "[server]\n" + "".join(f"k{each} = 1\n" for each in range(SHOWN + 8))
    text += "[server.api]\nport = 'x'\n"
    found = check(text, tmp_path)
    assert found.out.count(": warning[unknown-setting]: ") == SHOWN - 1
    assert found.out.count(": error[") == 1
    assert (
        "prefect.toml: … and 9 more findings; --output-format json lists all of them" in found.out
    )
    assert f"Found 1 error and {SHOWN + 8} warnings in 1 file" in found.out
    listed = run("check", "--output-format", "json", cwd=tmp_path)
    assert len(json.loads(listed.out)) == SHOWN + 9
    assert len(max(found.out.splitlines(), key=len)) < 300


def test_names_are_compared_with_a_limited_number_of_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(secrets, "ASKED", 3)
    monkeypatch.setattr(suggest, "suggest", lambda *_: [])
    names = secrets._SecretNames(newest_schema())
    paths = [("server", f"k{each}") for each in range(5)]
    assert [names.has(each) for each in paths] == [False, False, False, True, True]
    assert not names.has(paths[0])
    assert names.has(("server", "api_token"))
