"""How text looks in a terminal: what its characters are shown as, and how many cells they take."""

from __future__ import annotations

from collections.abc import Sequence

from prefect_toml_lsp.records import NamedTuple

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
    """What one character is shown as, and its width in terminal columns: 0, 1 or 2."""

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


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Cells in columns as wide as their widest, two blanks apart."""
    widths = [[width_of(cells(cell)) for cell in row] for row in rows]
    widest = [max(column) for column in zip(*widths, strict=True)]
    lines = []
    for row, taken in zip(rows, widths, strict=True):
        padding = (" " * (most - own) for most, own in zip(widest, taken, strict=True))
        lines.append("  ".join(map("".join, zip(row, padding, strict=True))).rstrip())
    return lines


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
    """`text` with a visible character for each that would steer the terminal: control pictures for
    control characters, U+FFFD for what turns the direction of writing or is half a character.
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
