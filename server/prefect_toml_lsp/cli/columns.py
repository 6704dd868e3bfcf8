"""How text looks in a terminal: how its characters are shown, and how many cells they take."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TextIO

from prefect_toml_lsp.records import NamedTuple

WIDTH = 88
"""The columns of prose where no terminal is narrower."""
TAB_WIDTH = 4

_ZERO_WIDTH_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"  # makes a symbol of one cell an emoji of two
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_JAMO_TAILS = range(0x1160, 0x1200)  # vowels and finals, drawn into the syllable before them
_BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_REPLACEMENT = "\ufffd"


class Cell(NamedTuple):
    """The text shown for one character, and its width in terminal columns: 0, 1 or 2."""

    shown: str
    width: int


def cells(text: str) -> list[Cell]:
    """One cell for each character of `text`; its shown text is safe to print."""
    if text.isascii() and text.isprintable():
        return [Cell(char, 1) for char in text]
    found: list[Cell] = []
    joined = False
    for char in text:
        if char == _EMOJI_STYLE and found and found[-1].width == 1:
            cell = Cell(char, 1)
        elif joined or (ord(char) in _SKIN_TONES and found and found[-1].width == 2):
            cell = Cell(char, 0)
        else:
            cell = _cell(char)
        joined = char == _ZERO_WIDTH_JOINER
        found.append(cell)
    return found


def columns_of(stream: TextIO | None) -> int | None:
    """The columns of the terminal of `stream`, or COLUMNS; None if lines may have any length, or if
    there is no stream.
    """
    if stream is None:
        return None
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdigit() and int(said) > 0:
        return int(said)
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):  # It is not a terminal, or has no descriptor.
        return None


def wrapped(text: str, width: int | None, taken: int = 0) -> list[str]:
    """A text wrapped to `width` columns; `None` means no wrapping. In the first line, `taken`
    columns are already used; that line is empty if the first word does not fit after `taken`. A
    word that is wider than a line is not broken.
    """
    if width is None:
        return [text]
    lines: list[list[str]] = [[]]
    at = taken
    for word in text.split(" "):
        wide = width_of(cells(word))
        if at + wide > width and (lines[-1] or taken):
            lines.append([])
            at = taken = 0
        lines[-1].append(word)
        at += wide + 1
    return [" ".join(line) for line in lines]


_NARROWEST = 20
"""The least width of the last column next to the others."""
_MARGIN = "    "


def aligned(rows: Sequence[Sequence[str]], width: int | None = None) -> list[str]:
    """Cells in columns as wide as their widest, two blanks apart. If `width` is too small, the last
    cell of a row is wrapped, or put below the others, or all are put below the first.
    """
    widths = [[width_of(cells(cell)) for cell in row] for row in rows]
    widest = [max(column) for column in zip(*widths, strict=True)]
    if not rows or not widest:
        return []
    beside = sum(widest[:-1]) + 2 * (len(widest) - 1)
    room = widest[-1] if width is None else min(widest[-1], width - beside)
    if room < min(widest[-1], _NARROWEST):
        if len(widest) == 2 or beside - 2 > (width or 0):
            return [line for row in rows for line in _stacked(row, width)]
        others = aligned([row[:-1] for row in rows])
        pairs = [(line, row[-1]) for line, row in zip(others, rows, strict=True)]
        return [line for pair in pairs for line in _stacked(pair, width)]
    lines = []
    for row, taken in zip(rows, widths, strict=True):
        padded = [
            cell + " " * (most - own)
            for cell, most, own in zip(row[:-1], widest, taken, strict=False)
        ]
        first, *rest = wrapped(row[-1], room)
        lines.append("  ".join((*padded, first)).rstrip())
        lines += (" " * beside + line for line in rest)
    return lines


def _stacked(row: Sequence[str], width: int | None) -> Iterator[str]:
    """The cells of a row below each other."""
    first, *others = row
    if first:
        yield first
    margin = " " * (len(first) - len(first.lstrip())) + _MARGIN
    for cell in filter(None, others):
        room = None if width is None else width - len(margin)
        yield from (margin + line for line in wrapped(cell, room))


def width_of(line: Sequence[Cell]) -> int:
    """The terminal columns of cells."""
    return sum(cell.width for cell in line)


def _cell(char: str) -> Cell:
    import unicodedata

    if char == "\t":
        return Cell(" " * TAB_WIDTH, TAB_WIDTH)
    shown = printable(char)
    if shown != char:
        return Cell(shown, 1)
    code = ord(char)
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or code in _JAMO_TAILS:
        return Cell(char, 0)
    return Cell(char, 2 if unicodedata.east_asian_width(char) in "WF" else 1)


def printable(text: str) -> str:
    """`text` with a visible character instead of each that would control the terminal: control
    pictures for control characters, U+FFFD for half characters and those that change the direction.
    """
    if text.isprintable():
        return text
    return "".join(map(_picture, text))


def _picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or char in _BIDI_CONTROLS:
        return _REPLACEMENT
    return " " if char in "\u2028\u2029" else char
