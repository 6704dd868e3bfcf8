"""Clients escape URIs differently: VS Code escapes the colon of `C:`, Neovim leaves `@`."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from tests.server.test_pull_diagnostics import puller

__all__ = ["puller"]  # a fixture


def open_with(client: LanguageClient, path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    uri = path.as_uri().replace("%40", "@")
    item = lsp.TextDocumentItem(uri, "toml", 1, text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    return uri


@pytest.mark.asyncio
@pytest.mark.parametrize("declaration", [True, False])
async def test_a_file_has_one_location_whatever_its_uri(
    puller: LanguageClient, tmp_path: Path, declaration: bool
) -> None:
    folder = tmp_path / "a@b"
    folder.mkdir()
    dotenv = open_with(puller, folder / ".env", "PREFECT_SERVER_API_PORT=4300\n")
    settings = open_with(puller, folder / "prefect.toml", "[server.api]\nport = 4201\n")
    assert "@" in settings
    found = await puller.text_document_references_async(
        lsp.ReferenceParams(
            lsp.ReferenceContext(include_declaration=declaration),
            lsp.TextDocumentIdentifier(settings),
            lsp.Position(1, 1),
        )
    )
    expected = [settings, dotenv] if declaration else [settings]  # `.env` wins over it
    assert sorted(each.uri for each in found or ()) == sorted(expected)
