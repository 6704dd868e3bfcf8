"""The parts of statements, with exact spans."""

from __future__ import annotations

from datetime import date, datetime, time, timezone
from typing import Any

import pytest

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.nodes import (
    Array,
    ArrayHeader,
    Blank,
    Header,
    InlineTable,
    Invalid,
    Key,
    KeyValue,
    Literal,
    Pair,
    Statement,
    String,
    TableHeader,
)
from tests.toml.marks import marked


def only(text: str) -> Statement:
    """The only statement of `text`, which must be valid."""
    (statement,) = Document(text).statements
    assert statement.problems == ()
    return statement


def pair_of(text: str) -> Pair:
    statement = only(text)
    assert isinstance(statement, KeyValue)
    return statement.pair


def key_of(text: str) -> Key:
    statement = only(text)
    return statement.key if isinstance(statement, Header) else pair_of(text).key


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", [Blank]),
        ("a = 1", [KeyValue]),
        ("a = 1\n", [KeyValue, Blank]),
        ("[a]\n\n  # c\nb = 1", [TableHeader, Blank, Blank, KeyValue]),
        ("[[a]]\n[ b . c ]", [ArrayHeader, TableHeader]),
        ('a = """\n[b]\n"""\n[c]', [KeyValue, TableHeader]),
        ("a = [\n  1,\n]\nb = 2", [KeyValue, KeyValue]),
        ("\ta = 1\r\n\r\n[b]", [KeyValue, Blank, TableHeader]),
    ],
)
def test_kinds(text: str, kinds: list[type]) -> None:
    assert [type(statement) for statement in Document(text).statements] == kinds


@pytest.mark.parametrize(
    ("text", "heights"),
    [
        ("a = 1\nb = 2", [1, 1]),
        ("a = [\n1\n]\nb = 2", [3, 1]),
        ('a = """\n\n"""\n\n', [3, 1, 1]),
    ],
)
def test_heights_and_starts(text: str, heights: list[int]) -> None:
    document = Document(text)
    assert [statement.height for statement in document.statements] == heights
    assert document.starts == [sum(heights[:index]) for index in range(len(heights))]
    for line in range(sum(heights)):
        statement = document.at(line)
        assert document.start(statement) <= line < document.start(statement) + statement.height


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("«a» = 1", ["a"]),
        ("«a».«b-c».«1_0» = 1", ["a", "b-c", "1_0"]),
        ("  «a» . \t«b» = 1", ["a", "b"]),
        ("«\"a.b\"».«'c d'» = 1", ["a.b", "c d"]),
        ('«"\\u0041\\n"» = 1', ["A\n"]),
        ('«""» = 1', [""]),
        ("[«a».«b»]", ["a", "b"]),
        ("[[ «a» ]]", ["a"]),
    ],
)
def test_key_parts(text: str, names: list[str]) -> None:
    text, spans = marked(text)
    key = key_of(text)
    assert key.whole
    assert list(key.names) == names
    assert [part.span for part in key.parts] == spans
    assert key.span == Span.between(spans[0].start, spans[-1].end)


def test_dots() -> None:
    text, spans = marked("a«.»b «.» c = 1")
    assert list(key_of(text).dots) == spans


def test_quotes_of_key_parts() -> None:
    assert [part.quote for part in key_of("a.\"b\".'c' = 1").parts] == ["", '"', "'"]


def test_brackets_of_headers() -> None:
    text, spans = marked("  «[» a.b «]» # c")
    header = only(text)
    assert isinstance(header, TableHeader)
    assert [header.opening, header.closing] == spans
    text, spans = marked("«[[»a«]]»")
    array_header = only(text)
    assert isinstance(array_header, ArrayHeader)
    assert [array_header.opening, array_header.closing] == spans


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a = «1»", 1),
        ("a =«0x1F»", 31),
        ("a = «+1_000» # c", 1000),
        ("a = «1.5e3»", 1500.0),
        ("a = «-inf»", float("-inf")),
        ("a = «true»", True),
        ("a = «1979-05-27»", date(1979, 5, 27)),
        ("a = «1979-05-27 07:32:00Z» ", datetime(1979, 5, 27, 7, 32, tzinfo=timezone.utc)),
        ("a = «07:32:00.5»", time(7, 32, 0, 500_000)),
    ],
)
def test_literals(text: str, value: Any) -> None:
    text, (span,) = marked(text)
    literal = pair_of(text).value
    assert isinstance(literal, Literal)
    assert (literal.value, literal.span, type(literal.value)) == (value, span, type(value))
    assert literal.text == text[span.column : span.end_column]


@pytest.mark.parametrize(
    ("text", "value", "opening"),
    [
        ('a = «"x # y"»', "x # y", '"'),
        ("a = «'c:\\x'»", "c:\\x", "'"),
        ('a = «"\\t\\u00e9\\""»', '\té"', '"'),
        ('a = «""»', "", '"'),
        ('a = «"""\nx\ny"""» # c', "x\ny", '"""'),
        ('a = «"""x \\\n   y"""»', "x y", '"""'),
        ('a = «"""x"""""»', 'x""', '"""'),
        ("a = «'''\n\\n'''»", "\\n", "'''"),
    ],
)
def test_strings(text: str, value: str, opening: str) -> None:
    text, (span,) = marked(text)
    string = pair_of(text).value
    assert isinstance(string, String)
    assert string.closed
    assert (string.value, string.span, string.opening) == (value, span, opening)


def test_line_breaks_in_strings_are_line_feeds() -> None:
    assert decode(pair_of('a = """x\r\ny"""').value) == "x\ny"


def test_arrays() -> None:
    text, spans = marked("a = «[ «1»«,»\n «[«2»]»«,» # c\n]»")
    one, first_comma, two, inner, second_comma, whole = spans
    array = pair_of(text).value
    assert isinstance(array, Array)
    assert array.closed
    assert array.span == whole
    assert [item.span for item in array.items] == [one, inner]
    assert array.commas == [first_comma, second_comma]
    assert isinstance(array.items[1], Array)
    assert array.items[1].items[0].span == two


def test_inline_tables() -> None:
    text, spans = marked("a = «{ ««b»«.»«c» «=» «1»»«,» «d = «{}»» }»")
    b, dot, c, equals, one, first, comma, empty, second, whole = spans
    table = pair_of(text).value
    assert isinstance(table, InlineTable)
    assert (table.span, table.commas, table.closed, table.spread) == (whole, [comma], True, False)
    assert [pair.span for pair in table.pairs] == [first, second]
    assert [part.span for part in table.pairs[0].key.parts] == [b, c]
    assert table.pairs[0].key.dots == (dot,)
    assert table.pairs[0].equals == equals
    assert [pair.value.span for pair in table.pairs if pair.value] == [one, empty]


def test_pairs() -> None:
    text, (equals, value, pair) = marked("  «a «=» «1»» # c")
    found = pair_of(text)
    assert found.value is not None
    assert (found.equals, found.value.span, found.span) == (equals, value, pair)


@pytest.mark.parametrize(
    "text",
    ["«# c»", "  «# c»", "a = 1 «# c»", "[a] «#»", "a = '#' «# x # y»",
     "a = [ «# one»\n «# two»\n 1, «# three»\n] «# four»"],
)  # fmt: skip
def test_comments(text: str) -> None:
    text, spans = marked(text)
    comments = only(text).comments
    assert [comment.span for comment in comments] == spans
    for comment in comments:
        line = text.split("\n")[comment.span.line]
        assert comment.text == line[comment.span.column :]


def test_spans_count_from_the_statement_and_can_be_moved_to_the_document() -> None:
    document = Document("\n\na = 1")
    statement = document.statements[2]
    assert isinstance(statement, KeyValue)
    assert statement.pair.key.span == (0, 0, 0, 1)
    assert document.span(statement, statement.pair.key.span) == (2, 0, 2, 1)


def test_sections() -> None:
    document = Document("a = 1\n[b]\nc = 1\n[[d.e]]\n\nf = 1")
    paths = [statement.section.path for statement in document.statements]
    assert paths == [(), ("b",), ("b",), ("d", "e"), ("d", "e"), ("d", "e")]
    header = document.statements[1]
    assert isinstance(header, Header)
    assert document.section_statements(header) == document.statements[1:3]
    assert document.section_statements(None) == document.statements[:1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('[1, ["a", true], {b = [{}]}]', [1, ["a", True], {"b": [{}]}]),
        ("{a.b = 1, a.c = 2, d = {}}", {"a": {"b": 1, "c": 2}, "d": {}}),
        ("[\n  1, # c\n]", [1]),
    ],
)
def test_decoding(text: str, value: Any) -> None:
    assert decode(pair_of(f"a = {text}").value) == value


@pytest.mark.parametrize("text", ["", "tru", "[1, tru]", "{a = }", "{a = {b}}", "{a = 1, a.b = 2}"])
def test_broken_values_are_not_decoded(text: str) -> None:
    (statement,) = Document(f"x = {text}").statements
    assert isinstance(statement, KeyValue)
    with pytest.raises(UndecodableError):
        decode(statement.pair.value)


def test_text_that_is_not_a_value_is_kept() -> None:
    text, (span,) = marked("a = «tru»")
    (statement,) = Document(text).statements
    assert isinstance(statement, KeyValue)
    assert isinstance(statement.pair.value, Invalid)
    assert (statement.pair.value.text, statement.pair.value.span) == ("tru", span)
