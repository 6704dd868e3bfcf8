"""`textDocument/semanticTokens/*`."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from prefect_toml_lsp.text import PositionEncoding
from tests.features.tokens import apply, texts
from tests.server.editor import change_file, open_file

pytestmark = pytest.mark.asyncio

TEXT = '[api]\nurl = "http://é"  # c\n'
KINDS = [
    ("api", "namespace.definition"),
    ("url", "property"),
    ("=", "operator"),
    ('"http://é"', "string"),
    ("# c", "comment"),
]
TOP = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))


async def full(client: LanguageClient, uri: str) -> lsp.SemanticTokens | None:
    return await client.text_document_semantic_tokens_full_async(
        lsp.SemanticTokensParams(lsp.TextDocumentIdentifier(uri))
    )


async def delta(
    client: LanguageClient, uri: str, previous: str | None
) -> lsp.SemanticTokens | lsp.SemanticTokensDelta | None:
    assert previous is not None
    return await client.text_document_semantic_tokens_full_delta_async(
        lsp.SemanticTokensDeltaParams(lsp.TextDocumentIdentifier(uri), previous)
    )


async def start(client: LanguageClient, text: str) -> tuple[str, str | None, Sequence[int]]:
    """Open a file and request its tokens; returns its URI, the result's id and integers."""
    uri = await open_file(client, text)
    found = await full(client, uri)
    assert found is not None
    return uri, found.result_id, found.data


async def test_all_tokens(client: LanguageClient) -> None:
    _, _, data = await start(client, TEXT)
    assert texts(TEXT, data) == KINDS


async def test_all_tokens_in_utf_8(plain_client: LanguageClient) -> None:
    _, _, data = await start(plain_client, TEXT)
    assert texts(TEXT, data, PositionEncoding.UTF8) == KINDS


async def test_deltas_after_edits(client: LanguageClient) -> None:
    uri, result, data = await start(client, TEXT)
    await change_file(client, uri, 2, (TOP, "debug_mode = true\n"), (TOP, "# 1\n\n"))
    new = await delta(client, uri, result)
    assert isinstance(new, lsp.SemanticTokensDelta)
    assert texts("# 1\n\ndebug_mode = true\n" + TEXT, apply(data, new.edits)) == [
        ("# 1", "comment"), ("debug_mode", "property"), ("=", "operator"), ("true", "keyword"),
        *KINDS,
    ]  # fmt: skip
    same = await delta(client, uri, new.result_id)
    assert isinstance(same, lsp.SemanticTokensDelta)
    assert not same.edits


async def test_a_result_that_was_not_the_last_one_gives_all_tokens(client: LanguageClient) -> None:
    uri, result, data = await start(client, TEXT)
    _, other, _ = await start(client, "")
    await full(client, uri)
    for previous in (result, other, "", "never"):
        again = await delta(client, uri, previous)
        assert isinstance(again, lsp.SemanticTokens)
        assert again.data == data


async def test_a_closed_document_is_forgotten(client: LanguageClient) -> None:
    uri, result, data = await start(client, TEXT)
    client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    assert await full(client, uri) is None
    client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "toml", 1, TEXT))
    )
    again = await delta(client, uri, result)
    assert isinstance(again, lsp.SemanticTokens)
    assert again.data == data


async def test_tokens_of_a_range(client: LanguageClient) -> None:
    uri = await open_file(client, "# 0\n# 1\na = '''\n'''\n# 4\n")
    found = await client.text_document_semantic_tokens_range_async(
        lsp.SemanticTokensRangeParams(
            lsp.TextDocumentIdentifier(uri), lsp.Range(lsp.Position(1, 2), lsp.Position(2, 1))
        )
    )
    assert found is not None
    assert [text for text, _ in texts("# 0\n# 1\na = '''\n'''\n# 4\n", found.data)] == [
        "# 1", "a", "=", "'''",
    ]  # fmt: skip
