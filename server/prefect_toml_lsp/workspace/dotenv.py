r"""`.env` files, read as *python-dotenv* 1.2 reads them for Prefect.

Prefect asks pydantic-settings for `.env` in the working directory, and nowhere else
(`prefect.settings.base.build_settings_config`); pydantic-settings asks `dotenv.dotenv_values`.
The grammar, found by asking *python-dotenv*:

- A statement starts at the first character that is no whitespace: an optional ``export``, a key
  (in single quotes, or up to ``=``, ``#`` or whitespace), and usually ``=`` and a value.
- ``KEY`` without ``=`` has no value: such a variable is not set, whatever came before it.
- A value in quotes may go over several lines. Double quotes know the escapes ``\\ \' \" \a \b
  \f \n \r \t \v``, single quotes ``\\`` and ``\'``; after the closing quote only a comment
  may follow.
- Any other value goes to the end of the line, without a comment that whitespace comes before.
- What is none of this is passed over up to the end of its line.
- ``${NAME}`` and ``${NAME:-default}`` are replaced, whatever the quotes: by what the file says
  above, else by the environment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

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


class Skipped(NamedTuple):
    """A statement that does not parse; it starts on `line` (0-based)."""

    line: int


def read_dotenv(text: str) -> list[Assignment]:
    """The assignments of `text` in its order; what does not parse is left out."""
    return [each for each in read_statements(text) if isinstance(each, Assignment)]


def read_statements(text: str) -> Iterator[Assignment | Skipped]:
    """The assignments of `text`, and the statements that do not parse, in its order."""
    scanner = _Scanner(text.removeprefix("\ufeff"))
    scanner.take(r"\s*")
    while not scanner.at_end():
        line = scanner.line
        try:
            found = _read_statement(scanner)
        except _Mismatch:
            scanner.take(r"[^\r\n]*(?:\r\n|\r|\n)?")
            yield Skipped(line)
        else:
            if found:
                yield found
        scanner.take(r"\s*")


def expand(
    assignments: Sequence[Assignment], environment: Mapping[str, str]
) -> dict[str, str | None]:
    """What each variable becomes, by its name as written.

    A name keeps the place of its first assignment and gets the value of its last.
    """
    values: dict[str, str | None] = {}
    for name, value, _ in assignments:
        values[name] = None if value is None else _expand(value, values, environment)
    return values


def _expand(text: str, above: Mapping[str, str | None], environment: Mapping[str, str]) -> str:
    def replace(found: re.Match[str]) -> str:
        name = found["name"]
        if name in above:
            return above[name] or ""
        return environment.get(name, found["default"] or "")

    return re.sub(r"\$\{(?P<name>[^}:]*)(?::-(?P<default>[^}]*))?\}", replace, text)


class _Mismatch(Exception):  # noqa: N818 - caught above, never seen outside
    """The text is not what the grammar wants here."""


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
        found = re.compile(pattern, re.DOTALL).match(self.text, self.place)
        if found is None:
            raise _Mismatch
        self.place = found.end()
        self.line += len(re.findall(r"\r\n|\r|\n", found[0]))
        return found


def _read_statement(scanner: _Scanner) -> Assignment | None:
    """The statement at the scanner; None for a comment."""
    line = scanner.line
    scanner.take(r"(?:export[^\S\r\n]+)?")
    name = _read_key(scanner)
    scanner.take(_BLANKS)
    value = _read_value(scanner) if scanner.sees("=") else None
    scanner.take(rf"(?:{_BLANKS}#[^\r\n]*)?")
    scanner.take(rf"{_BLANKS}(?:\r\n|\r|\n|\Z)")
    return None if name is None else Assignment(name, value, line)


def _read_key(scanner: _Scanner) -> str | None:
    if scanner.sees("#"):
        return None
    if scanner.sees("'"):
        return scanner.take(r"'([^']+)'")[1]
    return scanner.take(r"[^=#\s]+")[0]


def _read_value(scanner: _Scanner) -> str:
    spaced = len(scanner.take(rf"={_BLANKS}")[0]) > 1
    if scanner.sees("#") and spaced:
        return ""
    if scanner.sees("'"):
        quoted = scanner.take(r"'((?:\\.|[^'\\])*)'")[1]
        return re.sub(r"\\([\\'])", r"\1", quoted)
    if scanner.sees('"'):
        quoted = scanner.take(r'"((?:\\.|[^"\\])*)"')[1]
        return re.sub(r"\\([\\'\"abfnrtv])", lambda each: _ESCAPED.get(each[1], each[1]), quoted)
    plain = scanner.take(r"[^\r\n]*")[0]
    return re.sub(r"\s+#.*", "", plain).rstrip()
