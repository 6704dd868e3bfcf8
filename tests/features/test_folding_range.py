"""`textDocument/foldingRange`: what can be folded, and which lines it hides."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.features.folding_range import folding_ranges
from prefect_toml_lsp.features.snapshot import Client
from tests.features.structure import IDENTIFIER, view

PARAMS = lsp.FoldingRangeParams(IDENTIFIER)
LINES = Client(whole_line_folds=True)


def folds(text: str, kind: str = "prefect.toml") -> list[tuple[int, int, str]]:
    """(first line, last line, kind) of each fold, for a client that folds whole lines."""
    found = folding_ranges(view(text, LINES, kind=kind), PARAMS)
    assert all(each.start_character is None is each.end_character for each in found)
    return [(each.start_line, each.end_line, getattr(each.kind, "value", "")) for each in found]


SECTIONS = [
    ("[a]\nx = 1\n\n\n[b]\n[c]\nx = 1\n\n", [(0, 1, ""), (5, 6, "")]),
    ("x = 1\ny = 2", []),
    # The comment right above a header belongs to the header, any other to the section.
    ("[a]\nx = 1\n# a\n\n# b\n[b]", [(0, 2, "")]),
    ("[a]\nx = 1\n# b\n[b]\nx = 1", [(0, 1, ""), (3, 4, "")]),
    ("[a]\nx = 1\n# a", [(0, 2, "")]),
    ("[a]\nx = [\n 1 ]\n\n[[b]]\n# b", [(0, 2, ""), (1, 2, ""), (4, 5, "")]),
    ("[a\nx = 1", [(0, 1, "")]),
]
VALUES = [
    # A line with only the closing bracket stays visible.
    ("x = [\n  1,\n  2,\n]", [(0, 2, "")]),
    ("x = [\n  1, 2 ]", [(0, 1, "")]),
    ("x = [\n]", []),
    ("x = [[\n  1,\n  2\n], [\n  3,\n  4]]", [(0, 5, ""), (0, 2, ""), (3, 5, "")]),
    ('x = """\na\nb\n"""', [(0, 2, "")]),
    ("x = [ '''a\nb''' ]", [(0, 1, ""), (0, 1, "")]),
    ("x = {\n a = 1,\n b = 2\n}", [(0, 2, "")]),
    ("x = [\n  1,\n  2,\n", [(0, 2, "")]),
]
COMMENTS = [
    ("# a\n# b\n\n# c", [(0, 1, "comment")]),
    ("# a\nx = 1 # b\n# c", []),
    ("# region a\n# b\n# c\n#endregion", [(0, 3, "region"), (1, 2, "comment")]),
    (
        "#region\nx = 1\n# region b\ny = 1\n# endregion\n# endregion",
        [(0, 5, "region"), (2, 4, "region")],
    ),
    ("# endregion\n# region\n# regional\n# x", [(2, 3, "comment")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), SECTIONS + VALUES + COMMENTS)
def test_folds_by_lines(text: str, found: list[tuple[int, int, str]]) -> None:
    assert folds(text) == found


def test_in_pyproject_only_prefects_tables() -> None:
    text = (
        "# a\n# a\n[project]\nx = [\n1,\n2]\n"
        "# b\n# b\n[tool.prefect]\nplugins.allow = [\n'a',\n'b']\n# c\n# c\n\n"
        "# d\n# d\n[tool.ruff]\n[tool]\nprefect.plugins.allow = [\n'a',\n'b']\n# e\n# e"
    )
    assert folds(text, "pyproject.toml") == [
        (6, 7, "comment"),
        (8, 13, ""),
        (9, 11, ""),
        (12, 13, "comment"),
        (19, 21, ""),
    ]


def test_characters_for_a_client_that_folds_parts_of_lines() -> None:
    found = folding_ranges(view("[😀] # 😀\nx = [\n  1,\n]\n# a\n# ä😀"), PARAMS)
    assert [
        (each.start_line, each.start_character, each.end_line, each.end_character) for each in found
    ] == [(0, 9, 5, 5), (1, 5, 3, 0), (4, 3, 5, 5)]
