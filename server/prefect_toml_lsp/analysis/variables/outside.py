"""What other sources win over a variable of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect_toml_lsp.sources.variable_values import Given

if TYPE_CHECKING:  # `check` may not need the workspace
    from prefect_toml_lsp.sources.folder import FolderSources
    from prefect_toml_lsp.sources.precedence import SourceLocation


def winner_outside(given: Given, sources: FolderSources | None) -> SourceLocation | None:
    """The place that leaves nothing of what a variable gives to a setting."""
    if sources is None:
        return None
    if given.node.is_table:  # Only the variable of a table gives something to a table.
        settings = [node for node in given.node.walk() if node.is_setting]
        found = [_stronger(node.dotted, None, given, sources) for node in settings]
        return next(filter(None, found), None)
    entries = given.entries if given.entries is not None else (None,)
    winners = [_stronger(given.node.dotted, entry, given, sources) for entry in entries]
    return winners[0] if winners and all(winners) else None


def _stronger(
    path: str, entry: str | None, given: Given, sources: FolderSources
) -> SourceLocation | None:
    sites = sources.sites(path, entry)
    return next((site.place for site in sites if site.rank < given.rank[0]), None)


def is_set_outside(path: str, sources: FolderSources | None) -> bool:
    """Whether any other source sets the setting."""
    return sources is not None and bool(sources.sites(path, None))
