"""An edit only reads again what it touches: all other nodes stay the same objects.

`test_properties` tests that the result is right.
"""

from __future__ import annotations

import pytest

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Change, Document
from prefect_toml_lsp.toml.nodes import KeyValue, Statement
from tests.toml.marks import marked
from tests.toml.tree import tree

NOTHING = Change((), (), ())


def lines_of(document: Document, statements: tuple[Statement, ...]) -> list[int]:
    return [document.start(statement) for statement in statements]


def edit(text: str, new: str) -> tuple[Document, list[Statement], Change]:
    """The document after replacing the ``«…»`` in `text` by `new`, its statements before that, and
    the change."""
    text, (span,) = marked(text)
    document = Document(text)
    before = list(document.statements)
    change = document.edit(span, new)
    assert tree(document) == tree(Document(document.text))
    return document, before, change


# text with the edited place, new text, numbers of removed and lines of added statements
EDITS = [
    # inside a line
    ("a = 1\nb = «2»\nc = 3", "22", [1], [1]),
    ("a = 1\nb«» = 2\nc = 3", "c", [1], [1]),
    ("«a» = 1\nb = 2", "x", [0], [0]),
    ("a = 1\nb = 2«»", " # c", [1], [1]),
    ("a = 1 # «one»\nb = 2", "two", [0], [0]),
    # inserted and removed lines
    ("a = 1\n«»b = 2\n", "x = 1\n", [1], [1, 2]),
    ("a = 1«»\nb = 2\n", "\nx = 1", [0], [0, 1]),
    ("a = 1\n«b = 2\n»c = 3\n", "", [1, 2], [1]),
    ("a = 1\n«b = 2\nc = 3»\nd = 4\n", "x = 1", [1, 2], [1]),
    ("a = 1«\n»b = 2\nc = 3", " ", [0, 1], [0]),
    ("a = 1\nb = 2\n«»", "c = 3\n", [2], [2, 3]),
    # inside an array
    ("a = 1\nb = [\n  1,\n  «2»,\n]\nc = 3", "3", [1], [1]),
    ("a = 1\nb = [\n  1,«»\n]\nc = 3", "\n  2,", [1], [1]),
    ("a = 1\nb = [\n  1,\n«]»\nc = 3", "", [1], [1, 3]),
    ("a = 1\nb = [\n  1,\n«»\nc = 3", "]", [1, 2], [1]),
    # inside a string
    ('a = 1\nb = """\nx«»\n"""\nc = 3', "y", [1], [1]),
    ('a = 1\nb = """\nx\n«"""»\nc = 3', "", [1], [1, 3]),
    ('a = 1\nb = "x«"»\nc = 3', "", [1], [1]),
    ('a = 1\nb = """x\n[c]\nz«"""»', "", [1], [1, 2, 3]),
    # headers
    ("a = 1\n[b]\nc = 1\n[«d»]\ne = 1", "x", [3], [3]),
    ("[a]\nb = 1\n«[c]\n»d = 1\n", "", [2, 3], [2]),
]


@pytest.mark.parametrize(("text", "new", "removed", "added"), EDITS)
def test_only_what_an_edit_touches_is_read_again(
    text: str, new: str, removed: list[int], added: list[int]
) -> None:
    document, before, change = edit(text, new)
    assert [before.index(statement) for statement in change.removed] == removed
    assert lines_of(document, change.added) == added
    staying = [statement for number, statement in enumerate(before) if number not in removed]
    assert [each for each in document.statements if each not in change.added] == staying


def test_statements_below_a_new_line_stay_and_move_down() -> None:
    document, before, change = edit("a = 1«»\nb = 2\nc = [\n3]", "\n")
    assert document.statements[-2:] == before[-2:]
    assert lines_of(document, (before[1], before[2])) == [2, 3]
    assert change.moved == ()


def test_an_edit_that_changes_nothing_keeps_everything_else() -> None:
    document, before, change = edit("a = 1\nb = «2»\nc = 3", "2")
    assert len(change.removed) == len(change.added) == 1
    assert document.statements[::2] == before[::2]


def test_typing_a_line_letter_by_letter_touches_that_line_alone() -> None:
    document = Document("[a]\nb = 1\n\n[c]\nd = 1\n")
    others = [each for number, each in enumerate(document.statements) if number != 2]
    for column, char in enumerate('x = ["y"]'):
        change = document.edit(Span(2, column, 2, column), char)
        assert (len(change.removed), len(change.added), change.moved) == (1, 1, ())
    assert [each for number, each in enumerate(document.statements) if number != 2] == others


def test_an_array_that_opens_takes_no_statement_with_it() -> None:
    document, before, change = edit("a = «»\nb = 2\n[c]\nd = 3", "[")
    assert change.removed == (before[0],)
    assert document.statements[1:] == before[1:]


def test_a_string_that_opens_takes_no_statement_with_it() -> None:
    document, before, change = edit("a = «»\nb = 2\n[c]\nd = 3", '"""')
    assert change.removed == (before[0],)
    assert document.statements[1:] == before[1:]


def test_a_statement_that_looked_further_down_is_read_again() -> None:
    _, before, change = edit("a = [\n1,\n\n«»b = 2\n", "]\n")
    assert change.removed[0] is before[0]
    assert isinstance(change.added[0], KeyValue)
    assert change.added[0].height == 4


# Sections


def test_a_renamed_header_only_moves_its_section() -> None:
    _, before, change = edit("a = 1\n[«b»]\nc = 1\n\n[d]\ne = 1", "x")
    assert change.moved == tuple(before[2:4])
    assert [each.section.path for each in before[2:]] == [("x",), ("x",), ("d",), ("d",)]


def test_a_header_that_keeps_its_path_keeps_its_section() -> None:
    document, before, change = edit("[«a»]\nb = 1\nc = 2", "'a'")
    assert change.moved == ()
    assert document.statements[1:] == before[1:]
    assert before[1].section is document.statements[0].section


def test_a_new_header_takes_over_the_statements_below_it() -> None:
    _, before, change = edit("[a]\nb = 1\n«»c = 2\n[d]\ne = 3", "[x]\n")
    assert before[2] in change.removed + change.moved
    assert before[3] not in change.removed + change.moved
    assert before[1].section.path == ("a",)


def test_a_removed_header_leaves_its_statements_to_the_one_above() -> None:
    document, before, change = edit("[a]\nb = 1\n[c«]\n»d = 2\ne = 3\n[f]", "")
    assert before[4] in change.moved
    assert document.text == "[a]\nb = 1\n[cd = 2\ne = 3\n[f]"
    document, before, change = edit("[a]\nb = 1\n«[c]»\nd = 2\n[f]\ng = 3", "")
    assert change.moved == (before[3],)
    assert before[3].section.path == ("a",)
    assert before[5].section.path == ("f",)


# Whole texts


def test_replacing_all_keeps_the_statements_of_lines_that_stayed() -> None:
    document = Document("a = 1\nb = 2\nc = 3\n")
    before = list(document.statements)
    change = document.replace_all("a = 1\nx = 1\ny = 1\nc = 3\n")
    assert change.removed == (before[1],)
    assert lines_of(document, change.added) == [1, 2]
    assert document.statements[0] is before[0]
    assert document.statements[3:] == before[2:]


def test_replacing_all_by_the_same_text_changes_nothing() -> None:
    document = Document("a = 1\n[b]\nc = [\n1]\n")
    before = list(document.statements)
    assert document.replace_all(document.text) == NOTHING
    assert document.statements == before


def test_many_insertions_at_one_place_keep_the_order() -> None:
    document = Document("[a]\nb = 1\n[c]\n")
    for number in range(100):
        document.edit(Span(2, 0, 2, 0), f"k{number} = 1\n")
    assert [document.index(statement) for statement in document.statements] == list(range(104))
    assert tree(document) == tree(Document(document.text))
