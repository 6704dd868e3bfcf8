"""Strings (TOML 1.0, String): basic, literal, and both as multi-line strings."""

from __future__ import annotations

import re

from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml.bounds import PIECE, STATEMENT_MOST
from prefect_toml_lsp.toml.nodes import String
from prefect_toml_lsp.toml.reader import Reader, starts_statement

_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}
_HEX = re.compile(r"[0-9A-Fa-f]+")
_LINE_CONTINUATION = re.compile(r"\\[ \t]*\n[ \t\n]*")
_PLAIN_BASIC = re.compile(r'"([^"\\\x00-\x08\x0a-\x1f\x7f]*)"')
_BASIC_STOP = re.compile(r'["\\]')
_CONTENT = {
    '"""': re.compile(r'(?:[^"\\]+|\\.?|"(?!""))*'),
    "'''": re.compile(r"(?:[^']+|'(?!''))*"),
}
_AFTER_VALUE = re.compile(r"[ \t]*(?:$|[#,\]}])")


def read_string(reader: Reader) -> String:
    """Read the string whose opening quote is at the cursor."""
    opening = reader.line[reader.column : reader.column + 3]
    if opening in _CONTENT:
        return _read_multi_line_string(reader, opening)
    return read_one_line_string(reader)


def read_one_line_string(reader: Reader) -> String:
    """Read a basic or literal string; one that is not closed ends with the line."""
    start = reader.column
    quote = reader.char
    plain = _PLAIN_BASIC.match(reader.line, start)
    if plain:
        return String(plain.group(1), reader.take(plain.end() - start), quote, closed=True)
    end = _closing_quote(reader.line, start + 1, quote)
    closed = end >= 0
    content = reader.line[start + 1 : end] if closed else reader.line[start + 1 :]
    span = reader.take(len(content) + (2 if closed else 1))
    reader.check_controls(span)
    if quote == '"':
        content, bad = _unescape(content)
        for offset, escape in bad:
            column = start + 1 + offset
            where = Span(reader.row, column, reader.row, column + len(escape))
            reader.report("bad-escape", _explain_escape(escape), where)
    if not closed:
        _report_unclosed(reader, quote, span)
    return String(content, span, quote, closed)


def _closing_quote(line: str, column: int, quote: str) -> int:
    """The column of the quote that closes a one-line string, or -1."""
    if quote == "'":
        return line.find("'", column)
    while match := _BASIC_STOP.search(line, column):
        if match.group() == '"':
            return match.start()
        column = match.end() + 1
    return -1


def _read_multi_line_string(reader: Reader, opening: str) -> String:
    start = reader.position
    reader.take(3)
    body = reader.position
    close, next_statement = _find_close(reader, opening)
    end = close or _guess_end(reader, body, next_statement)
    value = _decode_lines(reader, body, end, opening)
    reader.go_to(end)
    if close:
        reader.take(3)
        value += opening[0] * _extra_quotes(reader, opening[0])
    span = reader.span_from(start)
    if not close:
        _report_unclosed(reader, opening, span)
    return String(value, span, opening, closed=close is not None)


def _find_close(reader: Reader, opening: str) -> tuple[Position | None, int | None]:
    """The place of the closing delimiter, and the first row below that looks like a statement. A
    delimiter below such a row with other text after it opens another string: then this one is not
    closed.
    """
    row, column = reader.row, reader.column
    next_statement: int | None = None
    line: str | None = reader.line
    while line is not None:
        if next_statement is None and row > reader.row and starts_statement(line):
            next_statement = row
        match = _CONTENT[opening].match(line, column)
        assert match is not None  # the pattern matches the empty string
        if match.end() < len(line):
            after = line[match.end() + 3 :].lstrip(opening[0])
            if next_statement is not None and not _AFTER_VALUE.match(after):
                return None, next_statement
            return Position(row, match.end()), next_statement
        row, column = row + 1, 0
        line = reader.peek_line(row)
    return None, next_statement


def _guess_end(reader: Reader, body: Position, next_statement: int | None) -> Position:
    """Where a string without a closing delimiter ends: before the next statement and the blank
    lines and comments above it, else with the document.
    """
    row = body.line if next_statement is None else next_statement - 1
    if next_statement is None:
        while reader.peek_line(row + 1) is not None:
            row += 1
    while row > body.line and (reader.peek_line(row) or "").lstrip(" \t")[:1] in ("", "#"):
        row -= 1
    return Position(row, len(reader.peek_line(row) or ""))


def _decode_lines(reader: Reader, body: Position, end: Position, opening: str) -> str:
    """The value of the text from `body` to `end`; what is wrong in it is reported."""
    rows: list[str] = []
    for row in range(body.line, end.line + 1):
        line = reader.peek_line(row) or ""
        first = body.column if row == body.line else 0
        last = end.column if row == end.line else len(line)
        reader.go_to(Position(row, first))
        reader.check_controls(Span(row, first, row, last))
        rows.append(line[first:last])
    text = "\n".join(rows)
    if opening == '"""':
        text, bad = _unescape(text)
        row = before = 0  # the row of an escape, and the offset where it starts
        for offset, escape in bad:
            while offset - before > len(rows[row]):
                before += len(rows[row]) + 1
                row += 1
            column = offset - before + (body.column if row == 0 else 0)
            where = Span(body.line + row, column, body.line + row, column + len(escape))
            reader.report("bad-escape", _explain_escape(escape), where)
    # TOML 1.0: a line break right after the opening delimiter is not part of the string.
    return text[1:] if not rows[0] and len(rows) > 1 and text.startswith("\n") else text


def _extra_quotes(reader: Reader, quote: str) -> int:
    """Read the one or two quotes that may come right before the delimiter (TOML 1.0, String)."""
    count = 0
    while count < 2 and reader.char == quote:
        reader.take(1)
        count += 1
    return count


def _unescape(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text with its escapes decoded, and the offset and text of each bad escape, up to the
    number that is reported.
    """
    out: list[str] = []
    bad: list[tuple[int, str]] = []
    at = 0
    while (slash := text.find("\\", at)) >= 0 and len(bad) <= STATEMENT_MOST // PIECE:
        out.append(text[at:slash])
        continuation = _LINE_CONTINUATION.match(text, slash)
        if continuation:
            at = continuation.end()
            continue
        decoded, length = _decode_escape(text, slash)
        if decoded is None:
            decoded = text[slash : slash + length]
            bad.append((slash, decoded))
        out.append(decoded)
        at = slash + length
    out.append(text[at:])
    return "".join(out), bad


def _decode_escape(text: str, slash: int) -> tuple[str | None, int]:
    """The character of the escape at `slash` (None: invalid), and the length of the escape."""
    name = text[slash + 1 : slash + 2]
    if name in _ESCAPES:
        return _ESCAPES[name], 2
    wanted = {"u": 4, "U": 8}.get(name)
    if wanted is None:
        return None, 1 if name == "\n" else 1 + len(name)
    digits = _HEX.match(text[slash + 2 : slash + 2 + wanted])
    found = digits.group() if digits else ""
    if len(found) == wanted:
        code = int(found, 16)
        if code <= 0xD7FF or 0xE000 <= code <= 0x10FFFF:
            return chr(code), 2 + wanted
    return None, 2 + len(found)


def _explain_escape(escape: str) -> str:
    if escape[1:2] in ("u", "U"):
        wanted = 4 if escape[1] == "u" else 8
        if len(escape) - 2 == wanted:
            return f"`{escape}` is not a Unicode character"
        return f"`{escape[:2]}` needs {wanted} hexadecimal digits"
    return f"`{escape}` is not an escape in TOML; double the backslash, or use single quotes"


def _report_unclosed(reader: Reader, delimiter: str, span: Span) -> None:
    reader.report(
        "unclosed-string", f"The string is not closed; add `{delimiter}` at its end", span
    )
