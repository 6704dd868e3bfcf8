"""A draft: its edits of the original, and the original line of each line."""

from __future__ import annotations

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.draft import Draft
from prefect_toml_lsp.text.edits import Edit, apply_edits
from prefect_toml_lsp.toml import Document

TEXT = "a = 1\nb = 2\nc = 3\n"


def draft() -> Draft:
    document = Document(TEXT)
    return Draft(document.source, Document(TEXT))


def origins(changed: Draft) -> list[int]:
    return [changed.origin(line) for line in range(len(changed.document.source.lines))]


def test_a_changed_line_keeps_its_origin() -> None:
    changed = draft()
    changed.apply([Edit(Span(1, 0, 1, 1), "bb")])
    assert origins(changed) == [0, 1, 2, 3]
    assert apply_edits(TEXT, changed.edits()) == "a = 1\nbb = 2\nc = 3\n"


def test_new_lines_have_the_origin_of_the_line_above() -> None:
    changed = draft()
    changed.apply([Edit(Span(0, 0, 1, 0), ""), Edit(Span(2, 0, 2, 0), "x = 1\ny = 2\n")])
    assert changed.document.source.lines[:3] == ["b = 2\n", "x = 1\n", "y = 2\n"]
    assert origins(changed)[1:3] == [origins(changed)[0]] * 2
    assert origins(changed)[-1] == 3
    assert apply_edits(TEXT, changed.edits()) == "b = 2\nx = 1\ny = 2\nc = 3\n"


def test_lines_that_change_places() -> None:
    changed = draft()
    changed.apply([Edit(Span(0, 0, 2, 0), "b = 2\na = 1\n")])
    changed.apply([Edit(Span(1, 4, 1, 5), "5")])
    assert apply_edits(TEXT, changed.edits()) == "b = 2\na = 5\nc = 3\n"
    changed.apply([Edit(Span(0, 0, 2, 0), "a = 1\nb = 2\n")])
    assert changed.edits() == []
