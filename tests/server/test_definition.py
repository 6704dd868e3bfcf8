"""`textDocument/definition` over stdio; tests/features tests the targets."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from tests.server.editor import covered

pytestmark = pytest.mark.asyncio


async def test_from_a_setting_to_the_line_that_wins(client: LanguageClient, tmp_path: Path) -> None:
    env = "# 😀\nexport PREFECT_API_URL=x"
    (tmp_path / ".env").write_text(env)
    uri = (tmp_path / "prefect.toml").as_uri()
    item = lsp.TextDocumentItem(uri, "toml", 1, "api = { key = '😀', url = 'y' }")
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    async def definition(character: int) -> lsp.Location | None:
        where = lsp.TextDocumentIdentifier(uri)
        params = lsp.DefinitionParams(where, lsp.Position(0, character))
        found = await client.text_document_definition_async(params)
        assert found is None or isinstance(found, lsp.Location)
        return found

    found = await definition(20)
    assert found
    assert found.uri == (tmp_path / ".env").as_uri()
    assert covered(env, found.range) == "PREFECT_API_URL"
    own = await definition(9)
    assert own
    assert (own.uri, covered(item.text, own.range)) == (uri, "key")
    assert await definition(5) is None
