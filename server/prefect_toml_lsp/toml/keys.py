"""Keys: bare, quoted and dotted (TOML 1.0, Keys)."""

from __future__ import annotations

import re

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.bounds import PIECE
from prefect_toml_lsp.toml.nodes import Key, KeyPart
from prefect_toml_lsp.toml.reader import Reader
from prefect_toml_lsp.toml.strings import read_one_line_string

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_key(reader: Reader) -> Key:
    """Read a key as far as there is one; a missing part is a problem and leaves `whole` false.

    The cursor ends after the last part, dot or blank that belongs to the key.
    """
    start = reader.position
    end = start
    parts: list[KeyPart] = []
    dots: list[Span] = []
    whole = True
    while True:
        reader.weigh(PIECE)
        part = _read_part(reader)
        if part is None:
            whole = False
            _report_missing(reader, dots)
        else:
            parts.append(part)
            end = reader.position
            whole = whole and part.closed
            reader.skip_blanks()
        if reader.char != ".":
            span = Span.between(start, end)
            return Key(tuple(parts), tuple(dots), span, whole)
        dots.append(reader.take(1))
        end = reader.position
        reader.skip_blanks()


def _read_part(reader: Reader) -> KeyPart | None:
    match = _BARE.match(reader.line, reader.column)
    if match:
        return KeyPart(match.group(), reader.take(len(match.group())), "", closed=True)
    quote = reader.char
    if quote and quote in "\"'":
        string = read_one_line_string(reader)
        return KeyPart(string.value, string.span, quote, string.closed)
    return None


def _report_missing(reader: Reader, dots: list[Span]) -> None:
    column = reader.column
    where = Span(reader.row, column, reader.row, column + (1 if reader.char else 0))
    if dots:
        message = "A key is missing after the dot"
    else:
        message = "A key is missing here; write letters, digits, `-` and `_`, or text in quotes"
    reader.report("missing-key", message, where)
