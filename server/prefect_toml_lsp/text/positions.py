"""Points and stretches of text.

Lines and columns are 0-based; columns count characters (Unicode code points), so that
``line[column]`` is the character at a position. Only ``encodings`` and ``surrogates`` know other
units.
"""

from __future__ import annotations

from prefect_toml_lsp.records import NamedTuple


class Position(NamedTuple):
    """A point between two characters."""

    line: int
    column: int


class Span(NamedTuple):
    """The text from a start (inclusive) to an end (exclusive)."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def between(cls, start: Position, end: Position) -> Span:
        """The span from `start` to `end`."""
        return cls(start[0], start[1], end[0], end[1])

    @property
    def start(self) -> Position:
        """The position before the first character."""
        return Position(self[0], self[1])

    @property
    def end(self) -> Position:
        """The position after the last character."""
        return Position(self[2], self[3])

    def down(self, lines: int) -> Span:
        """The same span `lines` lines further down."""
        return Span(self[0] + lines, self[1], self[2] + lines, self[3])

    def touches(self, position: tuple[int, int]) -> bool:
        """Whether `position` is in the span or at either of its ends."""
        return (self[0], self[1]) <= position <= (self[2], self[3])

    def contains(self, position: tuple[int, int]) -> bool:
        """Whether the character right of `position` belongs to the span."""
        return (self[0], self[1]) <= position < (self[2], self[3])
