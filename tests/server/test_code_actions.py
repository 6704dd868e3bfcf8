"""`textDocument/codeAction`."""

from __future__ import annotations

from collections.abc import AsyncIterator

import attrs
import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

from tests.server.conftest import COMMAND, capabilities
from tests.server.editor import apply, cursor, open_file

pytestmark = pytest.mark.asyncio

Only = list[lsp.CodeActionKind | str] | None


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), scope="session")
async def editor(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor that supports code action literals."""
    wanted = capabilities()
    assert wanted.text_document
    kinds = lsp.ClientCodeActionKindOptions([lsp.CodeActionKind.QuickFix])
    wanted.text_document.code_action = lsp.CodeActionClientCapabilities(
        code_action_literal_support=lsp.ClientCodeActionLiteralOptions(kinds)
    )
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=wanted))
    yield
    await lsp_client.shutdown_session()


async def actions(
    client: LanguageClient, marked: str, only: Only = None, name: str = "prefect.toml"
) -> tuple[str, list[lsp.CodeAction]]:
    """The code actions at the ``|`` in a new file, requested with the diagnostics of its line."""
    text, position = cursor(marked)
    uri = await open_file(client, text, name)
    on_line = [
        each for each in client.diagnostics[uri] if each.range.start.line == position.line
    ]  # fmt: skip
    found = await client.text_document_code_action_async(
        lsp.CodeActionParams(
            lsp.TextDocumentIdentifier(uri),
            lsp.Range(position, position),
            lsp.CodeActionContext(on_line, only),
        )
    )
    assert all(isinstance(each, lsp.CodeAction) for each in found or ())
    return uri, [each for each in found or () if isinstance(each, lsp.CodeAction)]


def made(text: str, uri: str, action: lsp.CodeAction) -> str:
    """The text after the code action."""
    assert action.edit
    assert action.edit.changes
    assert list(action.edit.changes) == [uri]
    for edit in reversed(action.edit.changes[uri]):
        assert isinstance(edit, lsp.TextEdit)
        text = apply(text, edit)
    return text


async def test_a_quick_fix_names_its_diagnostic(editor: LanguageClient) -> None:
    marked = "[logging]\n# 😀\nlevel = 'in|fo' # 😀\n"
    uri, found = await actions(editor, marked, ["quickfix"])
    assert [each.title for each in found][:1] == ["Write `'INFO'`"]
    action = found[0]
    assert action.kind == lsp.CodeActionKind.QuickFix
    assert action.is_preferred
    assert action.diagnostics is not None
    assert [each.code for each in action.diagnostics] == ["level-case"]
    assert made(cursor(marked)[0], uri, action) == "[logging]\n# 😀\nlevel = 'INFO' # 😀\n"


async def test_a_diagnostic_comes_back_as_it_was_sent(editor: LanguageClient) -> None:
    uri = await open_file(editor, "[logging]\nlevel = 'info'\n")
    (found,) = editor.diagnostics[uri]
    start = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 3))
    sent = lsp.Diagnostic(
        found.range,
        "said by “someone”",
        lsp.DiagnosticSeverity.Hint,
        found.code,
        lsp.CodeDescription("https://example.com/"),
        "prefect-toml",
        [lsp.DiagnosticTag.Deprecated],
        [lsp.DiagnosticRelatedInformation(lsp.Location(uri, start), "there")],
        {"any": [1, None, "text"]},
    )
    actions = await editor.text_document_code_action_async(
        lsp.CodeActionParams(
            lsp.TextDocumentIdentifier(uri), found.range, lsp.CodeActionContext([sent])
        )
    )
    assert actions
    first = actions[0]
    assert isinstance(first, lsp.CodeAction)
    assert first.diagnostics is not None
    (back,) = first.diagnostics
    assert sent == attrs.evolve(
        back, tags=list(back.tags or ()), related_information=list(back.related_information or ())
    )


async def test_all_ways_to_fix_a_key_are_offered(editor: LanguageClient) -> None:
    marked = "# the port\nserver_api_port| = 4200\n\n[server]\n"
    uri, found = await actions(editor, marked, ["quickfix"])
    assert [each.title for each in found] == [
        "Move to `[server.api]` as `port`",
        "Remove `server_api_port`",
        "Silence `unknown-setting` here",
    ]
    assert [each.is_preferred for each in found] == [True, None, None]
    becomes = "[server]\n\n[server.api]\n# the port\nport = 4200\n"
    assert made(cursor(marked)[0], uri, found[0]) == becomes


async def test_the_cursor_may_be_anywhere_on_the_line(editor: LanguageClient) -> None:
    _, found = await actions(editor, "debug_mode = 'yes' |# c", ["quickfix"])
    assert [each.title for each in found] == ["Write `true`", "Silence `bool-from-string` here"]


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], ["quickfix", "quickfix"]),
        (["source"], ["source.fixAll.prefect-toml", "source.sort.prefect-toml"]),
        (["source.sort"], ["source.sort.prefect-toml"]),
        (["source.fixAll"], ["source.fixAll.prefect-toml"]),
        (["source.fixAll.prefect-toml"], ["source.fixAll.prefect-toml"]),
        (["source.fixAll.other"], []),
        (["source.fix"], []),
        (["source.organizeImports"], []),
    ],
)
async def test_kinds_are_hierarchical(editor: LanguageClient, only: Only, kinds: list[str]) -> None:
    text = "debug_mode = 'ye|s'\nDEBUG_MODE = 1\n[server]\n[ui]\nenabled = 0\n[api]\n"
    _, found = await actions(editor, text, only)
    assert [each.kind for each in found] == kinds


async def test_fix_all_works_in_pyproject_toml(editor: LanguageClient) -> None:
    text = "[tool.x]\na = 1\n[tool.prefect.ui]\nenabled = 'yes'\n"
    uri, found = await actions(editor, text, ["source.fixAll"], "pyproject.toml")
    assert len(found) == 1
    becomes = "[tool.x]\na = 1\n[tool.prefect.server.ui]\nenabled = true\n"
    assert made(text, uri, found[0]) == becomes


async def test_fix_all_works_in_profiles_and_dotenv(editor: LanguageClient) -> None:
    marked = "|[profiles.a]\n'api.url' = 'x'\nPREFECT_QQQQ = 1\n"
    uri, (action,) = await actions(editor, marked, ["source"], "profiles.toml")
    becomes = "[profiles.a]\nPREFECT_API_URL = 'x'\nPREFECT_QQQQ = 1\n"
    assert action.kind == "source.fixAll.prefect-toml"
    assert made(cursor(marked)[0], uri, action) == becomes
    marked = "PREFECT_DEBUG_MODE=ma|ybe # c\n"
    uri, found = await actions(editor, marked, ["quickfix"], ".env")
    assert [each.title for each in found] == ["Change to `true`", "Change to `false`"]
    assert made(cursor(marked)[0], uri, found[1]) == "PREFECT_DEBUG_MODE=false # c\n"


async def test_refactorings_are_offered_together_with_fixes(editor: LanguageClient) -> None:
    marked = "server.api = { po|rt = '4201' }\n"
    _, both = await actions(editor, marked)
    assert {each.kind for each in both} == {"quickfix", "refactor.rewrite"}
    uri, found = await actions(editor, marked, ["refactor"])
    assert found
    assert all(made(cursor(marked)[0], uri, each) != cursor(marked)[0] for each in found)


async def test_no_actions_if_nothing_is_wrong(editor: LanguageClient) -> None:
    for only in (["quickfix"], ["source.fixAll"]):
        _, found = await actions(editor, "[server.api]\npo|rt = 4201\n", only)
        assert found == []


async def test_a_client_without_literals_gets_none(client: LanguageClient) -> None:
    _, found = await actions(client, "debug_mode = 'ye|s'")
    assert found == []


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND), scope="session")
async def able(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor that resolves edits, and shows why an action is disabled."""
    wanted = capabilities()
    assert wanted.text_document
    kinds = lsp.ClientCodeActionKindOptions([lsp.CodeActionKind.QuickFix])
    wanted.text_document.code_action = lsp.CodeActionClientCapabilities(
        code_action_literal_support=lsp.ClientCodeActionLiteralOptions(kinds),
        disabled_support=True,
        data_support=True,
        resolve_support=lsp.ClientCodeActionResolveOptions(["edit"]),
    )
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=wanted))
    yield
    await lsp_client.shutdown_session()


async def test_fix_all_is_in_the_menu_and_resolved_when_chosen(able: LanguageClient) -> None:
    marked = "[logging]\nlevel = 'in|fo'\n[server.logs]\nlevel = 'info'\n"
    uri, found = await actions(able, marked)
    assert [each.title for each in found if each.data] == [
        "Fix everything that has one clear meaning"
    ]
    (action,) = [each for each in found if each.data]
    assert (action.kind, action.edit) == (lsp.CodeActionKind.QuickFix, None)
    resolved = await able.code_action_resolve_async(action)
    text = made(cursor(marked)[0], uri, resolved)
    assert text.startswith("[logging]\nlevel = 'INFO'\n")
    _, elsewhere = await actions(able, "[log|ging]\nlevel = 'info'\n")
    assert not [each for each in elsewhere if each.data]
    # *fix all* leaves tables of packages that we do not know, so it would do nothing here.
    _, unsure = await actions(able, "[integrations.kuber|nets]\ncluster_uid = 'x'\n")
    assert unsure
    assert not [each for each in unsure if each.data]


async def test_a_fix_whose_result_already_exists_is_disabled(
    able: LanguageClient, editor: LanguageClient
) -> None:
    marked = "[server.api]\nport = 1\npr|ot = 2\n"
    _, found = await actions(able, marked, ["quickfix"])
    (refused,) = [each for each in found if each.disabled]
    assert refused.disabled
    assert "already" in refused.disabled.reason
    assert refused.edit is None
    assert [each.code for each in refused.diagnostics or ()] == ["unknown-setting"]
    _, found = await actions(editor, marked, ["quickfix"])
    assert not [each for each in found if each.disabled]
    assert all(each.edit for each in found)
