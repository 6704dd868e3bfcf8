"""Places in files, in the client's positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.features.snapshot import Client, View
from prefect_toml_lsp.features.uris import uri_of
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.precedence import SourceLocation
from prefect_toml_lsp.sources.source_spans import find_spot
from prefect_toml_lsp.text import Span


class Target(NamedTuple):
    """A key and the statement or pair around it, in a document that need not be open."""

    uri: str
    key: lsp.Range
    whole: lsp.Range

    @property
    def location(self) -> lsp.Location:
        """The key."""
        return lsp.Location(self.uri, self.key)

    @classmethod
    def here(cls, snapshot: View[Any], key: Span, whole: Span) -> Target:
        """A key in the document itself."""
        return cls(snapshot.uri, snapshot.range(key), snapshot.range(whole))

    @classmethod
    def of(cls, place: SourceLocation, snapshot: View[Any]) -> Target | None:
        """The key at a place in another file; None for a variable, or if the file no longer
        exists.
        """
        if place.where is None:
            return None
        sources = snapshot.analysis.context.folder
        found = find_spot(place, sources.contents) if sources else None
        if found is None:
            return None
        spot, lines = found
        return cls(
            uri_of(place.where),
            _range(snapshot.client, lines, spot.key),
            _range(snapshot.client, lines, spot.whole),
        )


def _range(client: Client, lines: Sequence[str], span: Span) -> lsp.Range:
    units = client.encoding.units
    return lsp.Range(
        lsp.Position(span.line, units(lines[span.line], span.column)),
        lsp.Position(span.end_line, units(lines[span.end_line], span.end_column)),
    )
