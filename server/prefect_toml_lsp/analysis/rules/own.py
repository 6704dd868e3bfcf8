"""Keys and tables of the project's own settings classes (`rules.own_names`, seldom needed)."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.sources.toml_entries import Entry, Unknown


def check_own(entry: Entry, context: Context) -> Iterator[Finding]:
    """A warning on a key that a settings class of the project does not have in its table."""
    if isinstance(entry, Unknown) and context.has_own:
        from prefect_toml_lsp.analysis.rules.own_names import own_findings

        yield from own_findings(entry.names, entry, context) or ()


def is_own(entry: Entry, context: Context) -> bool:
    """Whether the user allows a key or table that is not Prefect's own, or a settings class of the
    project reads it.
    """
    if not context.has_own:
        return False
    from prefect_toml_lsp.analysis.rules.own_names import own_findings

    names = entry.names if isinstance(entry, Unknown) else entry.node.path
    return own_findings(names, entry, context) is not None
