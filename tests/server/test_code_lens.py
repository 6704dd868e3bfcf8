"""`textDocument/codeLens`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

from tests.server.conftest import COMMAND, capabilities
from tests.server.editor import open_file


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND))
async def wanting(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client whose user has switched code lenses on."""
    options: Any = {"codeLens": {"enable": True}}
    offered = capabilities()
    offered.experimental = {"commands": {"commands": ["prefectToml.showEffectiveSettings"]}}  # type: ignore[assignment]
    await lsp_client.initialize_session(
        lsp.InitializeParams(capabilities=offered, initialization_options=options)
    )
    yield
    await lsp_client.shutdown_session()


async def lenses(client: LanguageClient) -> list[lsp.CodeLens] | None:
    uri = await open_file(client, "[server.api]\nport = 1\n")
    found = await client.text_document_code_lens_async(
        lsp.CodeLensParams(lsp.TextDocumentIdentifier(uri))
    )
    return None if found is None else list(found)


@pytest.mark.asyncio
async def test_a_lens_runs_a_command_of_the_client(wanting: LanguageClient) -> None:
    (lens,) = await lenses(wanting) or ()
    assert lens.command
    assert lens.command.title == "1 setting"
    assert lens.command.command == "prefectToml.showEffectiveSettings"


@pytest.mark.asyncio
async def test_off_by_default(client: LanguageClient) -> None:
    assert await lenses(client) is None
