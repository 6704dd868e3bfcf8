"""Edits by a client that counts UTF-16 units: they may split the two units of a character, or join
them. A single unit is a lone surrogate in our text, as it is in the client's.
"""

from __future__ import annotations

from prefect_toml_lsp.text.encodings import PositionEncoding
from prefect_toml_lsp.text.positions import Position, Span
from prefect_toml_lsp.text.source import Source, content_length

Point = tuple[int, int]
"""A line and the number of UTF-16 units before a point in it, which is clamped."""

_CODEC = "utf-16-le"


def edit_of_units(source: Source, start: Point, end: Point, text: str) -> tuple[Span, str]:
    """The same edit in whole characters: it leaves the same UTF-16 units."""
    start, end = sorted((start, end))
    first, before = _find(source, start)
    last, after = _find(source, end)
    if after:
        last = Position(last.line, last.column + 1)
    text = before[:1] + text + after[1:]
    # With a lone surrogate next to it, the edit may form a character.
    line = source.lines[first.line]
    if first.column and _is_surrogate(line[first.column - 1]):
        first = Position(first.line, first.column - 1)
        text = line[first.column] + text
    line = source.lines[last.line]
    if last.column < len(line) and _is_surrogate(line[last.column]):
        text += line[last.column]
        last = Position(last.line, last.column + 1)
    return Span.between(first, last), _joined(text)


def _find(source: Source, point: Point) -> tuple[Position, str]:
    """Where a point is, and the two units that it splits, if any."""
    row, units = point
    if row < 0:
        return Position(0, 0), ""
    if row >= len(source.lines):
        return source.end, ""
    line = source.lines[row]
    column = PositionEncoding.UTF16.column(line, units)
    if column >= content_length(line) or units <= PositionEncoding.UTF16.units(line, column):
        return Position(row, column), ""
    return Position(row, column), _units(line[column])


def _units(char: str) -> str:
    pair = char.encode(_CODEC)
    return "".join(pair[at : at + 2].decode(_CODEC, "surrogatepass") for at in (0, 2))


def has_half(text: str) -> bool:
    """Whether half of a character is in a text, which then has no encoding."""
    return not text.isascii() and any(map(_is_surrogate, text))


def _is_surrogate(char: str) -> bool:
    return "\ud800" <= char <= "\udfff"


def _joined(text: str) -> str:
    return text.encode(_CODEC, "surrogatepass").decode(_CODEC, "surrogatepass")
