"""`textDocument/selectionRange`: from the smallest part at the cursor to the whole document."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.features.selection_range import selection_ranges
from tests.features.structure import IDENTIFIER, at, covered, view
from tests.toml.marks import with_cursor


def around(marked: str, kind: str = "prefect.toml") -> list[str]:
    """The texts of the ranges at the ``|``, the innermost first."""
    text, position = with_cursor(marked)
    snapshot = view(text, kind=kind)
    (found,) = selection_ranges(snapshot, lsp.SelectionRangeParams(IDENTIFIER, [at(position)]))
    texts: list[str] = []
    selection: lsp.SelectionRange | None = found
    while selection:
        texts.append(covered(snapshot, selection.range))
        selection = selection.parent
    return texts


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        (
            "[a]\n\n# c\n  x.y|y = 1 # d\n\n[b]",
            ["yy", "x.yy", "x.yy = 1", "x.yy = 1 # d", "# c\n  x.yy = 1 # d",
             "[a]\n\n# c\n  x.yy = 1 # d", "[a]\n\n# c\n  x.yy = 1 # d\n\n[b]"],
        ),
        ("x = 'a |b'", ["a b", "'a b'", "x = 'a b'"]),
        ("x = |'a'", ["'a'", "x = 'a'"]),
        ("x = [1, [2|, 3]]", ["2", "[2, 3]", "[1, [2, 3]]", "x = [1, [2, 3]]"]),
        ("x = [ | 1]", ["[  1]", "x = [  1]"]),
        (
            "x = { a.b = 1|, c = 2 }",
            ["1", "a.b = 1", "{ a.b = 1, c = 2 }", "x = { a.b = 1, c = 2 }"],
        ),
        ("[a.b|]", ["b", "a.b", "[a.b]"]),
        ("[a|", ["a", "[a"]),
        ("# a\n# b| c\nx = 1", ["b c", "# b c", "# a\n# b c", "# a\n# b c\nx = 1"]),
        ("x = 1 # b|", ["b", "# b", "x = 1 # b"]),
        ("x = '''\na|\n'''\n", ["\na\n", "'''\na\n'''", "x = '''\na\n'''", "x = '''\na\n'''\n"]),
        ("[a]\nx = 1\n|\n[b]", ["[a]\nx = 1\n\n[b]"]),
        ("|", [""]),
    ],
)  # fmt: skip
def test_ranges_around_a_cursor(marked: str, found: list[str]) -> None:
    assert around(marked) == found


def test_other_tools_tables_have_only_the_document() -> None:
    assert around("[project]\nx = '1|2'\n[tool.prefect]\n", "pyproject.toml") == [""]
    found = around("x = 1\n[tool.prefect]\nui_url = '1|2'\n", "pyproject.toml")
    assert found[-2:] == [
        "[tool.prefect]\nui_url = '12'",
        "x = 1\n[tool.prefect]\nui_url = '12'\n",
    ]


def test_values_nested_too_deeply_lose_outer_ranges_only() -> None:
    found = around("x = " + "[" * 300 + "|1" + "]" * 300)
    assert len(found) == 64
    assert found[:3] == ["1", "[1]", "[[1]]"]
    assert found[-1].startswith("x = ")


def test_an_answer_for_each_position() -> None:
    snapshot = view("x = 1\ny = 2")
    positions = [lsp.Position(1, 0), lsp.Position(0, 0), lsp.Position(9, 9)]
    found = selection_ranges(snapshot, lsp.SelectionRangeParams(IDENTIFIER, positions))
    assert [covered(snapshot, each.range) for each in found] == ["y", "x", "2"]
