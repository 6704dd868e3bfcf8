"""A statement as tokens that whitespace may separate."""

from __future__ import annotations

from enum import Enum
from operator import itemgetter

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import (
    Array,
    Comment,
    Header,
    InlineTable,
    Key,
    KeyValue,
    Pair,
    Statement,
    String,
    Value,
)


class Kind(Enum):
    """The kinds of tokens."""

    __hash__ = object.__hash__  # each member is one object; Enum's own hash is slow Python

    NAME = "name"  # a part of a key
    DOT = "."
    EQUALS = "="
    COMMA = ","
    NEW_COMMA = "new comma"  # to be inserted at its empty span
    SCALAR = "scalar"
    UNCLOSED = "unclosed"  # a string without its closing quote
    OPEN_HEADER = "header ["
    CLOSE_HEADER = "header ]"
    OPEN_ARRAY = "["
    CLOSE_ARRAY = "]"
    OPEN_TABLE = "{"
    CLOSE_TABLE = "}"
    COMMENT = "#"


OPENING = frozenset({Kind.OPEN_ARRAY, Kind.OPEN_TABLE})
CLOSING = frozenset({Kind.CLOSE_ARRAY, Kind.CLOSE_TABLE})
_span = itemgetter(0)


class Token(NamedTuple):
    """A token with its span, which counts lines from the statement's first."""

    span: Span
    kind: Kind


def tokens_of(statement: Statement) -> list[Token]:
    """The tokens of a statement in the order of the text, without missing and invalid ones.

    A comment ends before the blanks at the end of its line.
    """
    found = [_comment(comment) for comment in statement.comments]
    if isinstance(statement, Header):
        found.append(Token(statement.opening, Kind.OPEN_HEADER))
        _add_key(found, statement.key)
        if statement.closing:
            found.append(Token(statement.closing, Kind.CLOSE_HEADER))
    elif isinstance(statement, KeyValue):
        _add_pair(found, statement.pair)
    found.sort(key=_span)
    return found


def _comment(comment: Comment) -> Token:
    line, column, _, _ = comment.span
    return Token(Span(line, column, line, column + len(comment.text.rstrip(" \t"))), Kind.COMMENT)


def _add_key(found: list[Token], key: Key) -> None:
    found.extend([Token(part.span, Kind.NAME) for part in key.parts])
    found.extend([Token(dot, Kind.DOT) for dot in key.dots])


def _add_pair(found: list[Token], pair: Pair) -> None:
    waiting = [_add_start(found, pair)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Array | InlineTable):
            _add_punctuation(found, value)
            if isinstance(value, Array):
                waiting.extend(value.items)
            else:
                waiting.extend([_add_start(found, each) for each in value.pairs])
        elif value is not None:
            unclosed = isinstance(value, String) and not value.closed
            found.append(Token(value.span, Kind.UNCLOSED if unclosed else Kind.SCALAR))


def _add_start(found: list[Token], pair: Pair) -> Value | None:
    """Add the tokens before a pair's value, which is returned."""
    _add_key(found, pair.key)
    if pair.equals:
        found.append(Token(pair.equals, Kind.EQUALS))
    return pair.value


def _add_punctuation(found: list[Token], value: Array | InlineTable) -> None:
    is_array = isinstance(value, Array)
    line, column, end_line, end_column = value.span
    opening = Span(line, column, line, column + 1)
    found.append(Token(opening, Kind.OPEN_ARRAY if is_array else Kind.OPEN_TABLE))
    found.extend([Token(comma, Kind.COMMA) for comma in value.commas])
    if value.closed:
        closing = Span(end_line, end_column - 1, end_line, end_column)
        found.append(Token(closing, Kind.CLOSE_ARRAY if is_array else Kind.CLOSE_TABLE))
