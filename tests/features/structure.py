"""Snapshots and answers of the features about the structure of a document."""

from __future__ import annotations

import json
from typing import Any

from lsprotocol import types as lsp
from lsprotocol.converters import get_converter

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.features.document_highlight import highlights
from prefect_toml_lsp.features.document_symbol import DOCUMENT_SYMBOL
from prefect_toml_lsp.features.raw_json import Encoded
from prefect_toml_lsp.features.snapshot import Client, Snapshot, TomlSnapshot
from prefect_toml_lsp.prefect import Catalogue, parse_release
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
    """A snapshot of a document in which no other source overrides anything."""
    context = Context(CATALOGUE.schema(parse_release(release)), kind=kind)
    return Snapshot(Analysis(Document(text), context), client, uri=uri)


def read_encoded(found: object, kind: Any) -> Any:
    """An answer that is already JSON, converted to the lsprotocol type `kind`."""
    assert isinstance(found, Encoded)
    assert found.isascii()
    return _CONVERTER.structure(json.loads(found), kind)


def highlighted(snapshot: Snapshot, position: lsp.Position) -> list[lsp.DocumentHighlight] | None:
    """The highlights at a position."""
    return highlights(snapshot, lsp.DocumentHighlightParams(IDENTIFIER, position))


def symbol_tree(snapshot: TomlSnapshot[Any]) -> list[lsp.DocumentSymbol]:
    """The symbols for a client that supports a tree."""
    symbols = DOCUMENT_SYMBOL(snapshot, lsp.DocumentSymbolParams(IDENTIFIER))
    read: list[lsp.DocumentSymbol] = read_encoded(symbols, list[lsp.DocumentSymbol])
    return read


def span(snapshot: Snapshot, found: lsp.Range) -> Span:
    """A range as a span; fails if the range is not inside the document."""
    made = snapshot.span(found)
    assert snapshot.range(made) == found
    assert made.start <= made.end
    return made


def covered(snapshot: Snapshot, found: lsp.Range) -> str:
    """The text of a range."""
    return snapshot.source.slice(span(snapshot, found))


def at(position: Position) -> lsp.Position:
    """A position as the client sends it; the line before it must be ASCII."""
    return lsp.Position(position.line, position.column)
