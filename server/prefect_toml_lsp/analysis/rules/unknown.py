"""Keys and tables that the release does not have: Prefect ignores them without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Severity
from prefect_toml_lsp.analysis.wording import describe_reason
from prefect_toml_lsp.prefect import Node, Schema, parse_release, show_release
from prefect_toml_lsp.prefect.acceptance import Refused, judge_unknown
from prefect_toml_lsp.sources.toml_entries import UNDECODABLE, Entry, Unknown

if TYPE_CHECKING:
    from prefect_toml_lsp.prefect.suggest import Suggestion


def check_known(entry: Entry, context: Context) -> Iterator[Finding]:
    """A warning on the first part of the key that Prefect has nothing for."""
    if not isinstance(entry, Unknown):
        return
    from prefect_toml_lsp.prefect.suggest import MISSING, suggest

    schema = context.schema
    if entry.value is not UNDECODABLE:
        refused = judge_unknown(entry.value, schema.release)
        if isinstance(refused, Refused):
            yield _unreadable(entry, refused)
            return
    value = MISSING if entry.value is UNDECODABLE else entry.value
    found = suggest(schema, entry.names, value, most=5)
    # The first name that leads nowhere, which for a key may be one of its section's header.
    other = entry.table.known.get(entry.names[len(entry.table.path)])
    if other is not None:
        code, what = "wrong-release", _other_release(other)
    else:
        code, what = "unknown-setting", f"Prefect has no setting `{'.'.join(entry.names)}`"
        if isinstance(entry.value, dict):
            code, what = "unknown-table", f"Prefect has no table `{'.'.join(entry.names)}`"
    message = f"{what}, and ignores it"
    if found:
        place = _show(found[0], schema)
        message += (
            f"; it is now {place}" if found[0].reason == "moved" else (f"; did you mean {place}?")
        )
    data: dict[str, Any] = {"candidates": [list(each.path) for each in found]}
    if other is not None:
        data["gone"] = _is_gone(other)
    yield Finding(code, Severity.WARNING, message, entry.part.span, data)


def _unreadable(entry: Unknown, refused: Refused) -> Finding:
    """An error on a value that the release's TOML reader fails on, whoever it is for."""
    name = ".".join(entry.names)
    message = f"`{name}` {describe_reason(refused)}. Prefect refuses to start with this"
    return Finding(refused.rule, Severity.ERROR, message, entry.part.span)


def _is_gone(node: Node) -> bool:
    """Whether only earlier releases have it."""
    return bool(node.until and node.release > parse_release(node.until))


def _other_release(node: Node) -> str:
    release = show_release(node.release)
    if _is_gone(node):
        return f"Prefect {release} has no `{node.dotted}` any more (it went after {node.until})"
    return f"Prefect {release} does not have `{node.dotted}` yet (it came with {node.since})"


def _show(suggestion: Suggestion, schema: Schema) -> str:
    """A suggestion as people would write it: the key, and the table it belongs in."""
    node = schema.find(suggestion.path)
    *table, key = suggestion.path
    if node is not None and node.is_table:
        return f"`[{'.'.join(suggestion.path)}]`"
    return f"`{key}` in `[{'.'.join(table)}]`" if table else f"`{key}` at the top"
