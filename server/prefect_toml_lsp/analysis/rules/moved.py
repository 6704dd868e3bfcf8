"""Settings that moved and that the release still reads at their old place."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes.settings import MOVED_SETTING
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.prefect import show_release
from prefect_toml_lsp.sources.toml_entries import Entry, Known


def check_moved(entry: Entry, context: Context) -> Iterator[Finding]:
    """A hint with the new place, once for a table that moved with all that is in it."""
    if not isinstance(entry, Known) or not entry.node.is_honoured:
        return
    table = entry.node.parent
    if table is not None and table.is_honoured and entry.in_header >= len(table.path):
        return  # its header says it
    place = entry.node.moved_to or entry.node.dotted
    yield MOVED_SETTING.at(
        entry.part.span,
        data={"candidates": [place.split(".")]},
        name=entry.node.dotted,
        moved_to=place,
        release=show_release(context.schema.release),
    )
