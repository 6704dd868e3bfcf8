"""Resolve what a statement sets to Prefect's settings.

A statement sets one path, or several with an inline table for one of Prefect's tables. Free-form
tables may be written entry by entry (`client.custom_headers.X-Team = "a"`): then each statement
sets a part of the setting, and `value` is that part as Prefect gets it: `{"X-Team": "a"}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, Verdict, effective, judge
from prefect_toml_lsp.prefect.defaults import is_default
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.nodes import (
    ArrayHeader,
    Header,
    InlineTable,
    Key,
    KeyPart,
    KeyValue,
    Pair,
    Statement,
    Value,
)

UNDECODABLE: Any = object()


class Known(NamedTuple):
    """A value for a setting or table that the release has.

    node
        The setting, or the table if a value of another type is given where a table belongs.
    part
        The part of the key that names it; for a table the last one.
    value
        As Prefect gets it; `UNDECODABLE` while it is broken.
    syntax
        The value's node; None for a header.
    inner
        Names below the setting with which the path of the statement continues.
    verdict
        What Prefect, or the package that reads it, does with the value; None while it is broken, or
        if no known package of the project reads it.
    in_header
        How many names of the whole path are those of the header above the statement.
    """

    node: Node
    part: KeyPart
    value: Any
    syntax: Value | None
    inner: tuple[str, ...]
    verdict: Verdict | None
    in_header: int = 0

    @property
    def is_default(self) -> bool:
        """Whether the setting as a whole becomes its default, which it also has if left out."""
        if self.node.default is None or self.inner:
            return False
        if not isinstance(self.verdict, Accepted | Converted):
            return False
        return is_default(self.node, effective(self.value, self.verdict))


class Unknown(NamedTuple):
    """A path that the release does not have.

    table
        The last known table on its path.
    part
        The unknown part of the statement's own key; the first one if a table around it is unknown.
    names
        The whole path, as written.
    value
        As Prefect gets it; ``{}`` for a header and for an inline table, whose keys are separate
        entries; `UNDECODABLE` while it is broken.
    """

    table: Node
    part: KeyPart
    names: tuple[str, ...]
    value: Any

    @property
    def root(self) -> tuple[str, ...]:
        """The path up to the first name that leads nowhere."""
        return self.names[: len(self.table.path) + 1]


Entry = Known | Unknown


def entries(statement: Statement, schema: Schema, prefix: tuple[str, ...] = ()) -> Iterator[Entry]:
    """The entries of `statement`; none if its key, or the header of its section, is broken.

    `prefix` is the path of the table that stands for the root: other tables are not Prefect's.
    """
    if isinstance(statement, Header):
        is_array = isinstance(statement, ArrayHeader)
        key = _cut(statement.key, prefix)
        if key and statement.closing:
            entry = _enter(schema.root, (), key, [{}] if is_array else {}, None)
            yield entry._replace(value={}) if isinstance(entry, Unknown) else entry
        elif is_array and statement.closing and _leads_to(statement.key.names, prefix):
            # Prefect's own tables are in an array: it goes through them by name, and fails.
            yield judged(schema.root, statement.key.parts[-1], [{}], None, ())
    elif isinstance(statement, KeyValue):
        header = statement.section.header
        if header is None:
            yield from _below_prefix((), statement.pair, schema.root, prefix)
        elif is_open(header) or _leads_nowhere(header, schema.root, prefix):
            yield from _below_prefix(header.key.names, statement.pair, schema.root, prefix)


def _cut(key: Key, prefix: tuple[str, ...]) -> Key | None:
    """The part of `key` below `prefix`; None if it is outside of the prefix, or the prefix
    itself.
    """
    length = len(prefix)
    if not key.whole or len(key.parts) <= length or key.names[:length] != prefix:
        return None
    return Key(key.parts[length:], key.dots[length:], key.span, whole=True) if length else key


def _below_prefix(
    section: tuple[str, ...], pair: Pair, root: Node, prefix: tuple[str, ...]
) -> Iterator[Entry]:
    """A pair of a section, if it is below `prefix`, which may end within its key."""
    shared = min(len(section), len(prefix))
    if section[:shared] != prefix[:shared]:
        return
    rest = prefix[shared:]
    if not rest:
        for entry in _in_section(section[shared:], root, pair):
            yield (
                entry._replace(in_header=len(section) - shared)
                if isinstance(entry, Known)
                else entry
            )
    elif key := _cut(pair.key, rest):
        yield from _pair(root, (), Pair(key, pair.equals, pair.value, pair.span))
    elif not _leads_to(pair.key.names, rest):
        return
    elif isinstance(pair.value, InlineTable):
        left = rest[len(pair.key.names) :]
        for each in pair.value.pairs:
            yield from _below_prefix((), each, root, left)
    else:
        yield judged(root, pair.key.parts[-1], _value(pair.value), pair.value, ())


def _leads_to(names: tuple[str, ...], prefix: tuple[str, ...]) -> bool:
    """Whether a key is the table that stands for the root, or one around it."""
    return bool(names) and prefix[: len(names)] == names


def is_open(header: Header) -> bool:
    """Whether the keys below a header can be judged: it is whole, and no array of tables, which
    is judged as a whole.
    """
    return header.key.whole and header.closing is not None and not isinstance(header, ArrayHeader)


def _leads_nowhere(header: Header, root: Node, prefix: tuple[str, ...]) -> bool:
    """Whether a header opens an array of tables at a path that the release does not have."""
    key = _cut(header.key, prefix)
    if key is None or header.closing is None:
        return False
    node: Node | None = root
    for name in key.names:
        if node is None or not node.is_table:
            break
        node = node.step(name)
    return node is None


def _in_section(section: tuple[str, ...], root: Node, pair: Pair) -> Iterator[Entry]:
    node = root
    for index, name in enumerate(section):
        below = node.step(name) if node.is_table else None
        if below is None:
            yield from _below_section(node, section, index, pair)
            return
        node = below
    yield from _pair(node, section, pair)


def _below_section(node: Node, section: tuple[str, ...], index: int, pair: Pair) -> Iterator[Entry]:
    """A pair in a section whose path is unknown from `index` on, or is inside a setting's value."""
    if not pair.key.whole:
        return
    if node.is_table:
        yield from _unknown(node, section, pair)
    else:
        inner = (*section[index:], *pair.key.names)
        value = _value(pair.value)
        yield judged(node, pair.key.parts[-1], wrap(inner, value), pair.value, inner)


def _unknown(table: Node, path: tuple[str, ...], pair: Pair) -> Iterator[Unknown]:
    """A pair that nothing in `table` answers to, at `path`, and the pairs in its inline table."""
    waiting = [(path, pair)]
    while waiting:
        path, pair = waiting.pop()
        if pair.key.whole:
            names = (*path, *pair.key.names)
            part = pair.key.parts[max(0, len(table.path) - len(path))]
            if isinstance(pair.value, InlineTable):
                yield Unknown(table, part, names, {})
                waiting.extend((names, each) for each in reversed(pair.value.pairs))
            else:
                yield Unknown(table, part, names, _value(pair.value))


def _pair(table: Node, path: tuple[str, ...], pair: Pair) -> Iterator[Entry]:
    """The entries of a key/value pair in `table`, which is at `path`."""
    waiting = [(table, path, pair)]
    while waiting:
        table, path, pair = waiting.pop()
        if not pair.key.whole:
            continue
        entry = _enter(table, path, pair.key, _value(pair.value), pair.value)
        if isinstance(entry, Unknown):
            yield from _unknown(entry.table, path, pair)
        elif entry.node.is_table and isinstance(pair.value, InlineTable):
            inner = (*path, *pair.key.names)
            waiting.extend((entry.node, inner, each) for each in reversed(pair.value.pairs))
        else:
            yield entry


def _enter(table: Node, path: tuple[str, ...], key: Key, value: Any, syntax: Value | None) -> Entry:
    """Follow `key` from `table`."""
    if not table.is_table:
        inner = key.names
        return judged(table, key.parts[-1], wrap(inner, value), syntax, inner)
    names = (*path, *key.names)
    node = table
    for index, part in enumerate(key.parts):
        below = node.step(part.name)
        if below is None:
            return Unknown(node, part, names, value)
        node = below
        if not node.is_table:
            inner = key.names[index + 1 :]
            return judged(node, part, wrap(inner, value), syntax, inner)
    return judged(node, key.parts[-1], value, syntax, ())


def judged(
    node: Node, part: KeyPart, value: Any, syntax: Value | None, inner: tuple[str, ...]
) -> Known:
    """An entry with the verdict on its value."""
    verdict: Verdict | None = None
    if value is not UNDECODABLE and not node.is_unread:
        facts = {"section": True} if node.is_table else node.keywords
        verdict = judge(node.dotted, facts, value, node.release)
    return Known(node, part, value, syntax, inner, verdict)


def wrap(names: tuple[str, ...], value: Any) -> Any:
    """`value` under nested tables of these names."""
    if value is UNDECODABLE:
        return value
    for name in reversed(names):
        value = {name: value}
    return value


def _value(value: Value | None) -> Any:
    try:
        return decode(value)
    except UndecodableError:
        return UNDECODABLE
