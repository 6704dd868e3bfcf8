"""A real server over stdio, and clients with various capabilities."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Sequence

import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

COMMAND = [sys.executable, "-m", "prefect_toml_lsp"]
MARKDOWN = [lsp.MarkupKind.Markdown, lsp.MarkupKind.PlainText]


def capabilities(
    encoding: str = "utf-16",
    snippets: bool = True,
    markdown: bool = True,
    rich: bool = False,
    resolves: Sequence[str] | None = None,
) -> lsp.ClientCapabilities:
    """The client's capabilities; a `rich` client has all those of VS Code for completion, and one
    that `resolves` says which properties of items it asks for later.
    """
    formats = MARKDOWN if markdown else [lsp.MarkupKind.PlainText]
    return lsp.ClientCapabilities(
        general=lsp.GeneralClientCapabilities(position_encodings=[encoding]),
        text_document=lsp.TextDocumentClientCapabilities(
            hover=lsp.HoverClientCapabilities(content_format=formats),
            completion=lsp.CompletionClientCapabilities(
                completion_item=lsp.ClientCompletionItemOptions(
                    snippet_support=snippets,
                    documentation_format=formats,
                    insert_replace_support=rich,
                    label_details_support=rich,
                    resolve_support=(
                        None
                        if resolves is None
                        else lsp.ClientCompletionItemResolveOptions(properties=resolves)
                    ),
                )
            ),
            publish_diagnostics=lsp.PublishDiagnosticsClientCapabilities(version_support=True),
        ),
        experimental={"commands": {"commands": ["editor.action.triggerSuggest"]}} if rich else None,
    )


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), scope="session")
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor with snippets and Markdown that counts UTF-16 units."""
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=capabilities()))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), scope="session")
async def plain_client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor without snippets and Markdown that counts UTF-8 units."""
    plain = capabilities("utf-8", snippets=False, markdown=False)
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=plain))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), scope="session")
async def rich_client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor with VS Code's capabilities for completion."""
    rich = capabilities(rich=True)
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=rich))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), scope="session")
async def unresolving_client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor that never asks for documentation later, with the capabilities of Neovim 0.11."""
    given = capabilities(resolves=["additionalTextEdits", "command"])
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=given))
    yield
    await lsp_client.shutdown_session()
