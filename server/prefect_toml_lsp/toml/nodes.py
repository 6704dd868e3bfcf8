"""The syntax tree: statements, and the keys and values in them.

Spans count lines from the first line of their statement, so a statement that moves up or down
keeps its nodes. Everything the text says is here, broken parts included; a part that is missing
is ``None``. Nodes compare by identity.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.problems import Problem

Scalar: TypeAlias = "str | int | float | bool | datetime | date | time"


@dataclass(slots=True, eq=False)
class KeyPart:
    """One simple key of a dotted key (TOML 1.0, Keys); `quote` is ``'"'``, ``"'"`` or empty."""

    name: str
    span: Span
    quote: str
    closed: bool


@dataclass(slots=True, eq=False)
class Key:
    """A key: its parts and the dots between them. `whole` is false while a part is missing."""

    parts: tuple[KeyPart, ...]
    dots: tuple[Span, ...]
    span: Span
    whole: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The decoded names of the parts."""
        return tuple(part.name for part in self.parts)


@dataclass(slots=True, eq=False)
class Comment:
    """A comment from its ``#`` to the end of its line."""

    text: str
    span: Span


@dataclass(slots=True, eq=False)
class String:
    """A string of any of the four kinds; `opening` is its delimiter, `value` its decoded text."""

    value: str
    span: Span
    opening: str
    closed: bool


@dataclass(slots=True, eq=False)
class Literal:
    """A number, boolean, date or time with its decoded value."""

    value: int | float | bool | datetime | date | time
    span: Span
    text: str


@dataclass(slots=True, eq=False)
class Invalid:
    """Text where a value belongs that is none."""

    text: str
    span: Span


@dataclass(slots=True, eq=False)
class Array:
    """An array; commas are kept for edits and for places where an item may be added."""

    items: list[Value]
    commas: list[Span]
    span: Span
    closed: bool


@dataclass(slots=True, eq=False)
class Pair:
    """A key/value pair of a table section or of an inline table."""

    key: Key
    equals: Span | None
    value: Value | None
    span: Span


@dataclass(slots=True, eq=False)
class InlineTable:
    """An inline table; `spread` when it goes over several lines, which TOML 1.0 forbids."""

    pairs: list[Pair]
    commas: list[Span]
    span: Span
    closed: bool
    spread: bool


Value: TypeAlias = "String | Literal | Invalid | Array | InlineTable"


@dataclass(slots=True, eq=False)
class Section:
    """The statements from one header to the next; the document starts with a section of no header.

    The section outlives its header's node while edits leave the header's path as it is.
    """

    header: Header | None

    @property
    def path(self) -> tuple[str, ...]:
        """The header's key, as far as it is written."""
        return self.header.key.names if self.header else ()


@dataclass(slots=True, eq=False)
class Statement:
    """Whole lines that belong together.

    height
        Lines that the statement takes up, at least 1.
    looked
        Lines below the statement that the parser read to find its end; an edit there re-reads it.
    weight
        Steps that it takes to read it (`bounds`).
    order
        A label that grows down the document; labels are compared, never counted with.
    """

    height: int
    looked: int
    comments: tuple[Comment, ...]
    problems: tuple[Problem, ...]
    weight: int
    order: int = field(default=0, init=False)
    section: Section = field(init=False)


@dataclass(slots=True, eq=False)
class Blank(Statement):
    """An empty line or one that holds only a comment."""


@dataclass(slots=True, eq=False)
class Unread(Statement):
    """All that is left of a document with too much in it; `least` is the weight of the first
    statement that is not read.
    """

    least: int


@dataclass(slots=True, eq=False)
class KeyValue(Statement):
    """A key/value pair on its own (TOML 1.0, Key/Value Pair)."""

    pair: Pair


@dataclass(slots=True, eq=False)
class Header(Statement):
    """What table and array-of-tables headers have in common."""

    key: Key
    opening: Span
    closing: Span | None


@dataclass(slots=True, eq=False)
class TableHeader(Header):
    """``[table]`` (TOML 1.0, Table)."""


@dataclass(slots=True, eq=False)
class ArrayHeader(Header):
    """``[[table]]`` (TOML 1.0, Array of Tables)."""
