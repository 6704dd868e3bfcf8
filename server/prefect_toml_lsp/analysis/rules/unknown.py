"""Keys and tables that the release does not have: Prefect ignores them without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from prefect_toml_lsp.analysis.codes.settings import (
    UNKNOWN_SETTING,
    UNKNOWN_TABLE,
    WRONG_RELEASE,
)
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.prefect import Node, Schema, parse_release, show_release
from prefect_toml_lsp.sources.toml_entries import UNDECODABLE, Entry, Unknown
from prefect_toml_lsp.text import Span

if TYPE_CHECKING:
    from prefect_toml_lsp.prefect.suggest import Suggestion


def check_known(entry: Entry, context: Context) -> Iterator[Finding]:
    """A warning on the first part of the key that Prefect has nothing for."""
    if not isinstance(entry, Unknown):
        return
    from prefect_toml_lsp.prefect.suggest import MISSING, suggest

    schema = context.schema
    value = MISSING if entry.value is UNDECODABLE else entry.value
    found = suggest(schema, entry.names, value, most=5)
    # The first name that leads nowhere, which for a key may be one of its section's header.
    other = entry.table.known.get(entry.names[len(entry.table.path)])
    data: dict[str, Any] = {"candidates": [list(each.path) for each in found]}
    instead: dict[str, Any] = {}
    if found:
        moved = found[0].reason == "moved"
        instead = {"now" if moved else "meant": _show(found[0], schema)}
    if other is not None:
        data["gone"] = is_gone(other)
        yield wrong_release(other, other.dotted, entry.part.span, data, instead)
    else:
        code = UNKNOWN_TABLE if isinstance(entry.value, dict) else UNKNOWN_SETTING
        name = ".".join(entry.names)
        yield code.at(entry.part.span, data=data, name=name, **instead)


def is_gone(node: Node) -> bool:
    """Whether only releases before that of the node have it."""
    return bool(node.until and node.release > parse_release(node.until))


def wrong_release(
    node: Node, name: str, span: Span, data: Mapping[str, Any], instead: Mapping[str, Any]
) -> Finding:
    """A warning on what only other releases have; `instead` says what it is `now` in Markdown, or
    what may be `meant`.
    """
    until = node.until if is_gone(node) else None
    return WRONG_RELEASE.at(
        span,
        data=data,
        name=name,
        release=show_release(node.release),
        until=until,
        since=node.since,
        **instead,
    )


def _show(suggestion: Suggestion, schema: Schema) -> str:
    """A suggestion as people would write it: the key, and the table it belongs in."""
    node = schema.find(suggestion.path)
    *table, key = suggestion.path
    if node is not None and node.is_table:
        return f"`[{'.'.join(suggestion.path)}]`"
    return f"`{key}` in `[{'.'.join(table)}]`" if table else f"`{key}` at the top"
