"""What a statement sets, resolved against Prefect's settings.

A statement sets one path, or, with an inline table where Prefect has a table, several. Free-form
tables may be written entry by entry (`client.custom_headers.X-Team = "a"`): then each statement
sets a part of the setting, and `value` is that part as Prefect gets it: `{"X-Team": "a"}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from prefect_toml_lsp.schema import Node, Schema
from prefect_toml_lsp.schema.acceptance import Verdict, judge
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
        The setting, or the table where a value of another kind stands in a table's place.
    part
        The part of the key that names it, the last one for a table.
    value
        As Prefect gets it; `UNDECODABLE` while it is broken.
    syntax
        The value's node; None for a header.
    inner
        Names below the setting that the statement's own path goes on with.
    """

    node: Node
    part: KeyPart
    value: Any
    syntax: Value | None
    inner: tuple[str, ...]

    def judge(self) -> Verdict | None:
        """What Prefect does with the value; None while it is broken."""
        if self.value is UNDECODABLE:
            return None
        facts = {"section": True} if self.node.is_table else self.node.keywords
        return judge(self.node.dotted, facts, self.value, self.node.release)


class Unknown(NamedTuple):
    """A path that the release does not have; `part` is its first part that nothing answers to.

    `table` is what the parts before it lead to, `names` the whole path as written.
    """

    table: Node
    part: KeyPart
    path: tuple[str, ...]
    names: tuple[str, ...]
    value: Any


Entry = Known | Unknown


def entries(statement: Statement, schema: Schema) -> Iterator[Entry]:
    """What `statement` sets; nothing where its key, or its section's header, is broken."""
    if isinstance(statement, Header):
        if statement.key.whole and statement.closing:
            value: Any = [{}] if isinstance(statement, ArrayHeader) else {}
            yield _enter(schema.root, (), statement.key, value, None)
    elif isinstance(statement, KeyValue):
        header = statement.section.header
        if header is None:
            yield from _pair(schema.root, (), statement.pair)
        elif _is_open(header):
            yield from _in_section(header, schema, statement.pair)


def _is_open(header: Header) -> bool:
    """Whether the keys below a header can be judged: it is whole, and no array of tables, which
    is judged as a whole.
    """
    return header.key.whole and header.closing is not None and not isinstance(header, ArrayHeader)


def _in_section(header: Header, schema: Schema, pair: Pair) -> Iterator[Entry]:
    node: Node = schema.root
    for index, name in enumerate(header.key.names):
        below = node.step(name) if node.is_table else None
        if below is None:
            yield from _below_section(node, header.key.names[index:], header, pair)
            return
        node = below
    yield from _pair(node, header.key.names, pair)


def _below_section(
    node: Node, rest: tuple[str, ...], header: Header, pair: Pair
) -> Iterator[Entry]:
    """A pair in a section whose header leads nowhere, or into a setting's value."""
    if not pair.key.whole:
        return
    names = (*header.key.names, *pair.key.names)
    value = _value(pair.value)
    if node.is_table:
        path = names[: len(names) - len(pair.key.names) + 1]
        yield Unknown(node, pair.key.parts[0], path, names, value)
    else:
        inner = (*rest, *pair.key.names)
        yield Known(node, pair.key.parts[-1], _wrap(inner, value), pair.value, inner)


def _pair(table: Node, path: tuple[str, ...], pair: Pair) -> Iterator[Entry]:
    """What a key/value pair in `table`, which is at `path`, sets."""
    waiting = [(table, path, pair)]
    while waiting:
        table, path, pair = waiting.pop()
        if not pair.key.whole:
            continue
        entry = _enter(table, path, pair.key, _value(pair.value), pair.value)
        if isinstance(entry, Known) and entry.node.is_table and isinstance(pair.value, InlineTable):
            inner = (*path, *pair.key.names)
            waiting.extend((entry.node, inner, each) for each in reversed(pair.value.pairs))
        else:
            yield entry


def _enter(table: Node, path: tuple[str, ...], key: Key, value: Any, syntax: Value | None) -> Entry:
    """Follow `key` from `table`."""
    if not table.is_table:
        inner = key.names
        return Known(table, key.parts[-1], _wrap(inner, value), syntax, inner)
    names = (*path, *key.names)
    node = table
    for index, part in enumerate(key.parts):
        below = node.step(part.name)
        if below is None:
            return Unknown(node, part, (*path, *key.names[: index + 1]), names, value)
        node = below
        if not node.is_table:
            inner = key.names[index + 1 :]
            return Known(node, part, _wrap(inner, value), syntax, inner)
    return Known(node, key.parts[-1], value, syntax, ())


def _wrap(names: tuple[str, ...], value: Any) -> Any:
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
