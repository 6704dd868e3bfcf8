"""Reading texts with the package toml 0.10.2."""

from __future__ import annotations

import subprocess
import sys
from datetime import time

import pytest

from prefect_toml_lsp.toml.legacy_reading import LegacyTomlError, plain, read_legacy, same


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", {}),
        ("a.b = 1\r\nc = [\n  1, # x\n]\n", {"a": {"b": 1}, "c": [1]}),
        ("x = 1\ry = 2", {"x": 1, "y": 2}),
        ("api . url = 5", {"api ": {"url": 5}}),
        ("\"api\".'url' = 5", {"api": {"'url'": 5}}),
        ('a.b = """\nport = 5\n"""', {"a": {}, "b": "port = 5\n"}),
        ('x = "\\"\\"a"', {"x": ""}),
        ("\ufeffx = 1", {"\ufeffx": 1}),
        ("x = [", {"x": []}),
        ("x = {a = {b = 1}}", {"x": {"a": {"b": 1}}}),
    ],
)
def test_what_it_reads(text: str, data: object) -> None:
    assert plain(read_legacy(text)) == data


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nx = [1, 2.5]", 1),
        ('x = ["p", {include-group = "x"}]', 0),
        ("a={a={b={c=1},d=2}}", 0),
        ("x=0x1F", 0),
        ("x = 0e0", 0),
        ("x = {a = inf}", 0),
        ("x = [\n  1,\n]\n\nx = [1, 'a']", 4),
    ],
)
def test_what_it_refuses(text: str, line: int) -> None:
    with pytest.raises(LegacyTomlError) as caught:
        read_legacy(text)
    assert caught.value.line == line
    assert str(caught.value) == "the package toml refuses the text"  # the message repeats no value


@pytest.mark.parametrize("text", ["[", "[[", "=", "x = '", 'x = """', "\x00", "."])
def test_any_exception_is_a_refusal(text: str) -> None:
    with pytest.raises(LegacyTomlError):
        read_legacy(text)


def test_deep_nesting_is_a_refusal() -> None:
    with pytest.raises(LegacyTomlError):
        read_legacy("x = " + "[" * 5000 + "]" * 5000)


def test_values_are_the_same_type_for_type() -> None:
    assert same({"a": [1, -0.0, float("nan")]}, {"a": [1, 0.0, float("nan")]})
    assert same(time(7, 32, 0, 999), time(7, 32))
    assert not same(1, True)
    assert not same(1, 1.0)
    assert not same([1], [1, 2])
    assert not same({"a": 1}, {"b": 1})
    assert not same("a", "b")


def test_the_package_is_imported_only_when_needed() -> None:
    code = (
        "import sys; from prefect_toml_lsp.analysis import Analysis, Context\n"
        "from prefect_toml_lsp.prefect import Catalogue\n"
        "from prefect_toml_lsp.toml import Document\n"
        "context = Context(Catalogue.load().schema((3, 4, 25)))\n"
        "Analysis(Document('x = 1'), context).findings(); assert 'toml' not in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
