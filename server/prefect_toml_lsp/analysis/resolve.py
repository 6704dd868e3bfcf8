"""Finds the setting at a cursor position."""

from __future__ import annotations

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Position
from prefect_toml_lsp.toml import Document, Location, Path, locate


class Resolved(NamedTuple):
    """The syntax at a position, and the setting or table that it names.

    node
        The table, setting, or item or entry of a setting's value at the location's path. It is also
        found if only other releases have it; then its `exists` is false.
    setting
        The setting that `node` is, or is a part of.
    base
        The table to which a key at the location is relative.
    """

    location: Location
    node: Node | None
    setting: Node | None
    base: Node | None


def resolve(document: Document, context: Context, position: Position) -> Resolved:
    """The syntax and the setting at `position`."""
    location = locate(document, position)
    schema, prefix = context.schema, context.prefix
    if location.path[: len(prefix)] != prefix:
        return Resolved(location, None, None, None)
    node = _find(schema, location.path[len(prefix) :])
    setting = node
    while setting is not None and not setting.is_table and not setting.is_setting:
        setting = setting.parent
    if setting is not None and setting.is_table:
        setting = None
    inside = location.base[: len(prefix)] == prefix
    base = schema.find(location.base[len(prefix) :]) if inside else None
    return Resolved(location, node, setting, base)


def _find(schema: Schema, path: Path) -> Node | None:
    if not path:
        return None
    node: Node | None = schema.root
    for name in path:
        if node is None:
            return None
        known = node.known.get(name) if isinstance(name, str) else None
        node = known or node.step(name)
    return node
