"""One statement's tokens.

Only keys, ``=``, values that are not containers, and comments have tokens. Brackets, dots and
commas are left to the editor's plain text and its colours for pairs of brackets.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import TypeAlias

from prefect_toml_lsp.features.semantic_tokens.legend import (
    BOOLEAN,
    COMMENT,
    DATE,
    DEFINITION,
    DURATION,
    EQUALS,
    KEY,
    MEMBER,
    NUMBER,
    STRING,
    TABLE,
)
from prefect_toml_lsp.features.semantic_tokens.modifiers import PLAIN, Mark, Marks, is_duration
from prefect_toml_lsp.text import PositionEncoding, Span
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml.nodes import (
    Array,
    Header,
    InlineTable,
    Invalid,
    Key,
    KeyValue,
    Literal,
    Pair,
    Statement,
    String,
    Value,
)

Tokens: TypeAlias = tuple[int, ...]
"""Five numbers a token, as LSP 3.17 has them; the first token's line counts from the line above
the statement.
"""

_Piece: TypeAlias = tuple[int, int, int, int, int]
"""Row, column and end (characters), token type, modifiers."""


def paint(
    statement: Statement,
    marks: Marks,
    around: Mark,
    lines: Sequence[str],
    encoding: PositionEncoding,
) -> Tokens:
    """The tokens of a statement whose text is `lines`; `around` is the mark of its section."""
    pieces = _Pieces(lines)
    if isinstance(statement, Header):
        pieces.add_key(statement.key, marks, PLAIN, TABLE, DEFINITION)
    elif isinstance(statement, KeyValue):
        pieces.add_pair(statement.pair, marks, around)
    for comment in statement.comments:
        pieces.add(comment.span, COMMENT, 0)
    return _encode(sorted(pieces.found), lines, encoding)


class _Pieces:
    """Gathers the pieces of one statement, in any order."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.found: list[_Piece] = []
        self._lines = lines

    def add(self, span: Span, kind: int, modifiers: int) -> None:
        """A piece for each line of a span; clients need not take tokens of several lines."""
        first, column, last, end = span
        for row in range(first, last):
            length = content_length(self._lines[row])
            if column < length:
                self.found.append((row, column, length, kind, modifiers))
            column = 0
        if column < end:
            self.found.append((last, column, end, kind, modifiers))

    def add_key(self, key: Key, marks: Marks, around: Mark, last: int, modifiers: int) -> Mark:
        """The parts of a key, the last one with type `last`; returns the mark of what it names."""
        mark = around
        for index, part in enumerate(key.parts, 1):
            mark = marks.get(id(part), mark)
            kind = last if index == len(key.parts) else TABLE
            self.add(part.span, kind, mark.key | modifiers)
        return mark

    def add_pair(self, pair: Pair, marks: Marks, around: Mark) -> None:
        """A key/value pair and all that is in its value."""
        waiting: list[tuple[Pair | Value, Mark]] = [(pair, around)]
        while waiting:  # nesting may be deeper than Python's stack
            node, mark = waiting.pop()
            if isinstance(node, Pair):
                mark = self.add_key(node.key, marks, mark, KEY, 0)
                if node.equals:
                    self.add(node.equals, EQUALS, 0)
                if node.value is not None:
                    waiting.append((node.value, mark))
            elif isinstance(node, String):
                kind, modifiers = _string(node, mark)
                self.add(node.span, kind, modifiers | mark.value)
            elif isinstance(node, Literal):
                kind, modifiers = _literal(node, mark)
                self.add(node.span, kind, modifiers | mark.value)
            elif isinstance(node, Array):
                waiting.extend((item, mark) for item in node.items)
            elif isinstance(node, InlineTable):
                waiting.extend((inner, mark) for inner in node.pairs)
            else:
                assert isinstance(node, Invalid)  # invalid values get no colour


def _string(string: String, mark: Mark) -> tuple[int, int]:
    if string.value in mark.scalars.members:
        return MEMBER, 0
    if mark.scalars.durations and is_duration(string.value):
        return NUMBER, DURATION
    return STRING, 0


def _literal(literal: Literal, mark: Mark) -> tuple[int, int]:
    if isinstance(literal.value, bool):
        return BOOLEAN, 0
    if isinstance(literal.value, date | time):
        return NUMBER, DATE
    return NUMBER, DURATION if mark.scalars.durations else 0


def _encode(pieces: list[_Piece], lines: Sequence[str], encoding: PositionEncoding) -> Tokens:
    """Pieces in the order of the text as numbers relative to one another."""
    numbers: list[int] = []
    before, start = -1, 0
    for row, column, end, kind, modifiers in pieces:
        line = lines[row]
        if not line.isascii():
            column, end = encoding.units(line, column), encoding.units(line, end)
        if row != before:
            start = 0
        numbers += (row - before, column - start, end - column, kind, modifiers)
        before, start = row, column
    return tuple(numbers)
