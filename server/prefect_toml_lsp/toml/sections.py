"""Where sections end for the eye: a comment right above a header belongs to that header."""

from __future__ import annotations

from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.nodes import Blank, Statement


def is_comment(statement: Statement) -> bool:
    """Whether it is a line with nothing but a comment."""
    return isinstance(statement, Blank) and bool(statement.comments)


def last_index(document: Document, first: int, after: int) -> int:
    """The index of the last statement of a section that is not blank.

    The section's statements are ``[first, after)``; at `after` is the next header, or the end of
    the document. Comments right above that header are left to it.
    """
    statements = document.statements
    last = after - 1
    if after < len(statements):
        while last > first and is_comment(statements[last]):
            last -= 1
    while last > first and _is_empty(statements[last]):
        last -= 1
    return last


def _is_empty(statement: Statement) -> bool:
    return isinstance(statement, Blank) and not statement.comments


def section_span(document: Document, statement: Statement) -> Span:
    """The whole lines of the section that a statement belongs to, without their blanks around
    them and without what `last_index` leaves out.
    """
    header = statement.section.header
    first = document.index(header) if header else 0
    after = first + len(document.section_statements(header))
    return lines_span(document, first, max(last_index(document, first, after), first))


def comments_above(document: Document, index: int) -> int:
    """The index of the first of the comments right above statement `index`, or `index`."""
    statements = document.statements
    while index and is_comment(statements[index - 1]):
        index -= 1
    return index


def lines_span(document: Document, first: int, last: int) -> Span:
    """The lines of statements ``[first, last]``, without the blanks before and behind them."""
    line, end_line = document.starts[first], document.starts[last]
    end_line += document.statements[last].height - 1
    text, end_text = document.source.content(line), document.source.content(end_line)
    start = Position(line, len(text) - len(text.lstrip(" \t")))
    return Span.between(start, max(start, Position(end_line, len(end_text.rstrip(" \t")))))
