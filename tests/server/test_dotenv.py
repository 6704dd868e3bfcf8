"""`.env` in an editor."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from tests.server.editor import apply, change_file, complete, cursor, hovered, open_file

pytestmark = pytest.mark.asyncio

NAME = ".env"


async def test_diagnostics_follow_edits(client: LanguageClient) -> None:
    uri = await open_file(client, "OTHER='😀'; PREFECT_NOPE\n'😀'=1\nPREFECT_DEBUG_MODE=x\n", NAME)
    (found,) = client.diagnostics[uri]
    assert (found.code, found.range.start) == ("bool-string", lsp.Position(2, 19))
    where = lsp.Range(lsp.Position(2, 19), lsp.Position(2, 20))
    assert await change_file(client, uri, 2, (where, "on")) == []
    assert await change_file(client, uri, 3, (lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0)),
                                              "PREFECT_API=x\n")) != []  # fmt: skip


@pytest.mark.parametrize(
    ("marked", "covers", "says"),
    [
        ("PREFECT_API_|URL=x", "PREFECT_API_URL", "**`api.url`**"),
        ("export 'prefect_|api_url'=x", "'prefect_api_url'", "**`api.url`**"),
        ('A=😀\nPREFECT_SERVER_EVENTS_RETENTION_PERIOD="P|7D" # x', '"P7D"', "7 days"),
        ("PREFECT_API_REQUEST_TIMEOUT=9|0", "90", "1 minute 30 seconds"),
        ("PREFECT_SERVER_A|PI={}", "PREFECT_SERVER_API", "**`[server.api]`**"),
    ],
)
async def test_hover(client: LanguageClient, marked: str, covers: str, says: str) -> None:
    found = await hovered(client, marked, NAME)
    assert found is not None
    assert found[0] == covers
    assert says in found[1]


@pytest.mark.parametrize(
    "marked", ["OTH|ER=1", "# PREFECT_API_U|RL=1", "PREFECT_NO|PE=1", "PREFECT_API_URL=x # |", "|"]
)
async def test_hover_is_silent_elsewhere(client: LanguageClient, marked: str) -> None:
    assert await hovered(client, marked, NAME) is None


@pytest.mark.parametrize(
    ("marked", "label", "result"),
    [
        ("PREFECT_API_U|", "PREFECT_API_URL", "PREFECT_API_URL="),
        ("export PRE|", "PREFECT_API_URL", "export PREFECT_API_URL="),
        ("PREFECT_API|_URI=x", "PREFECT_API_URL", "PREFECT_API_URL=x"),
        ("A=1\n|\nB=2", "PREFECT_API_URL", "A=1\nPREFECT_API_URL=\nB=2"),
        ("prefect_a|", "PREFECT_API_URL", "PREFECT_API_URL="),
        ("PREFECT_DEBUG_MODE=|", "true", "PREFECT_DEBUG_MODE=true"),
        ("PREFECT_DEBUG_MODE=f| # c", "false", "PREFECT_DEBUG_MODE=false # c"),
        ("PREFECT_LOGGING_LEVEL='|'", "DEBUG", "PREFECT_LOGGING_LEVEL='DEBUG'"),
        ('PREFECT_LOGGING_LEVEL="IN|', "INFO", 'PREFECT_LOGGING_LEVEL="INFO"'),
        ("PREFECT_SERVER_API_PORT = |", "4200", "PREFECT_SERVER_API_PORT = 4200"),
    ],
)
async def test_completion(client: LanguageClient, marked: str, label: str, result: str) -> None:
    found = {each.label: each for each in await complete(client, marked, NAME)}
    edit = found[label].text_edit
    assert isinstance(edit, lsp.TextEdit)
    assert apply(cursor(marked)[0], edit) == result


@pytest.mark.parametrize(
    "marked",
    ["OTHER|", "OTHER=|", "PREFECT_API_KEY=|", "# PRE|", "PREFECT_NOPE=|", "PREFECT_API_URL=x # |",
     "A='\nPRE|\n'"],
)  # fmt: skip
async def test_completion_is_silent_elsewhere(client: LanguageClient, marked: str) -> None:
    text, position = cursor(marked)
    uri = await open_file(client, text, NAME)
    found = await client.text_document_completion_async(
        lsp.CompletionParams(lsp.TextDocumentIdentifier(uri), position)
    )
    assert found is None or (isinstance(found, lsp.CompletionList) and not found.items)


async def test_existing_variables_are_not_offered_again(client: LanguageClient) -> None:
    names = [each.label for each in await complete(client, "prefect_ui_api_url=x\n|", NAME)]
    assert "PREFECT_SERVER_UI_API_URL" not in names
    assert "PREFECT_API_URL" in names


async def test_requests_for_toml_are_answered_with_null(client: LanguageClient) -> None:
    uri = await open_file(client, "PREFECT_API_URL=x", NAME)
    document = lsp.TextDocumentIdentifier(uri)
    folds = await client.text_document_folding_range_async(lsp.FoldingRangeParams(document))
    assert folds is None


async def test_files_of_other_names_are_left_alone(client: LanguageClient) -> None:
    uri = "file:///elsewhere/.env.local"
    client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "dotenv", 1, "PREFECT_NOPE=1"))
    )
    found = await client.text_document_hover_async(
        lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(0, 3))
    )
    assert found is None
    assert uri not in client.diagnostics
