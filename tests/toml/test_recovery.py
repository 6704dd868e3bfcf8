"""A broken statement in a file gives one problem, and the rest of the file is still read."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import Blank, Header, KeyValue
from tests.toml.marks import marked


def problems(document: Document) -> list[tuple[str, Span]]:
    return [
        (problem.code, document.span(statement, problem.span))
        for statement in document.statements
        for problem in document.problems(statement)
    ]


def paths(document: Document) -> list[str]:
    """The dotted paths of keys and headers, in the order of the text."""
    found = []
    for statement in document.statements:
        if isinstance(statement, Header):
            found.append(f"[{'.'.join(statement.key.names)}]")
        elif isinstance(statement, KeyValue):
            found.append(".".join((*statement.section.path, *statement.pair.key.names)))
    return found


BROKEN = [
    # strings
    ("unclosed-string", 'key = «"x»'),
    ("unclosed-string", "key = «'x»"),
    ("unclosed-string", 'key = «"x # no comment»'),
    ("unclosed-string", 'key = «"""x»'),
    ("unclosed-string", "key = «'''»"),
    ("unclosed-string", 'key = «"""\nline\nline»'),
    ("unclosed-string", 'key = «"""x»\n\n# comment\n'),
    # arrays
    ("unclosed-array", "key = [«»"),
    ("unclosed-array", "key = [1, 2«»"),
    ("unclosed-array", "key = [1, 2,«»"),
    ("unclosed-array", "key = [\n  1,\n  2,«»"),
    ("unclosed-array", "key = [\n  [1, 2],\n  [3],«»"),
    ("unclosed-array", "key = [1«» # one\n\n# two\n"),
    # inline tables
    ("unclosed-inline-table", "key = {«»"),
    ("unclosed-inline-table", "key = {a = 1«»"),
    ("unclosed-inline-table", "key = {a = 1,«»"),
    ("unclosed-inline-table", "key = {a = [1, 2]«» # comment"),
    ("line-break-in-inline-table", "key = {«»\n  a = 1,\n  b = 2,\n}"),
    ("line-break-in-inline-table", "key = {a = 1,«» # one\n  b = 2\n}"),
    # unfinished statements
    ("missing-equals", "key«»"),
    ("missing-value", "key =«»"),
    ("missing-key", "key.«»"),
    ("missing-key", "key.« »= 1"),
    ("invalid-value", "key = «tru»"),
    ("unexpected-text", "key = 1 «2 3»"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "broken"), BROKEN)
@pytest.mark.parametrize("below", ["after = 2", "after.x = 2", '"after" = "2"', "\nafter = [\n2]"])
def test_a_key_below_is_still_known(code: str, broken: str, below: str) -> None:
    text, spans = marked(f"[x]\nbefore = 1\n{broken}\n{below}\n\n[y]\nz = 3\n")
    document = Document(text)
    assert [found[0] for found in problems(document)] == [code]
    name = "after.x" if ".x" in below else "after"
    assert paths(document) == ["[x]", "x.before", "x.key", f"x.{name}", "[y]", "y.z"]
    if spans and code != "missing-key":
        assert [found[1] for found in problems(document)] == spans


@pytest.mark.parametrize(("code", "broken"), BROKEN)
@pytest.mark.parametrize("header", ["[y]", "[[y]]", "[ y . y ] # c"])
def test_a_header_below_is_still_known(code: str, broken: str, header: str) -> None:
    text, _ = marked(f"[x]\n{broken}\n{header}\nz = 3\n")
    document = Document(text)
    assert [found[0] for found in problems(document)] == [code]
    opened = "y.y" if "." in header else "y"
    assert paths(document) == ["[x]", "x.key", f"[{opened}]", f"{opened}.z"]


@pytest.mark.parametrize(
    ("code", "header", "path"),
    [
        ("unclosed-header", "[a.b«»", ("a", "b")),
        ("unclosed-header", "[[a.b«]»", ("a", "b")),
        ("unclosed-header", "[a.b «c»", ("a", "b")),
        ("missing-key", "[a.«»", ("a",)),
        ("missing-key", "[«»", ()),
        ("missing-key", "[«]»", ()),
        ("missing-key", "[.«a]»", ()),
        ("unexpected-text", "[a] «x»", ("a",)),
        ("unclosed-string", '[«"a]»', ("a]",)),
    ],
)
def test_a_broken_header_is_still_a_header(code: str, header: str, path: tuple[str, ...]) -> None:
    text, spans = marked(f"[x]\nbefore = 1\n{header}\nz = 3\n[y]\nz = 3\n")
    document = Document(text)
    assert [found[0] for found in problems(document)] == [code]
    if header != "[.«a]»":
        assert [found[1] for found in problems(document)] == spans
        assert document.at(3).section.path == path
    assert document.at(5).section.path == ("y",)


def test_keys_below_a_broken_header_clash_with_nothing() -> None:
    document = Document("[x]\na = 1\n[x\na = 1\n[\na = 1\n")
    assert [code for code, _ in problems(document)] == ["unclosed-header", "missing-key"]


def test_what_looks_like_a_statement_is_part_of_a_closed_string() -> None:
    document = Document('a = """\n[b]\nc = 1\n"""\nd = 2\n')
    assert problems(document) == []
    assert paths(document) == ["a", "d"]


def test_what_looks_like_a_header_is_part_of_a_closed_array() -> None:
    document = Document('a = [\n[1],\n["b"],\n[true]\n]\nd = 2\n')
    assert problems(document) == []
    assert paths(document) == ["a", "d"]


def test_an_unclosed_string_does_not_include_the_next_string() -> None:
    text, (first,) = marked('a = «"""x»\nb = """y"""\nc = """z"""\n')
    document = Document(text)
    assert problems(document) == [("unclosed-string", first)]
    assert paths(document) == ["a", "b", "c"]


def test_blank_lines_and_comments_below_an_unclosed_string_are_not_part_of_it() -> None:
    document = Document('a = """x\n\n# c\nb = 1\n')
    assert [type(statement) for statement in document.statements] == [
        KeyValue, Blank, Blank, KeyValue, Blank,
    ]  # fmt: skip
    assert len(document.statements[2].comments) == 1


def test_a_string_that_is_not_closed_at_the_end_of_the_file_ends_there() -> None:
    text, (span,) = marked("a = «'''x\ny\nz»\n")
    document = Document(text)
    assert problems(document) == [("unclosed-string", span)]


def test_several_broken_statements_are_independent() -> None:
    text, spans = marked('a = «"x»\nb = [1«»\nc = {d = 1«»\n[e«»\nf =«»\ng«»\nh = 1\n')
    document = Document(text)
    assert [code for code, _ in problems(document)] == [
        "unclosed-string", "unclosed-array", "unclosed-inline-table", "unclosed-header",
        "missing-value", "missing-equals",
    ]  # fmt: skip
    assert [span for _, span in problems(document)] == spans
    assert paths(document) == ["a", "b", "c", "[e]", "e.f", "e.g", "e.h"]


def test_the_parts_of_a_broken_value_are_known() -> None:
    statement = Document("a = {b = 1, c = [2, 3").statements[0]
    assert isinstance(statement, KeyValue)
    value = statement.pair.value
    assert value is not None
    assert value.span == (0, 4, 0, 21)
    assert [problem.code for problem in statement.problems] == [
        "unclosed-array", "unclosed-inline-table",
    ]  # fmt: skip


@pytest.mark.parametrize("broken", ['key = ["a", «"b]»', 'key = {a = «"b}»', "key = [[1], «'b]»"])
def test_a_string_that_includes_a_closing_bracket_is_the_first_problem(broken: str) -> None:
    text, (span,) = marked(f"{broken}\nafter = 2\n[y]\n")
    document = Document(text)
    assert problems(document)[0] == ("unclosed-string", span)
    assert paths(document) == ["key", "after", "[y]"]


def test_a_line_in_quotes_and_brackets_may_be_an_item_of_the_array_above() -> None:
    assert paths(Document('a = [\n["y"]\nb = 1')) == ["a", "b"]
    assert paths(Document('a = [1]\n["y"]\nb = 1')) == ["a", "[y]", "y.b"]


def test_what_follows_a_byte_order_mark_is_known() -> None:
    document = Document("\ufeff[a]\nb = 1")
    assert [statement.section.path for statement in document.statements] == [("a",), ("a",)]
    assert [problem.code for problem in document.problems(document.statements[0])] == [
        "byte-order-mark"
    ]
