"""The whitespace and commas of one statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Edit, Span
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml.format.style import Style
from prefect_toml_lsp.toml.format.tokens import CLOSING, OPENING, Kind, Token, tokens_of
from prefect_toml_lsp.toml.nodes import Array, InlineTable, KeyValue, Statement, Value

WIDTH = 100
"""Columns (characters) that a pair with a one-line array may take."""

_QUOTED = r"""(?:"[^"\\]*"|'[^']*')"""
_PART = rf"(?:[A-Za-z0-9_-]+|{_QUOTED})"
_KEY = rf"{_PART}(?:\.{_PART})*"
_SCALAR = rf"""(?:[^\s"'\[\]{{}}#,]+|{_QUOTED})"""
_VALUE = rf"(?:{_SCALAR}|\[(?:{_SCALAR}(?:, {_SCALAR})*)?\])"
# compiled at the first formatting, not at each start of a server
#
# Most lines of most files: lines of this form with up to WIDTH columns already have the style.
_TIDY = rf"(?:{_KEY} = {_VALUE}|\[{_KEY}\]|\[\[{_KEY}\]\]|#(?:.*\S)?)\r?\n?$"
# Most of the others: indentation, key, blanks, =, blanks, value and blanks.
_SIMPLE_PAIR = rf"([ \t]*)({_KEY})([ \t]*)(=)([ \t]*)({_SCALAR})([ \t]*)\r?\n?$"
_COMMAS = frozenset({Kind.COMMA, Kind.NEW_COMMA})


class _Layout(NamedTuple):
    """The tokens in the wanted order, and the spans of those that are to start a new line."""

    tokens: Sequence[Token]
    breaks: frozenset[Span]


class _Writer:
    """Collects the edits of one statement, whose first line is line `first` of `lines`."""

    __slots__ = ("edits", "first", "lines", "trims")

    def __init__(self, lines: Sequence[str], first: int, style: Style) -> None:
        self.lines = lines
        self.first = first
        self.trims = style.trim_trailing_whitespace
        self.edits: list[Edit] = []

    def put(self, row: int, column: int, end: int, text: str) -> None:
        """Make columns ``[column, end)`` of a row `text`."""
        line = self.first + row
        if self.lines[line][column:end] != text:
            self.edits.append(Edit(Span(line, column, line, end), text))

    def finish(self, row: int, column: int, text: str) -> None:
        """Insert `text` after `column`, where the row's last token ends, and remove the spaces
        there.
        """
        end = content_length(self.lines[self.first + row])
        self.put(row, column, end if self.trims else column, text)


def format_statement(
    statement: Statement, lines: Sequence[str], first: int, newline: str, style: Style
) -> list[Edit]:
    """The edits that format an error-free statement occupying lines ``[first, first + height)`` of
    `lines`. `newline` is the line ending for inserted lines.
    """
    if statement.height == 1:
        line = lines[first]
        if len(line) <= WIDTH and re.match(_TIDY, line):
            return []
        pair = re.match(_SIMPLE_PAIR, line)
        if pair:
            return _format_pair(pair, first, style)
    tokens, breaks = _lay_out(statement)
    writer = _Writer(lines, first, style)
    level = 0  # steps by which the line that is being read is indented
    levels: list[int] = []  # that of the line which opened each bracket around it
    before = tokens[0]
    writer.put(0, 0, before.span.column, "")
    for token in tokens[1:]:
        _, _, row, column = before.span
        next_row, next_column, _, _ = token.span
        comma = "," if before.kind is Kind.NEW_COMMA else ""
        if next_row > row or token.span in breaks:
            level = levels[-1] + (token.kind not in CLOSING)
        if next_row > row:
            writer.finish(row, column, comma)
            for empty in range(row + 1, next_row):
                writer.finish(empty, 0, "")
            writer.put(next_row, 0, next_column, level * style.step)
        elif token.span in breaks:
            writer.put(row, column, next_column, comma + newline + level * style.step)
        else:
            written = lines[first + row][column:next_column]
            space = _space(before.kind, token.kind, written)
            writer.put(row, column, next_column, comma + space)
        if token.kind in OPENING:
            levels.append(level)
        elif token.kind in CLOSING:
            levels.pop()
        before = token
    writer.finish(before.span.end_line, before.span.end_column, "")
    return writer.edits


def _format_pair(pair: re.Match[str], line: int, style: Style) -> list[Edit]:
    """What `format_statement` does, for a match of `_SIMPLE_PAIR`."""
    written = pair.groups()
    _, key, _, equals, _, value, rest = written
    wanted = ("", key, " ", equals, " ", value, "" if style.trim_trailing_whitespace else rest)
    wrong = [part for part in range(len(wanted)) if written[part] != wanted[part]]
    if not wrong:
        return []
    first, last = wrong[0], wrong[-1]
    span = Span(line, pair.start(first + 1), line, pair.end(last + 1))
    return [Edit(span, "".join(wanted[first : last + 1]))]


def _space(before: Kind, after: Kind, written: str) -> str:
    """The text that belongs between two tokens on one line; `written` is the current text."""
    if after is Kind.COMMENT:
        return written or " "
    if before in _COMMAS:
        return "" if after is Kind.CLOSE_ARRAY else " "
    if before is Kind.EQUALS or after is Kind.EQUALS:
        return " "
    if before is Kind.OPEN_TABLE:
        return "" if after is Kind.CLOSE_TABLE else " "
    return " " if after is Kind.CLOSE_TABLE else ""


def _lay_out(statement: Statement) -> _Layout:
    tokens = tokens_of(statement)
    if not isinstance(statement, KeyValue):
        return _Layout(tokens, frozenset())
    value = statement.pair.value
    if not isinstance(value, Array | InlineTable):
        return _Layout(tokens, frozenset())
    index = {token.span: number for number, token in enumerate(tokens)}
    added: list[Token] = []
    dropped: set[Span] = set()
    for array in _arrays(value):
        comma = _trailing_comma(array)
        closing = index[_closing(array)]
        last = tokens[closing - 1 - (comma is not None and tokens[closing - 1].span == comma)]
        has_own_line = last.span.end_line < tokens[closing].span.line
        if has_own_line and not comma:
            added.append(_new_comma(array))
        elif comma and not has_own_line:
            dropped.add(comma)
    kept = [token for token in tokens if token.span not in dropped]
    kept = _with(kept, added)
    if not isinstance(value, Array) or not _is_too_long(value, kept):
        return _Layout(kept, frozenset())
    starts = frozenset([item.span.start for item in value.items])
    breaks = [token.span for token in kept if token.span.start in starts]
    return _Layout(_with(kept, [_new_comma(value)]), frozenset([*breaks, _closing(value)]))


def _with(tokens: list[Token], added: list[Token]) -> list[Token]:
    return sorted([*tokens, *added], key=lambda token: token.span) if added else tokens


def _arrays(value: Value) -> Iterator[Array]:
    """The arrays in a value that have items."""
    waiting = [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, Array):
            waiting.extend(inner.items)
            if inner.items:
                yield inner
        elif isinstance(inner, InlineTable):
            waiting.extend([pair.value for pair in inner.pairs if pair.value])


def _closing(array: Array) -> Span:
    line, column = array.span.end
    return Span(line, column - 1, line, column)


def _trailing_comma(array: Array) -> Span | None:
    last = array.commas[-1] if array.commas else None
    return last if last and last > array.items[-1].span else None


def _new_comma(array: Array) -> Token:
    end = array.items[-1].span.end
    return Token(Span.between(end, end), Kind.NEW_COMMA)


def _is_too_long(value: Array, tokens: Sequence[Token]) -> bool:
    """Whether a statement's value is to get a line for each item."""
    first, last = tokens[0].span, tokens[-1].span
    if first.line != last.end_line or len(value.items) < 2 or tokens[-1].kind is Kind.COMMENT:
        return False
    if last.end_column - first.column <= WIDTH // 2:
        return False  # The style adds fewer spaces than there are characters.
    width = sum(token.span.end_column - token.span.column for token in tokens)
    width += sum(len(_space(before.kind, after.kind, "")) for before, after in pairwise(tokens))
    return width > WIDTH
