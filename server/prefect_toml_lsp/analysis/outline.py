"""The tables and keys of a document as a tree, in the order of the text.

Tables are nested as in TOML, in whatever way they are written: ``[server.api]``, dotted keys,
inline tables. A table that continues after another one is in the tree again, so that ranges of
symbols do not overlap; one without a header (``server`` in ``[server.api]``) is where it is named
first. Elements of arrays of tables are numbered from 0.
"""

from __future__ import annotations

from enum import IntEnum
from json.encoder import encode_basestring

from prefect_toml_lsp.analysis.outline_tables import Known, find
from prefect_toml_lsp.analysis.value_preview import Details
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import (
    Array,
    ArrayHeader,
    Header,
    InlineTable,
    Invalid,
    KeyPart,
    KeyValue,
    Literal,
    Pair,
    Statement,
    String,
    Value,
)

_DEEPEST = 32  # levels; deeper ones are left out

Point = tuple[int, int]


class Kind(IntEnum):
    """What a symbol is; the numbers are those of LSP 3.17, SymbolKind."""

    NAMESPACE = 3  # a table by header or dotted key
    CONSTANT = 14  # a date or time
    STRING = 15
    NUMBER = 16
    BOOLEAN = 17
    ARRAY = 18
    OBJECT = 19  # an inline table, or an element of an array
    KEY = 20  # the value is none
    NULL = 21  # the value is missing


class Symbol:
    """A table, a key with its value, or a numbered element of an array.

    name
        As TOML writes it as a key, with quotes where it needs them.
    detail
        The value on one line, shortened; `MASK` if it may be a secret; empty for tables, unknown
        keys and broken statements.
    node
        The setting or table of any release of Prefect; None if there is none.
    start, end
        Its range in the document, including its children and the comment after it.
    named, line
        Its name, or all of an element's value, relative to the statement, which starts on `line`.
    children
        The symbols in it, in the order of the text.
    """

    __slots__ = ("children", "detail", "end", "kind", "line", "name", "named", "node", "start")

    def __init__(
        self, name: str, kind: Kind, node: Known | None, start: Point, end: Point, named: Span,
        line: int,
    ) -> None:  # fmt: skip
        self.name = name
        self.kind = kind
        self.node = node
        self.start = start
        self.end = end
        self.named = named
        self.line = line
        self.detail = ""
        self.children: list[Symbol] = []

    @property
    def range(self) -> Span:
        """From start to end."""
        return Span(*self.start, *self.end)

    @property
    def selection(self) -> Span:
        """Its name, or all of an element's value, in the document; within the range."""
        return self.named.down(self.line)


def outline(document: Document, root: Known | None, prefix: tuple[str, ...] = ()) -> list[Symbol]:
    """The symbols of a document.

    `root` has Prefect's settings; without it no values are shown. `prefix` is the path of the table
    that stands for the root: only its contents are listed, in a symbol with its name.
    """
    builder = _Builder(_Values(Details(document.source.lines)), root, prefix)
    for statement, line in zip(document.statements, document.starts, strict=True):
        if isinstance(statement, KeyValue):
            builder.add(statement, line)
        elif isinstance(statement, Header):
            builder.open(statement, line)
    builder.close()
    return builder.top.children


class _Builder:
    """Puts statements, one after the other, at the end of the tree."""

    def __init__(self, values: _Values, root: Known | None, prefix: tuple[str, ...]) -> None:
        self.top = Symbol("", Kind.OBJECT, root, (0, 0), (0, 0), Span(0, 0, 0, 0), 0)
        self._values = values
        self._prefix = prefix
        self._counts: dict[tuple[str | int, ...], int] = {}  # elements of arrays of tables
        self._tables = [self.top]  # from the top to the table of the next symbol
        self._is_below = not prefix  # whether the section is the prefix's table, or in it
        self._is_apart = False  # whether there was anything else since the last symbol at the top

    def open(self, header: Header, line: int) -> None:
        """Begin a section."""
        self.close()
        self._is_below = not self._prefix
        parts = self._lead((), header.key.parts)
        if not parts:
            return
        self._is_below = True
        start = _start(header.opening, line)
        end = _end_with_comment(header, header.closing or header.key.span, line)
        path: tuple[str | int, ...] = ()
        for index, part in enumerate(parts):
            path = (*path, part.name)
            if isinstance(header, ArrayHeader) and index + 1 == len(parts):
                self._counts[path] = self._counts.get(path, 0) + 1
            count = self._counts.get(path, 0)
            self._enter(part, Kind.ARRAY if count else Kind.NAMESPACE, start, end, line)
            if count:
                path = (*path, count - 1)
                self._enter_element(count - 1, part, start, end, line)

    def add(self, statement: KeyValue, line: int) -> None:
        """Add a key/value pair to the section."""
        pair = statement.pair
        parts = self._lead(statement.section.path if self._prefix else (), pair.key.parts)
        if not parts:
            return
        start = _start(pair.span, line)
        end = _end_with_comment(statement, pair.span, line)
        depth = len(self._tables)
        for part in parts[:-1]:
            self._enter(part, Kind.NAMESPACE, start, end, line)
        symbol = self._symbol(parts[-1], _kind_of(pair.value), start, end, line)
        self._append(symbol)
        del self._tables[depth:]
        if pair.value is not None:
            self._values.put(symbol, pair.value, line, is_whole=not statement.problems)

    def close(self) -> None:
        """End the section: its tables end with their last children."""
        while len(self._tables) > 1:
            table = self._tables.pop()
            if table.children:
                table.end = max(table.end, table.children[-1].end)

    def _lead(self, section: tuple[str, ...], parts: tuple[KeyPart, ...]) -> tuple[KeyPart, ...]:
        """The parts of the path from the section's table to a statement; the prefix is one part.
        Empty for statements outside of the prefix.
        """
        room = max(_DEEPEST - len(self._tables), 1)
        if self._is_below:
            return parts[:room]
        shared, rest = section[: len(self._prefix)], self._prefix[len(section) :]
        names = tuple(part.name for part in parts[: len(rest)])
        if (*shared, *names) != self._prefix or not names:
            self._is_apart = True
            return ()
        last = parts[len(rest) - 1]
        prefix = KeyPart(".".join(self._prefix), last.span, quote="", closed=True)
        return (prefix, *parts[len(rest) : len(rest) + room])

    def _enter(self, part: KeyPart, kind: Kind, start: Point, end: Point, line: int) -> None:
        """Go into a table or an array of tables: the last symbol if it is that, or a new one."""
        table = self._tables[-1]
        last = _last(table)
        apart = self._is_apart and table is self.top
        if last is not None and last.name == _show_name(part) and last.kind is kind and not apart:
            symbol = last
        else:
            symbol = self._symbol(part, kind, start, end, line)
            self._append(symbol)
        symbol.end = max(symbol.end, end)
        self._tables.append(symbol)

    def _enter_element(
        self, number: int, part: KeyPart, start: Point, end: Point, line: int
    ) -> None:
        """Go into an element of the array of tables that was entered last."""
        array = self._tables[-1]
        element = _last(array)
        if element is None or element.name != str(number):
            element = Symbol(str(number), Kind.OBJECT, None, start, end, part.span, line)
            array.children.append(element)
        element.end = max(element.end, end)
        self._tables.append(element)

    def _symbol(self, part: KeyPart, kind: Kind, start: Point, end: Point, line: int) -> Symbol:
        """A symbol in the innermost table."""
        table = self._tables[-1]
        is_prefix = self._prefix and table is self.top
        node = table.node if is_prefix else find(table.node, part.name)
        return Symbol(_show_name(part), kind, node, start, end, part.span, line)

    def _append(self, symbol: Symbol) -> None:
        self._tables[-1].children.append(symbol)
        if len(self._tables) == 1:
            self._is_apart = False


class _Values:
    """Adds symbols for the contents of values."""

    def __init__(self, details: Details) -> None:
        self._details = details

    def put(
        self, symbol: Symbol, value: Value, line: int, *, is_whole: bool, depth: int = 0
    ) -> None:
        """Give a key its detail or its children. Broken statements get no detail, because a secret
        may be anywhere in them.
        """
        if not isinstance(value, _CONTAINERS) or _is_plain(value):
            if is_whole:
                symbol.detail = self._details.of(symbol.node, value, line)
        elif depth < _DEEPEST:
            if isinstance(value, InlineTable):
                for pair in value.pairs:
                    self._put_pair(symbol, pair, line, is_whole=is_whole, depth=depth + 1)
            else:
                self._put_items(symbol, value, line, is_whole=is_whole, depth=depth + 1)

    def _put_pair(
        self, table: Symbol, pair: Pair, line: int, *, is_whole: bool, depth: int
    ) -> None:
        start, end = _start(pair.span, line), _end(pair.span, line)
        parts = pair.key.parts[:_DEEPEST]
        for part in parts[:-1]:
            last = _last(table)
            if last is None or last.name != _show_name(part) or last.kind is not Kind.NAMESPACE:
                node = find(table.node, part.name)
                last = Symbol(_show_name(part), Kind.NAMESPACE, node, start, end, part.span, line)
                table.children.append(last)
            last.end = max(last.end, end)
            table = last
        if parts:
            part = parts[-1]
            node = find(table.node, part.name)
            symbol = Symbol(
                _show_name(part), _kind_of(pair.value), node, start, end, part.span, line
            )
            table.children.append(symbol)
            if pair.value is not None:
                self.put(symbol, pair.value, line, is_whole=is_whole, depth=depth)

    def _put_items(
        self, array: Symbol, value: Array, line: int, *, is_whole: bool, depth: int
    ) -> None:
        for number, item in enumerate(value.items):
            if isinstance(item, _CONTAINERS):
                start, end = _start(item.span, line), _end(item.span, line)
                element = Symbol(str(number), _kind_of(item), None, start, end, item.span, line)
                array.children.append(element)
                self.put(element, item, line, is_whole=is_whole, depth=depth)


def _show_name(part: KeyPart) -> str:
    """A part of a key as TOML writes it, with quotes where it needs them."""
    name = part.name
    if not part.quote or (name.isascii() and name.replace("_", "").replace("-", "").isalnum()):
        return name
    return encode_basestring(name)


def _start(span: Span, line: int) -> Point:
    return span[0] + line, span[1]


def _end(span: Span, line: int) -> Point:
    return span[2] + line, span[3]


def _end_with_comment(statement: Statement, last: Span, line: int) -> Point:
    """Where a statement ends: after `last`, or the comment that follows it."""
    if not statement.comments:
        return last[2] + line, last[3]
    return max(_end(last, line), _end(statement.comments[-1].span, line))


def _last(table: Symbol) -> Symbol | None:
    """The last symbol in a table."""
    return table.children[-1] if table.children else None


_CONTAINERS = (Array, InlineTable)
_KINDS = {String: Kind.STRING, Array: Kind.ARRAY, InlineTable: Kind.OBJECT, Invalid: Kind.KEY}
_LITERALS = {bool: Kind.BOOLEAN, int: Kind.NUMBER, float: Kind.NUMBER}


def _kind_of(value: Value | None) -> Kind:
    """The kind of symbol for a key with this value."""
    if isinstance(value, Literal):
        return _LITERALS.get(type(value.value), Kind.CONSTANT)
    return Kind.NULL if value is None else _KINDS[type(value)]


def _is_plain(value: Value) -> bool:
    """Whether it is an array without arrays and inline tables."""
    return isinstance(value, Array) and not any(
        isinstance(each, _CONTAINERS) for each in value.items
    )
