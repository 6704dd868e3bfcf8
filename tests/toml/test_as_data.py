"""TOML files as data with line numbers."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.toml.as_data import TomlError, look_up, read_assignments, read_toml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a = 1\n[b]\nc.d = [\n 1,\n]\n'e.f' = 2", [
            (("a",), 1, 0), (("b", "c", "d"), [1], 2), (("b", "e.f"), 2, 5),
        ]),
        ("a = { b = 1, c.d = { e = 2 } }", [(("a", "b"), 1, 0), (("a", "c", "d", "e"), 2, 0)]),
        ("a = {}", [(("a",), {}, 0)]),
        ("[[a]]\nb = 1\n[a.c]\nd = 1\n[e]\nf = 1", [(("e", "f"), 1, 5)]),
        ("a = [{ b = 1 }]", [(("a",), [{"b": 1}], 0)]),
    ],
)  # fmt: skip
def test_assignments(text, expected):
    assert [tuple(each) for each in read_assignments(text)] == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = ", 0), ("a = 1\n\n[b", 2), ("a = 1\na = 2", 1), ("[a]\n[a]", 1), ("\ufeffa = 1", 0)],
)
def test_a_broken_file(text, line):
    with pytest.raises(TomlError) as caught:
        read_toml(text)
    assert caught.value.line == line


def test_nested_dicts():
    table = read_toml("[a.b]\nc = 1\n[a]\nd.e = 2\nf = { g = 3, h = {} }")
    assert table == {"a": {"b": {"c": 1}, "d": {"e": 2}, "f": {"g": 3, "h": {}}}}
    assert look_up(table, ("a", "f", "g")) == 3
    assert look_up(table, ("a", "x", "y")) is None
    assert look_up(table, ("a", "b", "c", "d")) is None


def test_no_repr_shows_a_value():
    assert "hunter2" not in repr(read_assignments('[api]\nkey = "hunter2"'))
