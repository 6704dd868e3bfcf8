"""The indentation of a line that was just begun inside brackets."""

from __future__ import annotations

from collections.abc import Callable

from prefect_toml_lsp.text import Edit, Span
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.format.style import DEFAULT, Style
from prefect_toml_lsp.toml.format.tokens import CLOSING, OPENING, Kind, Token, tokens_of
from prefect_toml_lsp.toml.layout import indentation
from prefect_toml_lsp.toml.nodes import Blank, Statement

_CLOSERS = {Kind.OPEN_ARRAY: "]", Kind.OPEN_TABLE: "}"}


def indent_line(
    document: Document,
    line: int,
    style: Style = DEFAULT,
    ours: Callable[[Statement], bool] = lambda _: True,
) -> list[Edit]:
    """The edit that indents `line` (0-based) of an array or inline table, closed or not.

    It is one step more than the current indentation of the line on which the innermost bracket was
    opened; a line that starts with the closing bracket is like that line. There is none elsewhere:
    inside of a string, and in lines of other statements. `ours` as in `format_document`.
    """
    found = _statement_around(document, line)
    if found is None or not ours(found[0]):
        return []
    statement, first = found
    opening = _innermost(statement, line - first)
    if opening is None:
        return []
    lines = document.source.lines
    indent = indentation(lines[first + opening.span.line])
    now = indentation(lines[line])
    if not lines[line].startswith(_CLOSERS[opening.kind], len(now)):
        indent += style.step
    return [] if indent == now else [Edit(Span(line, 0, line, len(now)), indent)]


def _statement_around(document: Document, line: int) -> tuple[Statement, int] | None:
    """The statement that `line` is in, not as its first line, and where it starts; a line below a
    broken statement that is empty or a comment is in that.
    """
    index = document.index_at(line)
    if document.starts[index] < line:
        return document.statements[index], document.starts[index]
    while index and isinstance(document.statements[index], Blank):
        index -= 1
        statement = document.statements[index]
        if statement.problems:
            return statement, document.starts[index]
        if not isinstance(statement, Blank):
            return None
    return None


def _innermost(statement: Statement, row: int) -> Token | None:
    """The bracket that is open where `row` of a statement starts; None inside of a string."""
    opened: list[Token] = []
    for token in tokens_of(statement):
        if token.span.line >= row:
            break
        if token.kind is Kind.UNCLOSED or token.span.end_line >= row:
            return None
        if token.kind in OPENING:
            opened.append(token)
        elif token.kind in CLOSING:
            opened.pop()
    return opened[-1] if opened else None
