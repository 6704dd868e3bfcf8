"""`textDocument/documentSymbol` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.outline import Symbol, outline
from prefect_toml_lsp.analysis.outline_tables import Known, is_gone, profiles_table
from prefect_toml_lsp.analysis.outline_variables import outline_variables
from prefect_toml_lsp.features.raw_json import Encoded, Places, quote
from prefect_toml_lsp.features.registry import Feature
from prefect_toml_lsp.features.snapshot import (
    DotenvSnapshot,
    ProfilesSnapshot,
    Snapshot,
    TomlSnapshot,
    View,
)
from prefect_toml_lsp.sources.kinds import Holds

DOCUMENT_SYMBOL = Feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
Answer = Encoded | list[lsp.SymbolInformation]


@DOCUMENT_SYMBOL.on(Holds.SETTINGS)
def document_symbols(snapshot: Snapshot, _: lsp.DocumentSymbolParams) -> Answer:
    """The tables and keys of the document: a tree, or for a client that takes none, a list.

    The tree is the JSON of ``DocumentSymbol[]``; every line of a long document may be a symbol.
    """
    return _symbols(snapshot, snapshot.schema.root)


@DOCUMENT_SYMBOL.on(Holds.PROFILES)
def profile_symbols(snapshot: ProfilesSnapshot, _: lsp.DocumentSymbolParams) -> Answer:
    """The same for profiles and their variables."""
    return _symbols(snapshot, profiles_table(snapshot.schema))


@DOCUMENT_SYMBOL.on(Holds.VARIABLES)
def dotenv_symbols(snapshot: DotenvSnapshot, _: lsp.DocumentSymbolParams) -> Answer:
    """Prefect's variables in `.env`."""
    statements = snapshot.analysis.document.statements
    return _encode(snapshot, outline_variables(statements, snapshot.schema))


def _symbols(snapshot: TomlSnapshot[Any], root: Known) -> Answer:
    return _encode(snapshot, outline(snapshot.document, root, snapshot.analysis.context.prefix))


def _encode(snapshot: View[Any], symbols: Iterable[Symbol]) -> Answer:
    if not snapshot.client.nested_symbols:
        return list(_flat(snapshot, symbols, ()))
    places = Places(snapshot.source.lines, snapshot.client.encoding.units)
    pieces: list[str] = []
    _write(symbols, places, pieces)
    return Encoded("".join(pieces))


def _write(symbols: Iterable[Symbol], places: Places, pieces: list[str]) -> None:
    """Write symbols as a ``DocumentSymbol[]``, piece by piece, so that the text of a table is not
    copied for each table around it.
    """
    separator = "["
    for symbol in symbols:
        pieces.append(f'{separator}{{"name":{quote(symbol.name)},"kind":{symbol.kind._value_}')
        if symbol.detail:
            pieces.append(f',"detail":{quote(symbol.detail)}')
        if is_gone(symbol.node):
            pieces.append(f',"tags":[{lsp.SymbolTag.Deprecated.value}]')
        if symbol.children:
            pieces.append(',"children":')
            _write(symbol.children, places, pieces)
        named = places.range(symbol.named, symbol.line)
        pieces.append(f',"range":{places.range(symbol.range)},"selectionRange":{named}}}')
        separator = ","
    pieces.append("[]" if separator == "[" else "]")


def _flat(
    snapshot: View[Any], symbols: Iterable[Symbol], names: tuple[str, ...]
) -> Iterator[lsp.SymbolInformation]:
    """All symbols and their children; `names` is the path to them."""
    for symbol in symbols:
        yield lsp.SymbolInformation(
            location=lsp.Location(snapshot.uri, snapshot.range(symbol.range)),
            name=symbol.name,
            kind=lsp.SymbolKind(symbol.kind),
            container_name=".".join(names) or None,
        )
        yield from _flat(snapshot, symbol.children, (*names, symbol.name))
