"""Statements with what belongs to them, as lines of text that can be moved."""

from __future__ import annotations

from collections.abc import Sequence

from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.text.source import split_lines
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.pairs import comments_above, is_empty
from prefect_toml_lsp.toml.nodes import Blank, Comment, Header, Key, KeyPart, KeyValue, Statement

MOST = 400
"""Statements that one restructuring moves at most: it is computed whenever a cursor moves."""


def top(document: Document, statement: Statement) -> int:
    """The first line (0-based) of a statement and the comments above that belong to it."""
    return document.start((*comments_above(document, statement), statement)[0])


def end(document: Document, statement: Statement) -> int:
    """The line (0-based) below a statement."""
    return document.start(statement) + statement.height


def body(document: Document, header: Header | None) -> Sequence[Statement]:
    """What stands below a header, or above the first one, without empty lines at its end and the
    comments that belong to the next header.
    """
    members = document.section_statements(header)
    first = 0 if header is None else 1
    below = document.index(members[-1]) + 1 if members else 0
    last = len(members)
    if below < len(document.statements):
        last -= len(comments_above(document, document.statements[below]))
    while last > first and is_empty(members[last - 1]):
        last -= 1
    return members[first:last]


def behind(document: Document, header: Header | None) -> int | None:
    """The line (0-based) where something may be added to a section; None where its end is broken
    and might swallow it.
    """
    members = body(document, header)
    last = members[-1] if members else header
    if last is None:
        return 0
    return end(document, last) if _is_whole_down_to(document, document.index(last)) else None


def is_sound(document: Document, statement: Statement) -> bool:
    """Whether a statement can be written another way: nothing is wrong with it, with the header of
    its section, or with what stands above it, which might reach down to it.
    """
    if document.problems(statement):
        return False
    header = statement.section.header
    if header is not None and document.problems(header):
        return False
    index = document.index(statement)
    return not index or _is_whole_down_to(document, index - 1)


def _is_whole_down_to(document: Document, index: int) -> bool:
    """Whether the nearest key or header from statement `index` up is whole."""
    while index and isinstance(document.statements[index], Blank):
        index -= 1
    return not document.statements[index].problems


def lines_above(document: Document, statement: Statement) -> list[str]:
    """The comments that belong to a statement, as lines without their breaks."""
    first, last = top(document, statement), document.start(statement)
    return [document.source.content(line) for line in range(first, last)]


def lines_of(document: Document, statement: Statement, cut: Span, put: str) -> list[str]:
    """The lines of a statement without their breaks, with `put` in the place of `cut`, which is
    on one line.
    """
    start = document.start(statement)
    lines = [document.source.content(start + row) for row in range(statement.height)]
    line = lines[cut.line]
    lines[cut.line] = line[: cut.column] + put + line[cut.end_column :]
    return lines


def without_breaks(text: str) -> list[str]:
    """The lines of a text without their breaks."""
    return [line.rstrip("\r\n") for line in split_lines(text)]


def indent(document: Document, statement: Statement) -> str:
    """The blanks that a statement starts with."""
    line = document.source.lines[document.start(statement)]
    return line[: len(line) - len(line.lstrip(" \t"))]


def comment_behind(statement: KeyValue | Header) -> Comment | None:
    """The comment that ends a statement's last line; none of those inside its value."""
    if not statement.comments:
        return None
    last = statement.comments[-1]
    written = statement.key if isinstance(statement, Header) else statement.pair
    return last if last.span.start >= written.span.end else None


def has_comment_inside(statement: Statement, span: Span) -> bool:
    """Whether a comment of the statement lies within one of its spans."""
    return any(span.contains(comment.span.start) for comment in statement.comments)


def dotted_text(document: Document, statement: Statement, parts: Sequence[KeyPart]) -> str:
    """Parts of a statement's key as they are written, with a dot between them."""
    spans = (document.span(statement, part.span) for part in parts)
    return ".".join(document.source.slice(span) for span in spans)


def names_before(key: Key, part: int) -> Span:
    """From the start of a key up to its part number `part`; an empty span for the first part."""
    return Span.between(key.span.start, Position(*key.parts[part].span.start))
