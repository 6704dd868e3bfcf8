"""Symbols, folds, selections, highlights and links over stdio, for two kinds of client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

from tests.server.conftest import COMMAND, capabilities
from tests.server.editor import covered, open_file

pytestmark = pytest.mark.asyncio

TEXT = (
    "# 😀\n"
    "# https://docs.prefect.io\n"
    "[server.api]\n"
    "port = 4200 # 😀\n"
    "auth_string = 'admin:s3cret'\n"
    "\n"
    "[client]\n"
    "retry_extra_codes = [\n"
    "  404,\n"
    "]\n"
    "[server.ui]\n"
)


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), scope="session")
async def tree_client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor with nested symbols that folds whole lines."""
    able = capabilities()
    assert able.text_document
    able.text_document.document_symbol = lsp.DocumentSymbolClientCapabilities(
        hierarchical_document_symbol_support=True
    )
    able.text_document.folding_range = lsp.FoldingRangeClientCapabilities(line_folding_only=True)
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=able))
    yield
    await lsp_client.shutdown_session()


def document(uri: str) -> lsp.TextDocumentIdentifier:
    return lsp.TextDocumentIdentifier(uri)


async def test_a_tree_of_symbols(tree_client: LanguageClient) -> None:
    uri = await open_file(tree_client, TEXT)
    found = await tree_client.text_document_document_symbol_async(
        lsp.DocumentSymbolParams(document(uri))
    )
    symbols = [symbol for symbol in found or () if isinstance(symbol, lsp.DocumentSymbol)]
    assert [symbol.name for symbol in symbols] == ["server", "client", "server"]
    (api,) = symbols[0].children or ()
    assert [(each.name, each.detail) for each in api.children or ()] == [
        ("port", "4200"),
        ("auth_string", "***"),
    ]
    port = (api.children or ())[0]
    assert covered(TEXT, port.range) == "port = 4200 # 😀"
    assert covered(TEXT, port.selection_range) == "port"


async def test_a_list_of_symbols(client: LanguageClient) -> None:
    uri = await open_file(client, TEXT)
    found = await client.text_document_document_symbol_async(
        lsp.DocumentSymbolParams(document(uri))
    )
    symbols = [symbol for symbol in found or () if isinstance(symbol, lsp.SymbolInformation)]
    assert [(each.name, each.container_name) for each in symbols] == [
        ("server", None),
        ("api", "server"),
        ("port", "server.api"),
        ("auth_string", "server.api"),
        ("client", None),
        ("retry_extra_codes", "client"),
        ("server", None),
        ("ui", "server"),
    ]
    assert {each.location.uri for each in symbols} == {uri}


async def test_folds(tree_client: LanguageClient, client: LanguageClient) -> None:
    async def ask(editor: LanguageClient) -> list[lsp.FoldingRange]:
        params = lsp.FoldingRangeParams(document(await open_file(editor, TEXT)))
        return list(await editor.text_document_folding_range_async(params) or ())

    comment = lsp.FoldingRangeKind.Comment
    assert await ask(tree_client) == [
        lsp.FoldingRange(0, 1, kind=comment),
        lsp.FoldingRange(2, 4),
        lsp.FoldingRange(6, 9),
        lsp.FoldingRange(7, 8),
    ]
    assert await ask(client) == [
        lsp.FoldingRange(0, 1, 4, 25, comment),
        lsp.FoldingRange(2, 4, 12, 28),
        lsp.FoldingRange(6, 9, 8, 1),
        lsp.FoldingRange(7, 9, 21, 0),
    ]


async def test_selections_and_highlights(client: LanguageClient) -> None:
    uri = await open_file(client, TEXT)
    where = lsp.Position(10, 4)
    (selection,) = (
        await client.text_document_selection_range_async(
            lsp.SelectionRangeParams(document(uri), [where])
        )
        or ()
    )
    assert covered(TEXT, selection.range) == "server"
    assert selection.parent
    assert covered(TEXT, selection.parent.range) == "server.ui"
    found = await client.text_document_document_highlight_async(
        lsp.DocumentHighlightParams(document(uri), where)
    )
    assert [(each.range.start.line, each.kind) for each in found or ()] == [
        (2, lsp.DocumentHighlightKind.Read),
        (10, lsp.DocumentHighlightKind.Read),
    ]


async def test_links(client: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / "logging.yml").touch()
    text = f"{TEXT}[logging]\nconfig_path = '{(tmp_path / 'logging.yml').as_posix()}'\n"
    uri = await open_file(client, text)
    found = await client.text_document_document_link_async(lsp.DocumentLinkParams(document(uri)))
    assert [(covered(text, each.range), each.target) for each in found or ()] == [
        ("https://docs.prefect.io", "https://docs.prefect.io"),
        ((tmp_path / "logging.yml").as_posix(), (tmp_path / "logging.yml").as_uri()),
    ]


async def test_pyproject_is_another_tools_file(tree_client: LanguageClient) -> None:
    text = "[project]\n# https://x.y\n# c\nname = [\n1,\n2,\n]\n[tool.prefect]\ndebug_mode = true"
    uri = await open_file(tree_client, text, "pyproject.toml")
    editor, file = tree_client, document(uri)
    symbols = await editor.text_document_document_symbol_async(lsp.DocumentSymbolParams(file))
    assert [symbol.name for symbol in symbols or ()] == ["tool.prefect"]
    folds = await editor.text_document_folding_range_async(lsp.FoldingRangeParams(file))
    assert list(folds or ()) == [lsp.FoldingRange(7, 8)]
    links = await editor.text_document_document_link_async(lsp.DocumentLinkParams(file))
    assert list(links or ()) == []
    where = lsp.Position(3, 1)
    found = await editor.text_document_document_highlight_async(
        lsp.DocumentHighlightParams(file, where)
    )
    assert found is None
    selections = await editor.text_document_selection_range_async(
        lsp.SelectionRangeParams(file, [where])
    )
    assert list(selections or ()) == [lsp.SelectionRange(lsp.Range(where, where))]
