"""Columns in the units that an LSP client counts (LSP 3.17, `general.positionEncodings`)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from itertools import accumulate

from prefect_toml_lsp.text.source import content_length


class PositionEncoding(Enum):
    """The unit of an LSP `character` offset."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"

    def units(self, line: str, column: int) -> int:
        """Units before `column` (characters) of `line`."""
        if self is PositionEncoding.UTF32 or line.isascii():
            return column
        if len(line) > _LONG:
            offsets = _offsets(line, self)
            return offsets[min(column, len(line))]
        return _measure(line[:column], self)

    def column(self, line: str, units: int) -> int:
        """The column (characters) at `units` in `line`.

        A point past the end of the line is clamped to the end, before the line break (LSP 3.17,
        Position); one inside a character, to that character's start.
        """
        length = content_length(line)
        if self is PositionEncoding.UTF32 or line.isascii():
            return max(0, min(units, length))
        seen = 0
        for column in range(length):
            seen += self._width(line[column])
            if seen > units:
                return column
        return length

    def _width(self, char: str) -> int:
        if self is PositionEncoding.UTF16:
            return 2 if char > "\uffff" else 1
        return len(char.encode("utf-8", "surrogatepass"))


_LONG = 500
"""The length (characters) above which the units of a line are computed once for all columns."""


def _measure(text: str, encoding: PositionEncoding) -> int:
    if encoding is PositionEncoding.UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@lru_cache(maxsize=2)
def _offsets(line: str, encoding: PositionEncoding) -> Sequence[int]:
    """The units before each column, and those of the whole line."""
    return array("l", accumulate(map(encoding._width, line), initial=0))
