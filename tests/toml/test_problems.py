"""Syntax errors: the code and the exact span, which ``«»`` marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import prefect_toml_lsp.toml
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from tests.toml.marks import marked

ONE_EACH = [
    ("bad-escape", 'a = "x«\\q»"'),
    ("bare-carriage-return", "a = 1«»\rb = 2"),
    ("control-character", 'a = "x«\x01»"'),
    ("duplicate-key", "a = 1\n«a» = 2"),
    ("duplicate-table", "[a]\n[«a»]"),
    ("invalid-value", "a = «tru»"),
    ("key-conflict", "a = 1\n[«a»]"),
    ("line-break-in-inline-table", "a = {«»\n  b = 1\n}"),
    ("missing-comma", "a = [1 «2»]"),
    ("missing-equals", "a«»"),
    ("missing-key", "a.«»"),
    ("missing-value", "a =«»"),
    ("nested-too-deeply", "a = " + "[" * 399 + "«[»" + "]" * 400),
    ("byte-order-mark", "«\ufeff»a = 1"),
    ("trailing-comma", "a = {b = 1«,»}"),
    ("unclosed-array", "a = [1«»"),
    ("unclosed-header", "[a«»"),
    ("unclosed-inline-table", "a = {b = 1«»"),
    ("unclosed-string", 'a = «"x»'),
    ("unexpected-text", "a = 1 «2»"),
]
MORE = [
    # keys
    ("missing-key", "«=» 1"),
    ("missing-key", "«.»a = 1"),
    ("missing-key", "a.«.»b = 1"),
    ("missing-key", "[«]»"),
    ("missing-key", "[a.«»"),
    ("missing-equals", "a.b«» # c"),
    ("unexpected-text", "a «b »= 1"),
    ("unclosed-string", '«"a = 1»'),
    ("missing-value", "a =«»  # c"),
    # headers
    ("unclosed-header", "[[a«]»"),
    ("unclosed-header", "[a «b»"),
    ("unexpected-text", "[a]«]»"),
    ("unexpected-text", "[a] «x y» # c"),
    # values
    ("invalid-value", "a = «01»"),
    ("invalid-value", "a = «1_»"),
    ("invalid-value", "a = «True»"),
    ("invalid-value", "a = «2020-02-30»"),
    ("invalid-value", "a = «" + "9" * 5000 + "»"),
    ("bad-escape", 'a = "«\\uD800»"'),
    ("bad-escape", 'a = "«\\u12»"'),
    ("bad-escape", 'a = """\nx «\\q»"""'),
    ("bad-escape", '"«\\q»" = 1'),
    ("control-character", "# «\x00»"),
    ("control-character", "a = '''\n\t«\x7f»'''"),
    ("unclosed-string", "a = «'x # y»"),
    ("unclosed-string", "a = «'''x»"),
    # arrays and inline tables
    ("missing-value", "a = [1,«,» 2]"),
    ("missing-value", "a = [«,» 1]"),
    ("missing-value", "a = {b = «}»"),
    ("missing-comma", "a = {b = 1 «c» = 2}"),
    ("missing-key", "a = {b = 1,«,» c = 2}"),
    ("missing-key", "a = {«=» 1}"),
    ("missing-equals", "a = {b«}»"),
    ("duplicate-key", "a = {b = 1, «b» = 2}"),
    ("duplicate-key", "a = {b = 1, «b».c = 2}"),
    ("duplicate-key", "a = {b.c = 1, b.«c» = 2}"),
    ("invalid-value", "a = [1, «x», 2]"),
]  # fmt: skip


def found(text: str) -> list[tuple[str, Span]]:
    document = Document(text)
    return [
        (problem.code, document.span(statement, problem.span))
        for statement in document.statements
        for problem in document.problems(statement)
    ]


@pytest.mark.parametrize(("code", "text"), ONE_EACH + MORE)
def test_one_problem_at_the_right_place(code: str, text: str) -> None:
    if code == "bare-carriage-return":  # a line break for us, but not for `marked`
        assert found(text.replace("«»", "")) == [(code, Span(0, 5, 0, 5))]
        return
    text, (span,) = marked(text)
    assert found(text) == [(code, span)]


def test_there_is_a_case_for_every_code() -> None:
    folder = Path(str(prefect_toml_lsp.toml.__file__)).parent
    sources = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    assert {code for code, _ in ONE_EACH} == set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', sources))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a = True", "`true`"),
        ("a = null", "leave the key out"),
        ("a = 01", "leading zero"),
        ("a = x", "quotes"),
        *(
            (f"a = {text}", "digits on both sides")
            for text in ("5.", ".5", "1_", "1__0", "1e", "1.e5")
        ),
        *((f"a = {text}", "quotes") for text in ("127.0.0.1", "1.2.3", "1-2", "2026-13-45", "5s")),
        ('a = "\\x"', "single quotes"),
        ("[a", "add `]`"),
        ("[[a", "add `]]`"),
        ("a = 1\nb = 1\na = 2", "on line 1"),
        ("\n[a]\n[a]", "on line 2"),
    ],
)
def test_messages_say_what_to_write(text: str, hint: str) -> None:
    document = Document(text)
    (message,) = [
        problem.message
        for statement in document.statements
        for problem in document.problems(statement)
    ]
    assert hint in message


def test_problems_come_in_the_order_of_the_text() -> None:
    text, spans = marked('a = 1\n«a» = "«\\q»«\\w»"')
    assert [span for _, span in found(text)] == spans
