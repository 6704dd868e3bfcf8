"""Snapshots and answers of the features that go by the structure of a document."""

from __future__ import annotations

import json

from lsprotocol import types as lsp
from lsprotocol.converters import get_converter

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.features import Client, Snapshot, document_symbols
from prefect_toml_lsp.features.encoded import Encoded
from prefect_toml_lsp.schema import Catalogue, parse_release
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml import Document

_CONVERTER = get_converter()
CATALOGUE = Catalogue.load()
NESTED = Client(nested_symbols=True, link_tooltips=True)
IDENTIFIER = lsp.TextDocumentIdentifier("untitled:x")


def view(
    text: str,
    client: Client = NESTED,
    *,
    kind: str = "prefect.toml",
    release: str = "3.8.8",
    uri: str = "untitled:x",
) -> Snapshot:
    """A snapshot of a document that nothing overrides."""
    context = Context(CATALOGUE.schema(parse_release(release)), kind=kind)
    return Snapshot(Analysis(Document(text), context), client, uri=uri)


def symbol_tree(snapshot: Snapshot) -> list[lsp.DocumentSymbol]:
    """The symbols for a client that takes a tree."""
    symbols = document_symbols(snapshot, lsp.DocumentSymbolParams(IDENTIFIER))
    assert isinstance(symbols, Encoded)
    assert symbols.isascii()
    return _CONVERTER.structure(json.loads(symbols), list[lsp.DocumentSymbol])


def span(snapshot: Snapshot, found: lsp.Range) -> Span:
    """A range as a span; it must lie in the document, exactly as it is."""
    made = snapshot.span(found)
    assert snapshot.range(made) == found
    assert made.start <= made.end
    return made


def covered(snapshot: Snapshot, found: lsp.Range) -> str:
    """The text of a range."""
    return snapshot.source.slice(span(snapshot, found))


def at(position: Position) -> lsp.Position:
    """A place as a client gives it; the text before it must be ASCII."""
    return lsp.Position(position.line, position.column)
