"""`textDocument/documentSymbol` for clients with and without a tree."""

from __future__ import annotations

from lsprotocol import types as lsp

from prefect_toml_lsp.features import Client, document_symbols
from tests.features.structure import IDENTIFIER, covered, symbol_tree, view

PARAMS = lsp.DocumentSymbolParams(IDENTIFIER)
TEXT = "# 😀\n[server.'a\"ü']\nport = 1 # c\n[runner]\nheartbeat_frequency = 30\n"


def test_a_tree() -> None:
    snapshot = view(TEXT)
    server, runner = symbol_tree(snapshot)
    assert covered(snapshot, server.range) == "[server.'a\"ü']\nport = 1 # c"
    assert covered(snapshot, server.selection_range) == "server"
    (quoted,) = server.children or ()
    assert (quoted.name, covered(snapshot, quoted.selection_range)) == ('"a\\"ü"', "'a\"ü'")
    (port,) = quoted.children or ()
    assert (port.kind, port.detail, port.children) == (lsp.SymbolKind.Number, None, None)
    (frequency,) = runner.children or ()
    assert (list(frequency.tags or ()), frequency.detail) == ([lsp.SymbolTag.Deprecated], "30")
    assert (runner.tags, runner.detail) == (None, None)


def test_a_list_for_a_client_that_takes_no_tree() -> None:
    snapshot = view(TEXT, Client(), uri="file:///x/prefect.toml")
    symbols = document_symbols(snapshot, PARAMS)
    found = []
    for symbol in symbols:
        assert isinstance(symbol, lsp.SymbolInformation)
        assert symbol.location.uri == "file:///x/prefect.toml"
        found.append((symbol.name, symbol.container_name, symbol.location.range.start.line))
    assert found == [
        ("server", None, 1),
        ('"a\\"ü"', "server", 1),
        ("port", 'server."a\\"ü"', 2),
        ("runner", None, 3),
        ("heartbeat_frequency", "runner", 4),
    ]
