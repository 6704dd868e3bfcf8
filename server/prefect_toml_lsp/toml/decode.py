"""Values as Python objects, the ones that `tomllib` makes."""

from __future__ import annotations

from typing import Any

from prefect_toml_lsp.toml.nodes import Array, InlineTable, Invalid, Literal, String, Value

_MOST_BITS = 14_000  # Python writes 4,300 digits.


class UndecodableError(ValueError):
    """The value, or something in it, is broken, or a number that Python cannot write."""


def decode(value: Value | None) -> Any:
    """The value as str, int, float, bool, date, time, datetime, list or dict.

    Raises `UndecodableError` if a part of it is missing, no value, a string without its end, or
    a number of more than 4,300 digits.
    """
    if _is_broken(value):
        raise UndecodableError
    if isinstance(value, String | Literal):
        return value.value
    # Leaves before their containers, without recursion: nesting may be deep.
    order: list[Value] = []
    waiting: list[Value | None] = [value]
    while waiting:
        node = waiting.pop()
        if node is None or _is_broken(node):
            raise UndecodableError
        order.append(node)
        if isinstance(node, Array):
            waiting.extend(node.items)
        elif isinstance(node, InlineTable):
            waiting.extend(pair.value for pair in node.pairs)
    done: dict[int, Any] = {}
    for node in reversed(order):
        if isinstance(node, Array):
            done[id(node)] = [done[id(item)] for item in node.items]
        elif isinstance(node, InlineTable):
            done[id(node)] = _table(node, done)
        elif isinstance(node, String | Literal):
            done[id(node)] = node.value
    return done[id(value)]


def _is_broken(value: Value | None) -> bool:
    return (
        value is None
        or isinstance(value, Invalid)
        or (isinstance(value, String) and not value.closed)
        or (isinstance(value, Literal) and _is_endless(value.value))
    )


def _is_endless(value: object) -> bool:
    """Whether it is a number that Python reads, in hexadecimal, and never writes in decimal."""
    return isinstance(value, int) and value.bit_length() > _MOST_BITS


def _table(node: InlineTable, done: dict[int, Any]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for pair in node.pairs:
        if not pair.key.whole:
            raise UndecodableError
        *outer, last = pair.key.names
        target = table
        for name in outer:
            target = target.setdefault(name, {})
            if not isinstance(target, dict):
                raise UndecodableError
        target[last] = done[id(pair.value)]
    return table
