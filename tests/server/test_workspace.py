"""References and symbols in all configuration files of the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from tests.server.test_pull_diagnostics import open_at, puller

__all__ = ["puller"]  # a fixture


def project(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
    (folder / "a" / "prefect.toml").write_text("[server.api]\nport = 1\n")
    (folder / "b" / ".env").write_text("OTHER=1\nPREFECT_SERVER_API_PORT=2\n")


@pytest.mark.asyncio
async def test_references_in_all_files(puller: LanguageClient, tmp_path: Path) -> None:
    project(tmp_path)
    uri = open_at(puller, tmp_path / "prefect.toml", "server = { api.port = 3 }\n")
    found = await puller.text_document_references_async(
        lsp.ReferenceParams(
            lsp.ReferenceContext(include_declaration=True),
            lsp.TextDocumentIdentifier(uri),
            lsp.Position(0, 18),
        )
    )
    assert {(each.uri, each.range.start.line) for each in found or ()} == {
        (uri, 0),
        ((tmp_path / "a" / "prefect.toml").as_uri(), 1),
        ((tmp_path / "b" / ".env").as_uri(), 1),
    }


@pytest.mark.asyncio
async def test_symbols_of_all_files(puller: LanguageClient, tmp_path: Path) -> None:
    project(tmp_path)
    text = "server = { api.port = 3 }\n[api]\nkey = 's'\n"
    uri = open_at(puller, tmp_path / "prefect.toml", text)
    found = await puller.workspace_symbol_async(lsp.WorkspaceSymbolParams("Apiport"))
    assert {(each.name, each.location.uri) for each in found or ()} >= {
        ("server.api.port", uri),
        ("server.api.port", (tmp_path / "a" / "prefect.toml").as_uri()),
    }
    assert not await puller.workspace_symbol_async(lsp.WorkspaceSymbolParams("telemetry"))
