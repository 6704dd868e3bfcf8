"""The formatter's style, and properties of any document."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import pytest
import tomlkit
from hypothesis import assume, given
from hypothesis import strategies as st

from prefect_toml_lsp.text import apply_edits
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.format import DEFAULT, Style, format_document, indent_line
from prefect_toml_lsp.toml.nodes import Header, Statement
from tests.examples import times
from tests.toml.generate import broken_documents, documents
from tests.toml.layouts import untidy
from tests.toml.marks import with_cursor

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

A, B, C = (f'"{letter * 30}"' for letter in "abc")

# Text before and after.
STYLE = [
    # One space around =, one after commas, none around dots and in headers.
    ("a=1\n", "a = 1\n"),
    ("a   =\t1\n", "a = 1\n"),
    ('a . "b" . c = 1\n', 'a."b".c = 1\n'),
    ("[ a . b ]\n", "[a.b]\n"),
    ("[[ a . b ]]  # c\n", "[[a.b]]  # c\n"),
    ("a = [ 1,2 ,3 ]\n", "a = [1, 2, 3]\n"),
    ("a = [ 1, ]\n", "a = [1]\n"),
    ("a = [ ]\n", "a = []\n"),
    ("a = {b=1,c={ },d={e=[ ]}}\n", "a = { b = 1, c = {}, d = { e = [] } }\n"),
    # Values stay as written.
    ("a = +1_0  # c\n", "a = +1_0  # c\n"),
    ("a = 'x'\nb = \"\\u0041\"\n", "a = 'x'\nb = \"\\u0041\"\n"),
    ("a = 1979-05-27 07:32:00\n", "a = 1979-05-27 07:32:00\n"),
    ('a = """x  \n  y\t\n"""  \n', 'a = """x  \n  y\t\n"""\n'),
    # Comments.
    ("a = 1# c\n", "a = 1 # c\n"),
    ("a=1    # x\nbc=2   # y\n", "a = 1    # x\nbc = 2   # y\n"),
    ("  # c \t\na = 1 # d  \n", "# c\na = 1 # d\n"),
    # Lines are not indented.
    ("[a]\n  b = 1\n\t[c]\n", "[a]\nb = 1\n\n[c]\n"),
    # Empty lines.
    ("\n\n# c\na = 1\n", "# c\na = 1\n"),
    ("\na = 1\n", "a = 1\n"),
    ("a = 1\n\n\n\nb = 1\n  \nc = 1\n", "a = 1\n\nb = 1\n\nc = 1\n"),
    ("[a]\n[b]\n\n\n[c]\n", "[a]\n\n[b]\n\n[c]\n"),
    ("a = 1\n# of b\n# too\n[b]\n", "a = 1\n\n# of b\n# too\n[b]\n"),
    ("a = 1\n# of a\n\n[b]\n", "a = 1\n# of a\n\n[b]\n"),
    ("# head\n[a]\n\n# of k\n\n\nk = 1\n", "# head\n[a]\n\n# of k\n\nk = 1\n"),
    # The end.
    ("a = 1", "a = 1\n"),
    ("a = 1  ", "a = 1\n"),
    ("a = 1\n\n \n", "a = 1\n"),
    ("", ""),
    (" \n\n", ""),
    ("# c", "# c\n"),
    # Line breaks.
    ("a=1\r\n[b]\r\n", "a = 1\r\n\r\n[b]\r\n"),
    ("a = 1\r\n[b]\nc=1", "a = 1\r\n\r\n[b]\nc = 1\r\n"),
    # Arrays on several lines.
    ("a = [\n1 ,2,\n  3 # c\n ]\n", "a = [\n    1, 2,\n    3, # c\n]\n"),
    ("a = [1,\n2,]\n", "a = [1,\n    2]\n"),
    ("a = [ # c\n\n1\n\t, 2\n]\n", "a = [ # c\n\n    1\n    , 2,\n]\n"),
    ("a = [\n1 # c\n,\n]\n", "a = [\n    1 # c\n    ,\n]\n"),
    ("a = [1 # c\n,]\n", "a = [1 # c\n    ,]\n"),
    ("a = [[\n1\n], [\n2\n]]\n", "a = [[\n    1,\n], [\n    2,\n]]\n"),
    ("a = [\n[\n1\n]\n]\n", "a = [\n    [\n        1,\n    ],\n]\n"),
    ("a = { b = [\n1\n] }\n", "a = { b = [\n    1,\n] }\n"),
    ("a = [\n# c\n]\n", "a = [\n    # c\n]\n"),
    ('a = [\n"""x\n  y""",\n]\n', 'a = [\n    """x\n  y""",\n]\n'),
    # Arrays over 100 columns.
    (f"a = [{A}, {B}, {C}]\n", f"a = [\n    {A},\n    {B},\n    {C},\n]\n"),
    (f"a = [{A},{B},{C},]\r\n", f"a = [\r\n    {A},\r\n    {B},\r\n    {C},\r\n]\r\n"),
    (f"a = [{A}, [{B}, {C}]]\n", f"a = [\n    {A},\n    [{B}, {C}],\n]\n"),
    (f"a = [{A}, {B}, {C}] # c\n", None),
    (f"a = [{A}, {B}]\n", None),
    (f"a = [[{A}, {B}, {C}]]\n", None),
    (f"a = {{ b = [{A}, {B}, {C}] }}\n", None),
    (f"a = [\n    {A}, {B}, {C}, [{A}],\n]\n", None),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), STYLE)
def test_the_style(before: str, after: str | None) -> None:
    assert formatted(before) == (before if after is None else after)


@pytest.mark.parametrize(("length", "explodes"), [(100, False), (101, True)])
def test_an_array_may_take_100_columns(length: int, explodes: bool) -> None:
    text = f"a = [1, {'2' * (length - 9)}]\n"
    assert len(text) == length + 1
    assert ("\n    1,\n" in formatted(text)) is explodes
    assert ("\n    1,\n" in formatted(text.replace(" ", ""))) is explodes


LEFT_ALONE = [
    "a=\n\n\nb = 1\n",
    "a=1 2\n",
    "[a\n[b]\n",
    "a = [\n  1,\n  # c\n\n\n  # d\nb = 1\n",
    'a = """\nb=1\n[c]\nd=1',
    "a = 1\r[b]\r",
    "\ufeffa=1\n",
    "a = {\n  b=1\n}\n",
    "# \x00  \n",
    "# c  \n# \x00\n[a]\n",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_broken_statements_and_what_is_around_them_stay(text: str) -> None:
    assert format_document(Document(text)) == []


def test_valid_statements_next_to_broken_ones_are_formatted() -> None:
    text = "a=1\nb=\n\n\nc=2\nc=3\n\n\nd=4"
    assert formatted(text) == "a = 1\nb=\n\n\nc = 2\nc=3\n\n\nd = 4\n"


def test_there_is_one_edit_for_each_line_that_changes() -> None:
    text = "a = 1\nb=1 \n\n\n\nc = [1,2]\n"
    found = [(tuple(edit.span), edit.text) for edit in format_document(Document(text))]
    assert found == [((1, 1, 1, 4), " = 1"), ((3, 0, 5, 7), "c = [1, ")]


# text after formatting with all options of LSP on, each one off, and all off
OPTIONS = [
    (Style(), "a = [\n    1,\n]\n"),
    (Style("  "), "a = [\n  1,\n]\n"),
    (Style("\t"), "a = [\n\t1,\n]\n"),
    (Style(trim_trailing_whitespace=False), "a = [ \n    1,\n]  \n"),
    (Style(trim_final_newlines=False), "a = [\n    1,\n]\n\n"),
    (Style(insert_final_newline=False), "a = [\n    1,\n]\n"),
    (Style("\t", False, False, False), "a = [ \n\t1,\n]  \n \n\t"),
    (Style("\t", False, True, False), "a = [ \n\t1,\n]  \n \n\t\n"),
]


@pytest.mark.parametrize(("style", "after"), OPTIONS)
def test_an_editor_may_choose(style: Style, after: str) -> None:
    assert formatted("a = [ \n1\n]  \n \n\t", style) == after


def test_spaces_after_a_pair_may_stay() -> None:
    assert formatted(" a=1  \nb = 1 \n", Style(trim_trailing_whitespace=False)) == (
        "a = 1  \nb = 1 \n"
    )


def test_a_file_may_end_without_a_line_break() -> None:
    assert formatted("a=1 ", Style(insert_final_newline=False)) == "a = 1"


RANGES = [
    (range(1), "a = 1\n\n\nb=1\n[c]\nd=1"),
    (range(1, 2), "a=1\n\nb=1\n[c]\nd=1"),
    (range(3, 4), "a=1\n\n\nb = 1\n[c]\nd=1"),
    (range(3, 5), "a=1\n\n\nb = 1\n\n[c]\nd=1"),
    (range(5, 6), "a=1\n\n\nb=1\n[c]\nd = 1\n"),
]


@pytest.mark.parametrize(("rows", "after"), RANGES)
def test_a_range_touches_whole_statements(rows: range, after: str) -> None:
    text = "a=1\n\n\nb=1\n[c]\nd=1"
    assert apply_edits(text, format_document(Document(text), rows=rows)) == after


def test_one_line_of_a_statement_selects_all_of_it() -> None:
    text = "a=[\n1\n]\nb=1\n"
    edits = format_document(Document(text), rows=range(1, 2))
    assert apply_edits(text, edits) == "a = [\n    1,\n]\nb=1\n"


# The text around a range decides what may change in it.
AROUND = [
    (range(2, 3), "a=[\n1\n# c  \nb=1", None),  # the comment may be meant to be in the array
    (range(3, 4), "a=[\n1\n# c  \nb=1", "a=[\n1\n# c  \nb = 1\n"),
    (range(3, 4), 'a = """\nb = 1\n\nc=1', None),  # all of this may be meant to be in the string
    (range(1), "# c  \n# d\n[a\nb=1", None),  # it goes with its header
    (range(1), "# c  \n# d\n[a]\nb=1", "# c\n# d\n[a]\nb=1"),
    (range(3, 4), "a=1\n\n\n# c\n# d\n[b]\n", None),  # `a` is not in the range
    (range(2, 4), "a=1\n\n\n# c\n# d\n[b]\n", "a=1\n\n# c\n# d\n[b]\n"),
    (range(1, 2), "a=1\na=2\n\n\n", None),
    (range(9, 12), "a=1\n\n\n", None),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "text", "after"), AROUND)
def test_the_text_around_a_range_matters(rows: range, text: str, after: str | None) -> None:
    assert apply_edits(text, format_document(Document(text), rows=rows)) == (after or text)


def test_text_outside_of_the_range_stays() -> None:
    text = "# x \n[a]\nk=1\n\n\n# b \n[b]\n\n\nk=1\n# c \n\n# d \n[c]\nk=1"

    def ours(statement: Statement) -> bool:
        return statement.section.path == ("b",)

    after = "# x \n[a]\nk=1\n\n\n# b\n[b]\n\nk = 1\n# c\n\n# d \n[c]\nk=1"
    assert apply_edits(text, format_document(Document(text), ours=ours)) == after


def formatted(text: str, style: Style = DEFAULT) -> str:
    return apply_edits(text, format_document(Document(text), style))


def read(text: str) -> Any:
    return repr(tomllib.loads(text))  # strings, because NaN is not equal to NaN


def is_toml(document: Document) -> bool:
    return not any(document.problems(statement) for statement in document.statements)


def broken(document: Document) -> list[str]:
    """The lines of the statements with problems."""
    found = []
    for start, statement in zip(document.starts, document.statements, strict=True):
        if document.problems(statement):
            found.append("".join(document.source.lines[start : start + statement.height]))
    return found


def comments(document: Document) -> Counter[str]:
    return Counter(
        comment.text.rstrip(" \t")
        for statement in document.statements
        for comment in statement.comments
    )


styles = st.builds(
    Style, st.sampled_from(["    ", "  ", "\t"]), st.booleans(), st.booleans(), st.booleans()
)
any_document = untidy | documents | broken_documents


@pytest.mark.slow
@given(any_document, styles)
@times(5)
def test_formatting_keeps_the_data_and_the_comments(text: str, style: Style) -> None:
    before = Document(text)
    after = Document(formatted(text, style))
    assert comments(after) == comments(before)
    assert broken(after) == broken(before)
    assert is_toml(after) == is_toml(before)
    if is_toml(before):
        assert read(after.text) == read(text)
        tomlkit.parse(after.text)


@pytest.mark.slow
@given(any_document, styles)
@times(5)
def test_formatting_again_changes_nothing(text: str, style: Style) -> None:
    once = formatted(text, style)
    assert format_document(Document(once), style) == []


@given(any_document, st.integers(0, 12), st.integers(0, 12))
def test_a_formatted_range_is_a_part_of_the_whole(text: str, start: int, height: int) -> None:
    document = Document(text)
    whole = format_document(document)
    assert format_document(document, rows=range(len(document.source.lines))) == whole
    part = apply_edits(text, format_document(document, rows=range(start, start + height)))
    if is_toml(document):
        assert read(part) == read(text)


@given(any_document, st.integers(0, 12), st.integers(0, 12))
def test_a_ranges_edits_are_those_of_its_lines(text: str, start: int, height: int) -> None:
    document = Document(text)
    whole = format_document(document)
    part = format_document(document, rows=range(start, start + height))
    for edit in part:
        assert any(
            each.span.start <= edit.span.start and edit.span.end <= each.span.end for each in whole
        )
    inside = [each for each in whole if start < each.span.line]
    assert {each for each in inside if each.span.end_line < start + height} <= set(part)


@given(any_document)
def test_there_is_no_edit_that_changes_nothing(text: str) -> None:
    document = Document(text)
    for edit in format_document(document):
        assert document.source.slice(edit.span) != edit.text


@given(untidy)
def test_the_result_has_the_style(text: str) -> None:
    document = Document(text)
    assume(is_toml(document))
    after = Document(formatted(text))
    lines = after.source.lines
    for start, statement in zip(after.starts, after.statements, strict=True):
        assert not lines[start].startswith((" ", "\t"))
        if isinstance(statement, Header) and start:
            assert lines[start - 1].strip() == "" or lines[start - 1].startswith("#")
    assert not after.text or after.text.endswith("\n")
    assert not after.text.endswith(("\n\n", "\n\r\n"))


# The cursor is where Enter has put it; then the indentation of its line, or None for no edit.
TYPED = [
    ("a = [\n|]", None),
    ("a = [\n|\n]", "    "),
    ("a = [\n|", "    "),
    ("a = [\n    1,\n|", "    "),
    ("a = [\n    1,\n    |", None),
    ("a = [\n    1,\n\n|\n\nb = 1", "    "),
    ("a = [\n  1,\n|# c", "    "),
    ("a = [\n|1, 2]", "    "),
    ("a = [\n    1\n    |]", ""),
    ("  a = [\n|]", "  "),
    ("a = [\n    [\n|", "        "),
    ("a = [\n    [\n    ],\n|", "    "),
    ("a = [[\n|", "    "),
    ("a = { b = 1,\n|", "    "),
    ("a = {\n    |}", ""),
    ("a = [\n    { b = [\n|] },\n]", "    "),
    ("a = [1, 2]\n|", None),
    ("a = 1\n|", None),
    ("a =\n|", None),
    ("[a\n|", None),
    ("# [\n|", None),
    ("a = [ # c\n|", "    "),
    ('a = ["x\n|"]', None),
    ('a = ["""\n|"""]', None),
    ('a = ["""\n|', None),
    ("a = [\n|b = 1", None),
    ("|", None),
]


@pytest.mark.parametrize(("marked", "indent"), TYPED)
def test_a_new_line_in_brackets_is_indented(marked: str, indent: str | None) -> None:
    text, cursor = with_cursor(marked)
    edits = indent_line(Document(text), cursor.line)
    if indent is None:
        assert edits == []
    else:
        line = apply_edits(text, edits).split("\n")[cursor.line]
        rest = text.split("\n")[cursor.line].lstrip(" ")
        assert edits
        assert line == indent + rest


@given(any_document, st.integers(0, 12))
def test_indenting_a_line_keeps_the_rest(text: str, line: int) -> None:
    document = Document(text)
    edits = indent_line(document, min(line, len(document.source.lines) - 1))
    after = apply_edits(text, edits)
    assert "".join(after.split()) == "".join(text.split())
    if is_toml(document):
        assert read(after) == read(text)
