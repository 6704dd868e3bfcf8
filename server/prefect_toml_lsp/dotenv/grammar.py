r"""`.env` files, read as *python-dotenv* 1.2 reads them for Prefect.

Prefect asks pydantic-settings for `.env` in the working directory, and nowhere else
(`prefect.settings.base.build_settings_config`); pydantic-settings asks `dotenv.dotenv_values`.
The grammar, found by asking *python-dotenv*:

- A statement starts at the first character that is not whitespace: an optional ``export``, a key
  (in single quotes, or up to ``=``, ``#`` or whitespace), and usually ``=`` and a value.
- ``KEY`` without ``=`` has no value: such a variable is not set, whatever came before it.
- A value in quotes may go over several lines. Double quotes know the escapes ``\\ \' \" \a \b
  \f \n \r \t \v``, single quotes ``\\`` and ``\'``; after the closing quote only a comment
  may follow.
- Any other value goes to the end of the line, without a comment that whitespace comes before.
- Anything else is skipped up to the end of its line.

References in values are the matter of `expansion`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from prefect_toml_lsp.records import NamedTuple

_ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_BLANKS = r"[^\S\r\n]*"


class Assignment(NamedTuple):
    """One statement of a `.env` file.

    value
        As written, decoded but not expanded; None for a key without ``=``.
    line
        Of the key, 0-based.
    """

    name: str
    value: str | None
    line: int

    def __repr__(self) -> str:
        return f"Assignment(name={self.name!r}, line={self.line})"  # values may be secrets


class RawStatement(NamedTuple):
    """A statement and the places of its parts: offsets into the text, each part from its first
    character to the one after its last.

    assignment
        What it says; None if it does not parse.
    line
        The statement's first, 0-based.
    key
        The key with its quotes; the whole line where the statement does not parse.
    equals
        The offset of ``=``; None without one.
    literal
        The value with its quotes; None without ``=``.
    """

    assignment: Assignment | None
    line: int
    key: tuple[int, int]
    equals: int | None = None
    literal: tuple[int, int] | None = None


def read_written(text: str) -> Iterator[RawStatement]:
    """The statements of `text` with the places of their parts, in its order."""
    scanner = _Scanner(text)
    scanner.take("\ufeff?")
    scanner.take(r"\s*")
    while not scanner.at_end():
        line, start = scanner.line, scanner.place
        try:
            found = _read_statement(scanner)
        except _Mismatch:
            # What was read of the statement is not given back.
            rest = scanner.take(r"[^\r\n]*").end()
            scanner.take(r"(?:\r\n|\r|\n)?")
            yield RawStatement(None, line, (start, rest))
        else:
            if found:
                yield found
        scanner.take(r"\s*")


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


class _Mismatch(Exception):  # noqa: N818 - caught above, never seen outside
    """The text does not match the grammar here."""


class _Scanner:
    """A place in the text; what has been taken is never given back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.line = 0

    def at_end(self) -> bool:
        return self.place >= len(self.text)

    def sees(self, start: str) -> bool:
        return self.text.startswith(start, self.place)

    def take(self, pattern: str) -> re.Match[str]:
        found = _compile(pattern).match(self.text, self.place)
        if found is None:
            raise _Mismatch
        self.place = found.end()
        taken = found[0]
        if "\n" in taken or "\r" in taken:
            self.line += len(_compile(r"\r\n|\r|\n").findall(taken))
        return found


def _read_statement(scanner: _Scanner) -> RawStatement | None:
    """The statement at the scanner; None for a comment."""
    line = scanner.line
    scanner.take(r"(?:export[^\S\r\n]+)?")
    start = scanner.place
    name = _read_key(scanner)
    key = start, scanner.place
    scanner.take(_BLANKS)
    value, equals, literal = None, None, None
    if scanner.sees("="):
        equals = scanner.place
        value, literal = _read_value(scanner)
    scanner.take(rf"(?:{_BLANKS}#[^\r\n]*)?")
    scanner.take(rf"{_BLANKS}(?:\r\n|\r|\n|\Z)")
    if name is None:
        return None
    return RawStatement(Assignment(name, value, line), line, key, equals, literal)


def _read_key(scanner: _Scanner) -> str | None:
    if scanner.sees("#"):
        return None
    if scanner.sees("'"):
        return scanner.take(r"'([^']+)'")[1]
    return scanner.take(r"[^=#\s]+")[0]


def _read_value(scanner: _Scanner) -> tuple[str, tuple[int, int]]:
    """The value, and where it is written."""
    spaced = len(scanner.take(rf"={_BLANKS}")[0]) > 1
    start = scanner.place
    if scanner.sees("#") and spaced:
        return "", (start, start)
    if scanner.sees("'"):
        found = scanner.take(r"'((?:\\.|[^'\\])*)'")
        return re.sub(r"\\([\\'])", r"\1", found[1]), found.span()
    if scanner.sees('"'):
        found = scanner.take(r'"((?:\\.|[^"\\])*)"')
        text = re.sub(r"\\([\\'\"abfnrtv])", lambda each: _ESCAPED.get(each[1], each[1]), found[1])
        return text, found.span()
    plain = scanner.take(r"[^\r\n]*")[0]
    plain = (re.sub(r"\s+#.*", "", plain) if "#" in plain else plain).rstrip()
    return plain, (start, start + len(plain))
