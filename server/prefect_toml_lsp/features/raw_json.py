"""Answers that are JSON already.

lsprotocol makes and checks an object for each position and range, and cattrs turns each into a
dictionary: some 25 µs for one symbol, which has seven of them, against 2 µs for its text. So an
answer that may have thousands of parts is written as text, which the server sends unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from json.encoder import encode_basestring_ascii

from prefect_toml_lsp.text import Span


class Encoded(str):
    """The JSON text of a result, in ASCII."""

    __slots__ = ()


quote = encode_basestring_ascii
"""A string as JSON."""


class Places:
    """Writes places of a document as JSON; `units` counts the columns of a line as the client
    does.
    """

    def __init__(self, lines: Sequence[str], units: Callable[[str, int], int]) -> None:
        self._lines = lines
        self._units = units

    def position(self, row: int, column: int) -> str:
        """A ``Position``."""
        return f'{{"line":{row},"character":{self._units(self._lines[row], column)}}}'

    def range(self, span: Span, down: int = 0) -> str:
        """A ``Range``; the span counts lines from line `down` of the document."""
        row, column, end_row, end_column = span
        if row == end_row and self._lines[row + down].isascii():  # so it is with most
            at = f'{{"line":{row + down},"character":'
            return f'{{"start":{at}{column}}},"end":{at}{end_column}}}}}'
        start = self.position(row + down, column)
        return f'{{"start":{start},"end":{self.position(end_row + down, end_column)}}}'
