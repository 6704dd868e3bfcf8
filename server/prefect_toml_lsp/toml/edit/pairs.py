"""Key/value pairs where they stand, and the comments that belong to them."""

from __future__ import annotations

from typing import NamedTuple

from prefect_toml_lsp.text import Position
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.nodes import (
    Blank,
    InlineTable,
    Key,
    KeyValue,
    Pair,
    Statement,
    Value,
)


class LocatedPair(NamedTuple):
    """A key/value pair and what it stands in.

    outer
        The innermost inline table around it; None where it is a statement of its own.
    path
        The path of its table from the document's root.
    """

    statement: KeyValue
    pair: Pair
    outer: InlineTable | None
    path: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The whole path of the pair."""
        return (*self.path, *self.pair.key.names)


def pair_at(statement: KeyValue, position: Position) -> LocatedPair:
    """The innermost pair that `position`, relative to the statement, lies in; outside of all of
    them the statement's own.
    """
    found = LocatedPair(statement, statement.pair, None, statement.section.path)
    while isinstance(table := found.pair.value, InlineTable):
        inner = next((each for each in table.pairs if each.span.touches(position)), None)
        if inner is None:
            break
        found = LocatedPair(statement, inner, table, found.names)
    return found


def source_of(document: Document, statement: Statement, node: Key | Value | Pair) -> str:
    """The text of a node as it is written."""
    return document.source.slice(document.span(statement, node.span))


def comments_above(document: Document, statement: Statement) -> tuple[Statement, ...]:
    """The comments that belong to a statement: those on the lines right above it, but for
    directives to tools at the top of a file (``#:schema``, ``#!``).
    """
    last = first = document.index(statement)
    while first and is_comment(document.statements[first - 1]):
        first -= 1
    return tuple(document.statements[first:last])


def is_comment(statement: Statement) -> bool:
    """Whether the statement is a comment that may belong to what is below it."""
    if not isinstance(statement, Blank) or not statement.comments:
        return False
    return statement.comments[0].text[1:2] not in (":", "!")


def is_empty(statement: Statement) -> bool:
    """Whether the statement is an empty line."""
    return isinstance(statement, Blank) and not statement.comments
