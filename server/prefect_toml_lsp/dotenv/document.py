"""A `.env` file as a live document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from prefect_toml_lsp.dotenv.grammar import RawStatement, read_written
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import LineChange, Position, Source, Span


class DotenvStatement(NamedTuple):
    """A statement of the document; every span is one of the document.

    name
        As written, without quotes; None if the statement does not parse.
    value
        Decoded, not expanded; None without ``=``.
    key
        The key with its quotes; the whole line where the statement does not parse.
    equals, literal
        The ``=`` and the value with its quotes; None without ``=``.
    """

    name: str | None
    value: str | None
    key: Span
    equals: Span | None
    literal: Span | None

    @property
    def span(self) -> Span:
        """From the key to the end of the value."""
        return Span.between(self.key.start, (self.literal or self.equals or self.key).end)

    def __repr__(self) -> str:
        return f"DotenvStatement(name={self.name!r}, key={self.key})"  # values may be secrets


class DotenvDocument:
    """Any text is a document. After an edit the whole text is read again when it is next needed:
    these files are short, and a quote may extend to the end of one.
    """

    is_whole = True
    """Whether all of the text is read."""

    def __init__(self, text: str) -> None:
        self.source = Source(text)
        self._statements: list[DotenvStatement] | None = None

    @property
    def text(self) -> str:
        """The whole text."""
        return self.source.text

    @property
    def statements(self) -> Sequence[DotenvStatement]:
        """The statements in the order of the text, without the comments."""
        if self._statements is None:
            starts = list(accumulate(map(len, self.source.lines[:-1]), initial=0))
            self._statements = [_placed(each, starts) for each in read_written(self.text)]
        return self._statements

    def at(self, position: tuple[int, int]) -> DotenvStatement | None:
        """The statement whose lines `position` is on; None between statements."""
        line = position[0]
        index = bisect_right(self.statements, line, key=lambda each: each.key.line) - 1
        found = self.statements[index] if index >= 0 else None
        return found if found and line <= found.span.end_line else None

    def edit(self, span: Span, text: str) -> LineChange:
        """Replace the text of `span`; ends that do not exist are clamped."""
        self._statements = None
        return self.source.replace(span, text)

    def replace_all(self, text: str) -> LineChange:
        """Make `text` the whole text."""
        self._statements = None
        return self.source.replace_all(text)


def read_statement_at(line: int, text: str) -> DotenvStatement | None:
    """The statement that starts on `line`, read without those above and below it; None if none
    starts there any more.
    """
    lines = Source(text).lines[line:]
    found = next(read_written("".join(lines)), None)
    if found is None or found.line:
        return None
    starts = list(accumulate(map(len, lines[:-1]), initial=0))
    placed = _placed(found, starts)
    return placed._replace(
        key=placed.key.down(line),
        equals=placed.equals and placed.equals.down(line),
        literal=placed.literal and placed.literal.down(line),
    )


def _placed(written: RawStatement, starts: Sequence[int]) -> DotenvStatement:
    def span(start: int, end: int) -> Span:
        return Span.between(_position(start, starts), _position(end, starts))

    said = written.assignment
    equals = written.equals
    return DotenvStatement(
        said.name if said else None,
        said.value if said else None,
        span(*written.key),
        None if equals is None else span(equals, equals + 1),
        None if written.literal is None else span(*written.literal),
    )


def _position(offset: int, starts: Sequence[int]) -> Position:
    line = bisect_right(starts, offset) - 1
    return Position(line, offset - starts[line])
