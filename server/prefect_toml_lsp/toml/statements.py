"""Statements: the lines of a document, one after the other (TOML 1.0, Spec)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import bounds
from prefect_toml_lsp.toml.keys import read_key
from prefect_toml_lsp.toml.nodes import (
    ArrayHeader,
    Blank,
    Key,
    KeyPart,
    KeyValue,
    Pair,
    Reading,
    Statement,
    String,
    TableHeader,
    Unread,
    Value,
)
from prefect_toml_lsp.toml.reader import Reader
from prefect_toml_lsp.toml.values import read_value

# Most lines that are written; they are read at once, as the reader would read them.
_PLAIN = re.compile(r'([A-Za-z0-9_-]+) = "([^"\\\x00-\x08\x0a-\x1f\x7f]*)"(?:\r?\n)?')
_PLAIN_READING = Reading(1, 0, (), (), bounds.STATEMENT + 2 * bounds.PIECE)


_EMPTY_READING = Reading(1, 0, (), (), bounds.STATEMENT)


def read_statement(lines: Sequence[str], first: int) -> Statement:
    """The statement that starts on line `first`.

    It depends on the text from that line on and on nothing else; it takes up `height` lines and
    has looked at `looked` lines below them. Any text gives a statement; what is wrong with it is
    in `problems`, in the order of the text. One with too much in it takes up all lines.
    """
    if lines[first] == "\n":
        return Blank(_EMPTY_READING)
    plain = _PLAIN.fullmatch(lines[first])
    if plain is not None:
        return _plain(plain)
    try:
        return _read(Reader(lines, first), lines)
    except bounds.TooMuch:
        return unread(lines, first, bounds.MOST + 1)


def unread(lines: Sequence[str], first: int, least: int) -> Unread:
    """The lines from `first` on, which are not read; `least` is as in `Unread`."""
    return Unread(Reading(len(lines) - first, 0, (), (), 0), least)


def _plain(match: re.Match[str]) -> KeyValue:
    name, text = match.groups()
    end = len(name)
    last = end + len(text) + 5
    span = Span(0, 0, 0, end)
    key = Key((KeyPart(name, span, "", closed=True),), (), span, whole=True)
    value = String(text, Span(0, end + 3, 0, last), '"', closed=True)
    pair = Pair(key, Span(0, end + 1, 0, end + 2), value, Span(0, 0, 0, last))
    return KeyValue(_PLAIN_READING, pair)


def _read(reader: Reader, lines: Sequence[str]) -> Statement:
    if reader.char == "\ufeff":
        message = "TOML does not allow a byte order mark; save the file as UTF-8 without it"
        reader.report("byte-order-mark", message, reader.take(1))
    reader.skip_blanks()
    char = reader.char
    if char == "[":
        return _read_header(reader, lines)
    if char not in ("", "#"):
        pair = _read_pair(reader)
        return KeyValue(_measure(reader, lines), pair)
    if char == "#":
        reader.read_comment()
    return Blank(_measure(reader, lines))


def _read_header(reader: Reader, lines: Sequence[str]) -> Statement:
    brackets = 2 if reader.line.startswith("[[", reader.column) else 1
    opening = reader.take(brackets)
    reader.skip_blanks()
    key = read_key(reader)
    closing: Span | None = None
    if reader.line.startswith("]" * brackets, reader.column):
        closing = reader.take(brackets)
    elif key.whole:
        reader.report(
            "unclosed-header",
            f"The header is not closed; add `{']' * brackets}`",
            Span(reader.row, reader.column, reader.row, reader.column + len(reader.char)),
        )
    _finish_line(reader, "a header")
    header = TableHeader if brackets == 1 else ArrayHeader
    return header(_measure(reader, lines), key, opening, closing)


def _read_pair(reader: Reader) -> Pair:
    start = reader.position
    key = read_key(reader)
    end = key.span.end
    equals: Span | None = None
    value: Value | None = None
    before_comment = reader.line[reader.column :].partition("#")[0]
    if reader.char != "=" and "=" in before_comment:
        unexpected = reader.take(before_comment.index("="))
        if key.whole:
            reader.report(
                "unexpected-text", "Put the key in quotes, or write `=` right after it", unexpected
            )
            key.whole = False
    if reader.char == "=":
        equals = reader.take(1)
        end = equals.end
        reader.skip_blanks()
        value = read_value(reader)
        if value is not None:
            end = value.span.end
        else:
            column = equals.end_column
            reader.report(
                "missing-value",
                "A value is missing after `=`",
                Span(reader.row, column, reader.row, column),
            )
    elif key.whole:
        where = Span(end.line, end.column, end.line, end.column)
        reader.report("missing-equals", "Write `=` and a value after the key", where)
    _finish_line(reader, "the value")
    return Pair(key, equals, value, Span.between(start, end))


def _finish_line(reader: Reader, after: str) -> None:
    """Read what is left of the line: a comment, or text that does not belong there, which is a
    problem of its own only where the statement has no other.
    """
    reader.skip_blanks()
    if reader.char not in ("", "#"):
        rest = reader.line[reader.column :].partition("#")[0].rstrip(" \t")
        span = reader.take(len(rest))
        if not reader.problems:
            reader.report("unexpected-text", f"Only a comment may follow {after}", span)
        reader.skip_blanks()
    if reader.char == "#":
        reader.read_comment()


def _measure(reader: Reader, lines: Sequence[str]) -> Reading:
    """What was read of a statement that ends with the cursor's line."""
    for row in range(reader.row + 1):
        line = lines[reader.first + row]
        if line.endswith("\r"):
            column = len(line) - 1
            reader.report(
                "bare-carriage-return",
                "A carriage return alone is not a line break in TOML; end lines with LF or CRLF",
                Span(row, column, row, column),
            )
    problems = sorted(reader.problems, key=lambda problem: problem.span)
    looked = reader.furthest - reader.row
    return Reading(reader.row + 1, looked, tuple(reader.comments), tuple(problems), reader.weight)
