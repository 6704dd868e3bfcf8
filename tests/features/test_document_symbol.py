"""`textDocument/documentSymbol` for clients with and without a tree."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.features.document_symbol import DOCUMENT_SYMBOL, document_symbols
from prefect_toml_lsp.features.snapshot import Client
from prefect_toml_lsp.text import PositionEncoding
from tests.features.folder import Folder
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


PROFILES = """\
active = "a"
[profiles.a]
PREFECT_API_URL = "http://x"
PREFECT_API_KEY = "hunter2"
prefect_api_url = "hunter2"
PREFECT_API = '{"key": "hunter2"}'
MY_TOKEN = "hunter2"
PREFECT_CLIENT_CUSTOM_HEADERS = '{"a": "hunter2"}'
PREFECT_LOGGING_LEVEL = "INFO
PREFECT_API_REQUEST_TIMEOUT = 30 # c
[profiles]
b = { PREFECT_API_URL = "http://me:hunter2@x", PREFECT_API_ENABLE_HTTP2 = true }
PREFECT_API_URL = "hunter2"
"""


def test_values_of_profiles_are_converted(tmp_path: Path) -> None:
    folder = Folder(tmp_path, client=Client(nested_symbols=True))
    found = symbol_tree(folder.view(PROFILES, "profiles.toml"))
    shown: dict[str, str | None] = {}

    def go_over(symbols: Iterable[lsp.DocumentSymbol], path: str) -> None:
        for symbol in symbols:
            shown[f"{path}{symbol.name}"] = symbol.detail
            go_over(symbol.children or (), f"{path}{symbol.name}.")

    go_over(found, "")
    assert {path: detail for path, detail in shown.items() if detail} == {
        "profiles.a.PREFECT_API_URL": '"http://x"',
        "profiles.a.PREFECT_API_KEY": "***",
        "profiles.a.PREFECT_CLIENT_CUSTOM_HEADERS": "***",
        "profiles.a.PREFECT_API_REQUEST_TIMEOUT": "30",
        "profiles.b.PREFECT_API_URL": "***",
        "profiles.b.PREFECT_API_ENABLE_HTTP2": "true",
    }
    assert "hunter2" not in repr(shown)
    assert len(shown) == 15


@pytest.mark.parametrize("encoding", PositionEncoding)
def test_a_simple_pair_is_encoded_like_any_other(encoding: PositionEncoding) -> None:
    text = "[server.api]\n  'é😀' = 'ö😀'\nport = 1\n[runner]\nheartbeat_frequency = 30\n"
    (server, runner) = symbol_tree(view(text, Client(encoding, nested_symbols=True)))
    commented = text.replace("'\n", "' #\n").replace("1\n", "1 #\n").replace("30\n", "30 #\n")
    (other, gone) = symbol_tree(view(commented, Client(encoding, nested_symbols=True)))
    pairs = [*server.children[0].children, *runner.children]
    others = [*other.children[0].children, *gone.children]
    assert len(pairs) == 3
    for each, same in zip(pairs, others, strict=True):
        assert each.range.start == same.range.start
        assert each.range.end.character + 2 == same.range.end.character
        same.range = each.range
        assert each == same


def test_a_list_for_a_client_that_does_not_support_a_tree() -> None:
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


DOTENV = """\
# c
OTHER=hunter2
PREFECT_SERVER_API_PORT=4200 # c
export PREFECT_API_KEY='hunter2'
prefect_api_url=https://me:hunter2@x
PREFECT_API_URL
PREFECT_SERVER_UI_V2_ENABLED=true
PREFECT_UNKNOWN=hunter2
PREFECT hunter2
"""


def test_the_variables_of_dotenv(tmp_path: Path) -> None:
    folder = Folder(tmp_path, release="3.6.0", client=Client(nested_symbols=True))
    found = symbol_tree(folder.view(DOTENV, ".env"))
    assert [(each.name, each.detail, each.selection_range.start.line) for each in found] == [
        ("PREFECT_SERVER_API_PORT", "4200", 2),
        ("PREFECT_API_KEY", "***", 3),
        ("prefect_api_url", "***", 4),
        ("PREFECT_API_URL", None, 5),
        ("PREFECT_SERVER_UI_V2_ENABLED", "true", 6),
        ("PREFECT_UNKNOWN", None, 7),
    ]
    assert found[3].kind is lsp.SymbolKind.Null
    assert [each.name for each in found if each.tags] == ["PREFECT_SERVER_UI_V2_ENABLED"]
    assert found[1].selection_range.start.character == len("export ")


def test_a_list_of_the_variables_of_dotenv(tmp_path: Path) -> None:
    view = Folder(tmp_path).view("PREFECT_API_URL=x\n", ".env")
    (found,) = DOCUMENT_SYMBOL(view, PARAMS)
    assert (found.name, found.location.uri) == ("PREFECT_API_URL", view.uri)
