"""What else sets the settings of a document, and what is in force."""

from __future__ import annotations

from typing import Any

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.sources.folder import chain, overrides, value_given
from prefect_toml_lsp.sources.precedence import SourceLocation


def setters(context: Context, node: Node) -> list[SourceLocation]:
    """Everything that sets a setting beside the document, the strongest first."""
    return chain(node.dotted, context.folder) if context.folder else []


def stronger(context: Context, node: Node, entry: str | None = None) -> list[SourceLocation]:
    """Those of `setters` that win over the document, in which the setting is written; `entry` is
    one key of a free-form table.
    """
    if context.folder is None:
        return []
    return overrides(node.dotted, context.kind, context.folder, entry)


def value_at(context: Context, place: SourceLocation, node: Node) -> Any | None:
    """The value that one of `setters` gives to a setting (`sources.folder.value_given`)."""
    return value_given(place, node, context.folder) if context.folder else None
