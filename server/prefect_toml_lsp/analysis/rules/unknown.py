"""Keys and tables that the release does not have: Prefect ignores them without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from prefect_toml_lsp.analysis.codes.settings import (
    UNKNOWN_SETTING,
    UNKNOWN_TABLE,
    WRONG_RELEASE,
)
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.rules.packages import is_left_to_packages
from prefect_toml_lsp.analysis.wording import version_in_force, who_reads
from prefect_toml_lsp.prefect import Node, Schema, parse_release
from prefect_toml_lsp.sources.toml_entries import UNDECODABLE, Entry, Unknown
from prefect_toml_lsp.text import Span

if TYPE_CHECKING:
    from prefect_toml_lsp.prefect.suggest import Suggestion


def check_known(entry: Entry, context: Context) -> Iterator[Finding]:
    """A warning on the first part of the key that Prefect, or the package of its table, has nothing
    for.
    """
    if not isinstance(entry, Unknown) or is_left_to_packages(entry):
        return
    from prefect_toml_lsp.prefect.suggest import MISSING, is_logging_configuration, suggest

    schema = context.schema
    value = MISSING if entry.value is UNDECODABLE else entry.value
    found = suggest(schema, entry.names, value, most=5)
    # The first name that leads nowhere, which for a key may be one of its section's header.
    other = entry.table.known.get(entry.names[len(entry.table.path)])
    data: dict[str, Any] = {
        # Moved to where true means the opposite, a value would switch something else on.
        "candidates": [list(each.path) for each in found if not each.opposite]
    }
    instead: dict[str, Any] = {"python_logging": is_logging_configuration(entry.names)}
    if found and found[0].reason == "moved":
        instead["now"] = _show(found[0], schema)
    elif found:
        instead["meant"] = " or ".join(_show(each, schema) for each in _likeliest(found))
    if other is not None:
        data["gone"] = is_gone(other)
        yield wrong_release(other, other.dotted, entry.part.span, data, instead)
    else:
        code = UNKNOWN_TABLE if isinstance(entry.value, dict) else UNKNOWN_SETTING
        name = ".".join(entry.names)
        who = who_reads(entry.table)
        yield code.at(entry.part.span, data=data, name=name, who=who, **instead)


def is_gone(node: Node) -> bool:
    """Whether only releases before that of the node have it."""
    return bool(node.until and node.release > parse_release(node.until))


def wrong_release(
    node: Node, name: str, span: Span, data: Mapping[str, Any], instead: Mapping[str, Any]
) -> Finding:
    """A warning on what only other releases have, of Prefect or of the node's package; `instead`
    says what it is `now` in Markdown, or what may be `meant`.
    """
    until = node.until if is_gone(node) else None
    return WRONG_RELEASE.at(
        span,
        data=data,
        name=name,
        who=who_reads(node),
        release=version_in_force(node),
        until=until,
        since=node.since,
        **instead,
    )


def _likeliest(found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """The first, and up to two more that are as likely."""
    yield found[0]
    yield from takewhile(lambda each: each.tied, found[1:3])


def _show(suggestion: Suggestion, schema: Schema) -> str:
    """A suggestion as people would write it: the key, and the table it belongs in."""
    node = schema.find(suggestion.path)
    if suggestion.opposite:
        return f"the opposite, `{'.'.join(suggestion.path)}`"
    *table, key = suggestion.path
    if node is not None and node.is_table:
        return f"`[{'.'.join(suggestion.path)}]`"
    return f"`{key}` in `[{'.'.join(table)}]`" if table else f"`{key}` at the top"
