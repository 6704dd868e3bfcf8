"""`check --output-format json`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import findings, run, run_process, write

KEYS = [
    *("version", "path", "line", "column", "end_line", "end_column"),
    *("severity", "code", "message"),
]


def test_positions_are_one_based_and_count_characters(tmp_path: Path) -> None:
    # An emoji is two units of UTF-16 and four bytes of UTF-8, but one character.
    text = '[api]\n"🐙é" = 1\n[server]\napi.port = "🐙"\nui = { enabled = [\n1\n] }\n'
    write(tmp_path / "prefect.toml", text)
    found = findings(cwd=tmp_path)
    assert all(list(each) == KEYS for each in found)
    places = [
        (each["line"], each["column"], each["end_line"], each["end_column"]) for each in found
    ]
    assert places == [(2, 1, 2, 5), (4, 12, 4, 15), (5, 18, 7, 2)]
    assert [each["code"] for each in found] == ["unknown-setting", "int-string", "wrong-type"]
    assert [each["severity"] for each in found] == ["warning", "error", "error"]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_the_form_has_a_version(tmp_path: Path, form: str) -> None:
    """A change of `KEYS` needs another version, unless a key is only added."""
    write(tmp_path / "prefect.toml", "debug_mod = true\nhome = 1\n")
    out = run("check", "--output-format", form, cwd=tmp_path).out
    found = json.loads(out) if form == "json" else [*map(json.loads, out.splitlines())]
    assert [each["version"] for each in found] == [1, 1]


def test_a_range_of_no_width(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", "home =\n")
    (found,) = findings(cwd=tmp_path)
    assert (found["column"], found["end_column"]) == (7, 7)
    assert found["code"] == "missing-value"


def test_information(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", '[server.api]\nport = "4200"\n')
    (found,) = findings(cwd=tmp_path)
    assert (found["severity"], found["code"]) == ("information", "int-from-string")


def test_nothing_else_is_printed(tmp_path: Path) -> None:
    write(tmp_path / "é" / "prefect.toml", '"日本" = 1\n')
    arguments = ("check", "--output-format", "json")
    done = run_process(*arguments, cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.out.isascii()
    (found,) = json.loads(done.out)
    assert "é" in found["path"]
    assert "日本" in found["message"]
    assert (done.status, done.err) == (1, "")
    write(tmp_path / "é" / "prefect.toml", "")
    assert run_process(*arguments, cwd=tmp_path) == (0, "[]\n", "")
