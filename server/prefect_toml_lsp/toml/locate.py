"""Finds the syntax at a cursor position."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import Enum
from typing import TypeAlias, TypeVar

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Position
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.nodes import (
    Array,
    Blank,
    Comment,
    Header,
    InlineTable,
    Key,
    KeyPart,
    KeyValue,
    Pair,
    Statement,
    Value,
)

Path: TypeAlias = tuple[str | int, ...]


class Place(Enum):
    """What kind of text the cursor is in, or which kind may be written there."""

    KEY = "key"
    HEADER = "header"
    VALUE = "value"
    COMMENT = "comment"
    BETWEEN = "between"  # after a finished value, before a bracket: nothing belongs there


class Location(NamedTuple):
    """The syntax at a cursor position.

    position
        The cursor relative to the first line of `statement`, as its nodes' spans are.
    path
        The key path of what is at the cursor: for a key or header up to and with the part at the
        cursor (without it where a part may be written), for a value that of the value. Numbers
        are indexes of array items.
    base
        For KEY and HEADER: the path of the table that the key starts from.
    key, part
        For KEY and HEADER: the key at the cursor and the part, None if there is none yet.
    value
        For VALUE: the innermost value at the cursor, None if one is missing.
    outer
        The array or inline table around the cursor, None outside of one.
    """

    statement: Statement
    position: Position
    place: Place
    path: Path = ()
    base: Path = ()
    key: Key | None = None
    part: KeyPart | None = None
    value: Value | None = None
    outer: Array | InlineTable | None = None

    @property
    def pair(self) -> Pair | None:
        """The pair whose key is at the cursor; None for a header, and if there is none."""
        if isinstance(self.outer, InlineTable):
            return next((pair for pair in self.outer.pairs if pair.key is self.key), None)
        return self.statement.pair if isinstance(self.statement, KeyValue) else None


def locate(document: Document, position: Position) -> Location:
    """The syntax at `position` of `document`; a position past the end is clamped."""
    line, column = document.source.clamp(position)
    index = document.index_at(line)
    statement = document.statements[index]
    inner = Position(line - document.starts[index], column)
    for comment in _near(statement.comments, inner):
        if comment.span.start < inner and comment.span.touches(inner):
            return Location(statement, inner, Place.COMMENT)
    path = statement.section.path
    if isinstance(statement, Header):
        return _in_header(statement, inner)
    if isinstance(statement, KeyValue):
        return _in_pair(statement, statement.pair, inner, path)
    if not isinstance(statement, Blank) or statement.comments:
        return Location(statement, inner, Place.BETWEEN)
    return Location(statement, inner, Place.KEY, path, path)


def _in_header(header: Header, at: Position) -> Location:
    after_opening = header.opening.end <= at
    if not after_opening or (header.closing and header.closing.start < at):
        return Location(header, at, Place.BETWEEN)
    return _in_key(header, Place.HEADER, header.key, at, (), None)


def _in_key(
    statement: Statement,
    place: Place,
    key: Key,
    at: Position,
    base: Path,
    outer: InlineTable | None,
) -> Location:
    """The part of `key` at the cursor, or the empty place for one at its start or after a dot."""
    path: Path = base
    for index, part in enumerate(key.parts):
        if at < part.span.start:
            break
        path = (*path, part.name)
        if part.span.touches(at):
            return Location(statement, at, place, path, base, key, part, outer=outer)
        if index >= len(key.dots) or at < key.dots[index].end:
            return Location(statement, at, Place.BETWEEN)
    return Location(statement, at, place, path, base, key, outer=outer)


class _Inner(NamedTuple):
    """The pair of an inline table that the cursor is in, and the path of the table."""

    pair: Pair
    base: Path
    outer: InlineTable


def _in_pair(statement: Statement, pair: Pair, at: Position, base: Path) -> Location:
    outer: InlineTable | None = None
    while True:  # Recursion would be as deep as inline tables are nested.
        if pair.equals is None or at <= pair.equals.start:
            if pair.key.parts and at < pair.key.span.start:
                return Location(statement, at, Place.BETWEEN)
            return _in_key(statement, Place.KEY, pair.key, at, base, outer)
        path = (*base, *pair.key.names)
        if pair.value is None:
            return Location(statement, at, Place.VALUE, path, outer=outer)
        if not _reaches(pair.value, at):
            return Location(statement, at, Place.BETWEEN)
        found = _in_value(statement, pair.value, at, path, outer)
        if isinstance(found, Location):
            return found
        pair, base, outer = found


def _in_value(
    statement: Statement,
    value: Value,
    at: Position,
    path: Path,
    outer: Array | InlineTable | None,
) -> Location | _Inner:
    while isinstance(value, Array) and _inside(value, at):
        outer = value
        item = next((each for each in _near(value.items, at) if _reaches(each, at)), None)
        if item is not None:
            index = bisect_left(value.items, item.span.start, key=_start)
            value, path = item, (*path, index)
        else:
            before = [item for item in value.items if item.span.end <= at]
            commas = [comma for comma in value.commas if comma.end <= at]
            if before and (not commas or commas[-1] < before[-1].span):
                return Location(statement, at, Place.BETWEEN)
            path = (*path, len(before))
            return Location(statement, at, Place.VALUE, path, outer=value)
    if isinstance(value, InlineTable) and _inside(value, at):
        return _in_inline_table(statement, value, at, path)
    return Location(statement, at, Place.VALUE, path, value=value, outer=outer)


def _in_inline_table(
    statement: Statement, table: InlineTable, at: Position, path: Path
) -> Location | _Inner:
    for pair in _near(table.pairs, at):
        if pair.span.touches(at) or (pair.value and _reaches(pair.value, at)):
            return _Inner(pair, path, table)
    before = [pair for pair in table.pairs if pair.span.end <= at]
    commas = [comma for comma in table.commas if comma.end <= at]
    if before and (not commas or commas[-1] < before[-1].span):
        last = before[-1]
        if last.equals and last.value is None:
            return Location(statement, at, Place.VALUE, (*path, *last.key.names), outer=table)
        return Location(statement, at, Place.BETWEEN)
    return Location(statement, at, Place.KEY, path, path, outer=table)


_Node = TypeVar("_Node", Comment, Pair, Value)


def _start(node: Comment | Pair | Value) -> Position:
    return node.span.start


def _near(nodes: Sequence[_Node], at: Position) -> Sequence[_Node]:
    """The nodes, which are in the order of the text, that may be at the cursor."""
    after = bisect_right(nodes, at, key=_start)
    return nodes[max(0, after - 2) : after]


def _reaches(value: Value, at: Position) -> bool:
    """Whether the cursor is at or in the value; brackets that are not closed go on to the end of
    their line.
    """
    if value.span.touches(at):
        return True
    open_ended = isinstance(value, Array | InlineTable) and not value.closed
    return open_ended and value.span.end < at and at.line == value.span.end_line


def _inside(value: Array | InlineTable, at: Position) -> bool:
    """Whether the cursor is between the brackets."""
    return value.span.start < at and (at < value.span.end or not value.closed)
