"""The syntax tree: statements, and the keys and values in them.

Spans count lines from the first line of their statement, so a statement that moves up or down
keeps its nodes. The tree has everything in the text, including broken parts; a part that is missing
is ``None``. Nodes compare by identity.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypeAlias

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.problems import Problem

Scalar: TypeAlias = "str | int | float | bool | datetime | date | time"


class KeyPart:
    """One simple key of a dotted key (TOML 1.0, Keys); `quote` is ``'"'``, ``"'"`` or empty."""

    __slots__ = ("closed", "name", "quote", "span")

    def __init__(self, name: str, span: Span, quote: str, closed: bool) -> None:
        self.name = name
        self.span = span
        self.quote = quote
        self.closed = closed


class Key:
    """A key: its parts and the dots between them. `whole` is false while a part is missing."""

    __slots__ = ("dots", "parts", "span", "whole")

    def __init__(
        self, parts: tuple[KeyPart, ...], dots: tuple[Span, ...], span: Span, whole: bool
    ) -> None:
        self.parts = parts
        self.dots = dots
        self.span = span
        self.whole = whole

    @property
    def names(self) -> tuple[str, ...]:
        """The decoded names of the parts."""
        return tuple(part.name for part in self.parts)


class Comment:
    """A comment from its ``#`` to the end of its line."""

    __slots__ = ("span", "text")

    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.span = span


class String:
    """A string of any of the four kinds; `opening` is its delimiter, `value` its decoded text."""

    __slots__ = ("closed", "opening", "span", "value")

    def __init__(self, value: str, span: Span, opening: str, closed: bool) -> None:
        self.value = value
        self.span = span
        self.opening = opening
        self.closed = closed

    @property
    def content(self) -> Span:
        """The span between the delimiters; up to the end of a string that is not closed."""
        width = len(self.opening)
        row, column, end_row, end_column = self.span
        return Span(row, column + width, end_row, end_column - (width if self.closed else 0))


class Literal:
    """A number, boolean, date or time with its decoded value."""

    __slots__ = ("span", "text", "value")

    def __init__(
        self, value: int | float | bool | datetime | date | time, span: Span, text: str
    ) -> None:
        self.value = value
        self.span = span
        self.text = text


class Invalid:
    """Text in place of a value that is not one."""

    __slots__ = ("span", "text")

    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.span = span


class Array:
    """An array; commas are kept for edits and for places where an item may be added."""

    __slots__ = ("closed", "commas", "items", "span")

    def __init__(self, items: list[Value], commas: list[Span], span: Span, closed: bool) -> None:
        self.items = items
        self.commas = commas
        self.span = span
        self.closed = closed


class Pair:
    """A key/value pair of a table section or of an inline table."""

    __slots__ = ("equals", "key", "span", "value")

    def __init__(self, key: Key, equals: Span | None, value: Value | None, span: Span) -> None:
        self.key = key
        self.equals = equals
        self.value = value
        self.span = span


class InlineTable:
    """An inline table; `spread` when it goes over several lines, which TOML 1.0 forbids."""

    __slots__ = ("closed", "commas", "pairs", "span", "spread")

    def __init__(
        self, pairs: list[Pair], commas: list[Span], span: Span, closed: bool, spread: bool
    ) -> None:
        self.pairs = pairs
        self.commas = commas
        self.span = span
        self.closed = closed
        self.spread = spread


Value: TypeAlias = "String | Literal | Invalid | Array | InlineTable"


class Section:
    """The statements from one header to the next; the document starts with a section of no header.

    The section outlives its header's node while edits leave the header's path as it is.
    """

    __slots__ = ("header",)

    def __init__(self, header: Header | None) -> None:
        self.header = header

    @property
    def path(self) -> tuple[str, ...]:
        """The header's key, as far as it is written."""
        return self.header.key.names if self.header else ()


class Reading(NamedTuple):
    """What is read of every statement, whatever it says.

    height
        Lines that the statement takes up, at least 1.
    looked
        Lines below the statement that the parser read to find its end; an edit there re-reads it.
    weight
        Steps that it takes to read it (`bounds`).
    """

    height: int
    looked: int
    comments: tuple[Comment, ...]
    problems: tuple[Problem, ...]
    weight: int


class Statement:
    """Whole lines that belong together; see `Reading` for the other fields.

    order
        A label that grows down the document; labels are compared, never counted with.
    """

    __slots__ = ("comments", "height", "looked", "order", "problems", "section", "weight")

    def __init__(self, reading: Reading) -> None:
        self.height, self.looked, self.comments, self.problems, self.weight = reading
        self.order = 0
        self.section: Section


class Blank(Statement):
    """An empty line or one that holds only a comment."""

    __slots__ = ()


class Unread(Statement):
    """The rest of a document that has too much in it; `least` is the weight of the first
    statement that is not read.
    """

    __slots__ = ("least",)

    def __init__(self, reading: Reading, least: int) -> None:
        super().__init__(reading)
        self.least = least


class KeyValue(Statement):
    """A key/value pair on its own (TOML 1.0, Key/Value Pair)."""

    __slots__ = ("pair",)

    def __init__(self, reading: Reading, pair: Pair) -> None:
        super().__init__(reading)
        self.pair = pair


class Header(Statement):
    """The common part of table and array-of-tables headers."""

    __slots__ = ("closing", "key", "opening")

    def __init__(self, reading: Reading, key: Key, opening: Span, closing: Span | None) -> None:
        super().__init__(reading)
        self.key = key
        self.opening = opening
        self.closing = closing


class TableHeader(Header):
    """``[table]`` (TOML 1.0, Table)."""

    __slots__ = ()


class ArrayHeader(Header):
    """``[[table]]`` (TOML 1.0, Array of Tables)."""

    __slots__ = ()
