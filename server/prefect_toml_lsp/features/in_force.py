"""The other sources of a document's settings, and the values in force."""

from __future__ import annotations

from typing import Any

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.secrets import may_show
from prefect_toml_lsp.sources.folder import chain, overrides, value_given
from prefect_toml_lsp.sources.precedence import SourceLocation
from prefect_toml_lsp.text.shortening import shortened
from prefect_toml_lsp.toml.encode import encode

_LONGEST = 60
"""Characters of a value that are shown."""


def setters(context: Context, node: Node) -> list[SourceLocation]:
    """Everything except for the document that sets a setting, the strongest first."""
    return chain(node.dotted, context.folder) if context.folder else []


def stronger(context: Context, node: Node, entry: str | None = None) -> list[SourceLocation]:
    """The `setters` that win over the document, in which the setting is written; `entry` is
    one key of a free-form table.
    """
    if context.folder is None:
        return []
    return overrides(node.dotted, context.kind, context.folder, entry)


def value_at(context: Context, place: SourceLocation, node: Node) -> Any | None:
    """The value that one of `setters` gives to a setting (`sources.folder.value_given`)."""
    return value_given(place, node, context.folder) if context.folder else None


def known_at(context: Context, place: SourceLocation, node: Node) -> str | None:
    """The same as TOML text if it is a number, a boolean or one of the words that Prefect knows;
    nothing for text that a user wrote or that may be secret.
    """
    value = value_at(context, place, node)
    if isinstance(value, str):
        words = {word for branch in node.branches for word in branch.get("enum", ())}
        if value not in words and value not in node.members:
            return None
    elif not isinstance(value, bool | int | float):
        return None
    return encode(value) if may_show(node, value) else None


def shown_at(context: Context, place: SourceLocation, node: Node) -> str | None:
    """Any value as TOML text, shortened; empty if it may be secret."""
    value = value_at(context, place, node)
    if value is None or not may_show(node, value):
        return None
    return shortened(encode(value), _LONGEST)
