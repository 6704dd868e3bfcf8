"""Documents that are open side by side, unsaved."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

TOML = "[server.api]\nport = 1\n"


def opened(client: LanguageClient, path: Path, text: str) -> str:
    item = lsp.TextDocumentItem(path.as_uri(), "toml", 1, text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    return path.as_uri()


def change(client: LanguageClient, uri: str, version: int, text: str) -> None:
    whole = lsp.TextDocumentContentChangeWholeDocument(text)
    document = lsp.VersionedTextDocumentIdentifier(version, uri)
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [whole]))


async def told(client: LanguageClient, uri: str, expected: list[str]) -> None:
    """Wait for these messages about a document."""
    while [each.message for each in client.diagnostics.get(uri, ())] != expected:
        await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)


@pytest.mark.asyncio
async def test_what_one_sets_overrides_the_other(client: LanguageClient, tmp_path: Path) -> None:
    def wins(line: int) -> list[str]:
        variable = "PREFECT_SERVER_API_PORT"
        return [
            f"Prefect ignores `server.api.port` here: `{variable}` on line {line} of `.env` wins"
        ]

    toml = opened(client, tmp_path / "prefect.toml", TOML)
    dotenv = opened(client, tmp_path / ".env", "")
    opened(client, tmp_path / "other" / "prefect.toml", TOML)
    change(client, dotenv, 2, "PREFECT_SERVER_API_PORT=2")
    await told(client, toml, wins(1))
    change(client, dotenv, 3, "\nPREFECT_SERVER_API_PORT=2")
    await told(client, toml, wins(2))
    change(client, dotenv, 4, "\n# PREFECT_SERVER_API_PORT=2")
    await told(client, toml, [])
    change(client, dotenv, 5, "PREFECT_SERVER_API_PORT=2")
    await told(client, toml, wins(1))
    closed = lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(dotenv))
    client.text_document_did_close(closed)  # unsaved, so the file is as it was: not there
    await told(client, toml, [])
