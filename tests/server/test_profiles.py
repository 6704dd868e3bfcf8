"""`profiles.toml` in an editor."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

from tests.server.conftest import COMMAND, capabilities
from tests.server.editor import (
    apply,
    change_file,
    complete,
    cursor,
    diagnostics_of,
    hovered,
    open_file,
)

pytestmark = pytest.mark.asyncio

NAME = "profiles.toml"
ACTIVE = 'active = "a"\n[profiles.a]\n'


async def test_diagnostics_follow_edits(client: LanguageClient) -> None:
    uri = await open_file(client, ACTIVE + 'PREFECT_DEBUG_MODE = "x"\n', NAME)
    assert [each.code for each in client.diagnostics[uri]] == ["bool-string"]
    where = lsp.Range(lsp.Position(0, 10), lsp.Position(0, 11))
    found = await change_file(client, uri, 2, (where, "b"))
    assert [(each.code, each.severity) for each in found] == [
        ("unknown-profile", lsp.DiagnosticSeverity.Warning),
        ("bool-string", lsp.DiagnosticSeverity.Warning),
    ]


async def test_profiles_that_prefect_would_not_load_are_judged_by_themselves(
    client: LanguageClient, tmp_path: Path
) -> None:
    (tmp_path / "prefect.toml").write_text("debug_mode = true\n")
    uri, text = (tmp_path / NAME).as_uri(), ACTIVE + 'PREFECT_DEBUG_MODE = "x"\n'
    item = lsp.TextDocumentItem(uri, "toml", 1, text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    assert [each.code for each in await diagnostics_of(client, uri)] == ["bool-string"]


@pytest.mark.parametrize(
    ("marked", "covers", "says"),
    [
        (ACTIVE + "PREFECT_API_|URL = 'x'", "PREFECT_API_URL", "**`api.url`**"),
        (ACTIVE + "PREFECT_DEBUG_MODE = 'tr|ue'", "'true'", "**`debug_mode`**"),
        (ACTIVE + "PREFECT_LOGGING_LEVEL = 'in|fo'", "'info'", "`INFO`: "),
        (
            ACTIVE + "PREFECT_SERVER_EVENTS_RETENTION_PERIOD = 'P|7D'",
            "'P7D'",
            "7 days",
        ),
        (ACTIVE + "PREFECT_API_REQUEST_TIMEOUT = '9|0'", "'90'", "1 minute 30 seconds"),
        (ACTIVE + "PREFECT_SERVER_A|PI = '{}'", "PREFECT_SERVER_API", "**`[server.api]`**"),
        ("profiles.a.PREFECT_API_|URL = 'x'", "PREFECT_API_URL", "**`api.url`**"),
        ("active = 'a'\n[profiles.|a]", "a", "the active profile"),
        ("active = 'a'\n|[profiles.a]", "[profiles.a", "the active profile"),
        ("|[profiles.b]", "[profiles.b", "**`b`** — a profile"),
        ("act|ive = 'a'", "active", "PREFECT_PROFILE"),
    ],
)
async def test_hover(client: LanguageClient, marked: str, covers: str, says: str) -> None:
    found = await hovered(client, marked, NAME)
    assert found is not None
    assert found[0] == covers
    assert says in found[1]


@pytest.mark.parametrize(
    "marked",
    ["# PREFECT_API_U|RL", ACTIVE + "PREFECT_NO|PE = '1'", "|", "active = 'a|'", "[fo|o]"],
)
async def test_hover_is_silent_elsewhere(client: LanguageClient, marked: str) -> None:
    assert await hovered(client, marked, NAME) is None


async def test_hover_shows_no_secret(client: LanguageClient) -> None:
    found = await hovered(client, ACTIVE + "PREFECT_API_KEY = 'pnu_s3c|ret'", NAME)
    assert found is not None
    assert "s3cret" not in found[1]


async def labels(client: LanguageClient, marked: str) -> list[str]:
    return [each.label for each in await complete(client, marked, NAME)]


async def test_completion_of_variables(client: LanguageClient) -> None:
    marked = ACTIVE + "PREFECT_API_URL = 'x'\nPREFECT_API_|"
    found = await complete(client, marked, NAME)
    names = [each.label for each in found]
    assert "PREFECT_API_URL" not in names
    assert names.index("PREFECT_API_KEY") < names.index("PREFECT_API_DATABASE_TIMEOUT")
    key = next(each for each in found if each.label == "PREFECT_API_KEY")
    assert isinstance(key.text_edit, lsp.TextEdit)
    assert apply(cursor(marked)[0], key.text_edit).endswith('\nPREFECT_API_KEY = "$1"')
    resolved = await client.completion_item_resolve_async(key)
    assert isinstance(resolved.documentation, lsp.MarkupContent)
    assert "**`api.key`**" in resolved.documentation.value


async def test_a_variable_whose_setting_is_already_set_is_not_offered(
    client: LanguageClient,
) -> None:
    names = await labels(client, ACTIVE + "PREFECT_UI_API_URL = 'x'\n|")
    assert "PREFECT_SERVER_UI_API_URL" not in names
    assert "PREFECT_API_URL" in names


@pytest.mark.parametrize(
    ("marked", "label", "result"),
    [
        (ACTIVE + "PREFECT_DEBUG_MODE =|", '"true"', 'PREFECT_DEBUG_MODE = "true"'),
        (ACTIVE + "PREFECT_DEBUG_MODE = 'f|'", '"false"', "PREFECT_DEBUG_MODE = 'false'"),
        (ACTIVE + 'PREFECT_LOGGING_LEVEL = "|', '"DEBUG"', 'PREFECT_LOGGING_LEVEL = "DEBUG"'),
        (ACTIVE + "PREFECT_SERVER_API_PORT = |", '"4200"', 'PREFECT_SERVER_API_PORT = "4200"'),
        ("active = '|'\n[profiles.staging]", '"staging"', "active = 'staging'\n[profiles.staging]"),
        (
            "active = |\n[profiles.staging]",
            '"ephemeral"',
            'active = "ephemeral"\n[profiles.staging]',
        ),
        ("active = 'prod'\n[|", "profiles.prod", "active = 'prod'\n[profiles.prod]"),
        ("[profiles.lo|]", "profiles.local", "[profiles.local]"),
        ("act|", "active", 'active = "$1"'),
    ],
)
async def test_completion(client: LanguageClient, marked: str, label: str, result: str) -> None:
    found = {each.label: each for each in await complete(client, marked, NAME)}
    edit = found[label].text_edit
    assert isinstance(edit, lsp.TextEdit)
    assert apply(cursor(marked)[0], edit).endswith(result)


async def test_no_values_for_a_secret(client: LanguageClient) -> None:
    assert await labels(client, ACTIVE + "PREFECT_API_KEY = |") == []


async def test_features_of_plain_toml_work_here(client: LanguageClient) -> None:
    text = ACTIVE + "PREFECT_PLUGINS_ALLOW = [\n'a',\n]\n\n[profiles.b]\nPREFECT_API_URL='x'"
    uri = await open_file(client, text, NAME)
    document = lsp.TextDocumentIdentifier(uri)
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
    assert symbols
    folds = await client.text_document_folding_range_async(lsp.FoldingRangeParams(document))
    assert folds
    tokens = await client.text_document_semantic_tokens_full_async(
        lsp.SemanticTokensParams(document)
    )
    assert tokens is not None
    assert tokens.data
    options = lsp.FormattingOptions(tab_size=4, insert_spaces=True)
    edits = await client.text_document_formatting_async(
        lsp.DocumentFormattingParams(document, options)
    )
    assert edits
    at = lsp.Position(0, 10)
    target = await client.text_document_definition_async(lsp.DefinitionParams(document, at))
    assert target


# Which file has the profiles


@pytest_lsp.fixture(
    config=ClientServerConfig(
        server_command=COMMAND, server_env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ),
    scope="session",
)
async def bare_client(lsp_client: LanguageClient, tmp_path_factory: pytest.TempPathFactory):
    root = tmp_path_factory.mktemp("root")
    (root / "prefect.toml").write_text(
        "profiles_path = 'mine.toml'\nserver.api.port = 4300\n", encoding="utf-8"
    )
    lsp_client.root = root
    said = capabilities()
    assert said.text_document is not None
    said.text_document.code_action = lsp.CodeActionClientCapabilities(
        code_action_literal_support=lsp.ClientCodeActionLiteralOptions(
            lsp.ClientCodeActionKindOptions(["quickfix"])
        )
    )
    folders = [lsp.WorkspaceFolder(root.as_uri(), "root")]
    await lsp_client.initialize_session(
        lsp.InitializeParams(capabilities=said, workspace_folders=folders)
    )
    yield
    await lsp_client.shutdown_session()


async def test_the_file_that_profiles_path_names(bare_client: LanguageClient) -> None:
    root: Path = bare_client.root
    text = ACTIVE + "PREFECT_SERVER_API_PORT = 'x'\nPREFECT_API_URI = 'x'"
    uri = (root / "mine.toml").as_uri()
    bare_client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "toml", 1, text))
    )
    codes = [each.code for each in await diagnostics_of(bare_client, uri)]
    assert codes == ["overridden", "unknown-variable"]
    params = lsp.CodeActionParams(
        lsp.TextDocumentIdentifier(uri),
        lsp.Range(lsp.Position(3, 3), lsp.Position(3, 3)),
        lsp.CodeActionContext(list(bare_client.diagnostics[uri])),
    )
    actions = await bare_client.text_document_code_action_async(params)
    assert actions
    action = actions[0]
    assert isinstance(action, lsp.CodeAction)
    assert action.title == "Change to `PREFECT_API_URL`"
    assert action.edit is not None
    assert action.edit.changes is not None
    (edit,) = action.edit.changes[uri]
    assert apply(text, edit).endswith("PREFECT_API_URL = 'x'")
    assert [each.code for each in action.diagnostics or ()] == ["unknown-variable"]


async def test_other_toml_files_are_left_alone(bare_client: LanguageClient) -> None:
    uri = (bare_client.root / "other.toml").as_uri()
    bare_client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "toml", 1, "x = "))
    )
    found = await bare_client.text_document_hover_async(
        lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(0, 0))
    )
    assert found is None
    assert uri not in bare_client.diagnostics
