"""Clashing statements: the rules of TOML 1.0 for keys, tables and arrays of tables."""

from __future__ import annotations

import sys

import pytest

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document, Problem
from tests.toml.marks import marked

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def problems(document: Document) -> list[tuple[Problem, Span]]:
    return [
        (problem, document.span(statement, problem.span))
        for statement in document.statements
        for problem in document.problems(statement)
    ]


CLASHES = [
    ("duplicate-key", "a = 1\n«a» = 2"),
    ("duplicate-key", "a = 1\n«'a'» = 2"),
    ("duplicate-key", "[t]\na.b = 1\na.«b» = 2"),
    ("duplicate-key", "[t]\na = 1\n[u]\na = 1\n«a» = 2"),
    ("duplicate-table", "[a]\n[«a»]"),
    ("duplicate-table", "[a.b]\n[c]\n[a.«b»]"),
    # a value and a table
    ("key-conflict", "a = 1\n[«a»]"),
    ("key-conflict", "a = 1\n[«a».b]"),
    ("key-conflict", "a = {}\n[«a».b]"),
    ("key-conflict", "a = 1\n«a».b = 2"),
    ("key-conflict", "a.b = 1\n«a» = 2"),
    ("key-conflict", "a.b = 1\na.«b».c = 2"),
    ("key-conflict", "[a.b]\n[a]\n«b» = 1"),
    # tables of dotted keys belong to their section
    ("key-conflict", "a.b = 1\n[«a»]"),
    ("key-conflict", "[a]\nb.c = 1\n[a.«b»]"),
    ("key-conflict", "[a.b]\n[a]\n«b».c = 1"),
    ("key-conflict", "[a]\nb.c = 1\n[x]\n[a.«b»]\nd = 1"),
    # arrays of tables
    ("key-conflict", "[a]\n[[«a»]]"),
    ("key-conflict", "[[a]]\n[«a»]"),
    ("key-conflict", "a = []\n[[«a»]]"),
    ("key-conflict", "[a.b]\n[[«a»]]"),
    ("duplicate-table", "[[a]]\n[a.b]\n[a.«b»]"),
    ("duplicate-key", "[[a]]\nb = 1\n[[a]]\nb = 1\n«b» = 1"),
    ("key-conflict", "[[a]]\nb = 1\n[a.«b»]"),
]


@pytest.mark.parametrize(("code", "text"), CLASHES)
def test_the_later_statement_is_wrong(code: str, text: str) -> None:
    text, (span,) = marked(text)
    document = Document(text)
    ((problem, where),) = problems(document)
    assert (problem.code, where) == (code, span)
    (clashing,) = document.clashing
    assert document.start(clashing) == span.line
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "a = 1\nb = 1",
        "a.b = 1\na.c = 2",
        "[a]\n[a.b]",
        "[a.b]\n[a]",
        "[a.b]\n[a]\nc = 1",
        "[a]\nb = 1\n[b]\nb = 1",
        "[[a]]\n[[a]]",
        "[[a]]\nb = 1\n[[a]]\nb = 1",
        "[[a]]\n[a.b]\n[[a]]\n[a.b]",
        "[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]",
        '"a" = 1\n"A" = 1',
        "[a]\nb.c = 1\n[a.d]",
    ],
)
def test_no_clash(text: str) -> None:
    assert tomllib.loads(text)
    assert problems(Document(text)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\na = 1\na = 2", "`a` is already set on line 2; keep one of them"),
        ("[a.b]\n[a.b]", "Table `a.b` is already defined on line 1; put its keys there"),
        ("a = 1\n[a]", "`a` is defined as a table here, but it is set to a value on line 1"),
        (
            "a.b = 1\n[a]",
            "`a` is defined as a table here, but a dotted key made it a table on line 1",
        ),
    ],
)
def test_messages_name_the_key_and_the_earlier_line(text: str, message: str) -> None:
    assert [problem.message for problem, _ in problems(Document(text))] == [message]


def test_every_later_statement_clashes_with_the_first() -> None:
    document = Document("a = 1\na = 2\na = 3")
    message = "`a` is already set on line 1; keep one of them"
    assert [(problem.message, span.line) for problem, span in problems(document)] == [
        (message, 1),
        (message, 2),
    ]


@pytest.mark.parametrize("unfinished", ["[a", "[a.", "[[a]", "a. = 1", '"a = 1', "a b = 1"])
def test_an_unfinished_statement_clashes_with_nothing(unfinished: str) -> None:
    document = Document(f"a = 1\n[b]\n{unfinished}\n")
    assert list(document.clashing) == []


# Clashes follow edits


def test_a_clash_disappears_with_the_earlier_statement() -> None:
    document = Document("a = 1\nb = 2\na = 3")
    document.edit(Span(0, 0, 1, 0), "")
    assert document.text == "b = 2\na = 3"
    assert problems(document) == []


def test_a_clash_appears_with_a_new_earlier_statement() -> None:
    document = Document("b = 2\na = 3")
    document.edit(Span(0, 0, 0, 0), "a = 1\n")
    ((problem, span),) = problems(document)
    assert (problem.code, span) == ("duplicate-key", Span(2, 0, 2, 1))


def test_a_clash_follows_the_header_above_its_section() -> None:
    document = Document("[a]\nx = 1\n[b]\nx = 2\n")
    document.edit(Span(2, 1, 2, 2), "a")
    assert [problem.code for problem, _ in problems(document)] == [
        "duplicate-table",
        "duplicate-key",
    ]
    document.edit(Span(2, 1, 2, 2), "c")
    assert problems(document) == []


def test_the_line_in_the_message_follows_the_earlier_statement() -> None:
    document = Document("a = 1\na = 2")
    document.edit(Span(0, 0, 0, 0), "\n\n")
    ((problem, _),) = problems(document)
    assert "on line 3" in problem.message


def test_headers_below_an_array_of_tables_belong_to_its_last_element() -> None:
    document = Document("[[a]]\n[a.b]\n[a.b]\n")
    assert [problem.code for problem, _ in problems(document)] == ["duplicate-table"]
    document.edit(Span(2, 0, 2, 0), "[[a]]\n")
    assert problems(document) == []
    document.edit(Span(2, 0, 3, 0), "")
    assert [problem.code for problem, _ in problems(document)] == ["duplicate-table"]
