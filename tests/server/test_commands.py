"""`workspace/executeCommand`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient

from prefect_toml_lsp.analysis.starter import starter
from prefect_toml_lsp.features import commands
from prefect_toml_lsp.prefect import Catalogue
from tests.server.conftest import COMMAND, capabilities
from tests.server.editor import open_at

STARTER = starter(Catalogue.load().schema())

pytestmark = pytest.mark.slow

INVALID_PARAMS = -32602
REQUEST_FAILED = -32803


class Editor:
    """An editor that creates files when the server requests it."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.refuses = False
        client.feature(lsp.WORKSPACE_APPLY_EDIT)(lambda params: self._apply(params))

    def _apply(self, params: lsp.ApplyWorkspaceEditParams) -> lsp.ApplyWorkspaceEditResult:
        if self.refuses:
            return lsp.ApplyWorkspaceEditResult(False, "read-only")
        create, change = params.edit.document_changes or ()
        assert isinstance(create, lsp.CreateFile)
        assert isinstance(change, lsp.TextDocumentEdit)
        path = Path(create.uri.removeprefix("file://"))
        path.write_text("".join(edit.new_text for edit in change.edits))  # type: ignore[union-attr]
        return lsp.ApplyWorkspaceEditResult(True)


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND))
async def able(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client with all capabilities that the commands use."""
    offered = capabilities()
    offered.window = lsp.WindowClientCapabilities(
        show_document=lsp.ShowDocumentClientCapabilities(True)
    )
    offered.workspace = lsp.WorkspaceClientCapabilities(
        apply_edit=True,
        workspace_edit=lsp.WorkspaceEditClientCapabilities(
            document_changes=True, resource_operations=[lsp.ResourceOperationKind.Create]
        ),
    )
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=offered))
    yield
    await lsp_client.shutdown_session()


async def run(client: LanguageClient, command: str, *arguments: Any) -> Any:
    params = lsp.ExecuteCommandParams(command, arguments=list(arguments))
    return await client.workspace_execute_command_async(params)


@pytest.mark.asyncio
async def test_the_commands_for_a_client_with_all_capabilities(
    able: LanguageClient, tmp_path: Path
) -> None:
    editor = Editor(able)
    (tmp_path / ".env").write_text("PREFECT_SERVER_API_PORT=1\nPREFECT_API_KEY=hunter2")
    (tmp_path / "prefect.toml").write_text("debug_mode = false")
    uri = open_at(able, tmp_path / "prefect.toml", "[server.api]\nport = 2\nhost = 'unsaved'")

    shown = await run(able, commands.SHOW_EFFECTIVE, uri)
    assert shown["languageId"] == "markdown"
    rows = {each["setting"]: each for each in shown["rows"]}
    assert rows["server.api.host"]["value"] == '"unsaved"'
    assert rows["server.api.host"]["sources"][0]["uri"] == uri
    assert rows["server.api.port"]["value"] == "1"
    assert rows["api.key"]["state"] == "hidden"
    assert "hunter2" not in str(shown)
    assert "`debug_mode`" not in shown["text"]
    assert (await run(able, commands.SHOW_EFFECTIVE, tmp_path.as_uri()))["text"] == shown["text"]

    found = await run(able, commands.OPEN_REFERENCE, uri, {"line": 2, "character": 1})
    assert found == {
        "url": f"{commands.REFERENCE}#serverapisettings",
        "setting": "server.api.host",
    }
    (document,) = able.shown_documents
    assert (document.uri, document.external) == (found["url"], True)

    folder = tmp_path / "new"
    folder.mkdir()
    created = await run(able, commands.CREATE_STARTER, folder.as_uri())
    assert created["applied"]
    assert (folder / "prefect.toml").read_text() == STARTER
    assert able.shown_documents[-1].uri == created["uri"] == (folder / "prefect.toml").as_uri()
    (folder / "prefect.toml").write_text("debug_mode = true")
    able.shown_documents.clear()
    again = await run(able, commands.CREATE_STARTER, folder.as_uri())
    assert again == {"uri": created["uri"], "text": "", "applied": False}
    assert [each.uri for each in able.shown_documents] == [created["uri"]]
    assert (folder / "prefect.toml").read_text() == "debug_mode = true"

    (folder / "prefect.toml").unlink()
    (folder / "prefect.toml").symlink_to(tmp_path / "elsewhere")  # it does nothing
    assert not (await run(able, commands.CREATE_STARTER, folder.as_uri()))["applied"]
    assert not (tmp_path / "elsewhere").exists()

    editor.refuses = True
    (folder / "prefect.toml").unlink()
    with pytest.raises(JsonRpcException, match="read-only"):
        await run(able, commands.CREATE_STARTER, folder.as_uri())
    assert not (folder / "prefect.toml").exists()


@pytest.mark.asyncio
async def test_a_client_without_capabilities_gets_the_answers(
    client: LanguageClient, tmp_path: Path
) -> None:
    created = await run(client, commands.CREATE_STARTER, tmp_path.as_uri())
    assert created["text"] == STARTER
    assert not created["applied"]
    assert list(tmp_path.iterdir()) == []
    uri = open_at(client, tmp_path / "prefect.toml", "debug_mode = true")
    found = await run(client, commands.OPEN_REFERENCE, uri, {"line": 0, "character": 0})
    assert found["url"] == f"{commands.REFERENCE}#debug-mode"
    with pytest.raises(JsonRpcException, match="already") as refused:
        await run(client, commands.CREATE_STARTER, uri)
    assert refused.value.code == REQUEST_FAILED


WRONG = [
    (commands.SHOW_EFFECTIVE, [], "URI"),
    (commands.SHOW_EFFECTIVE, [1], "URI"),
    (commands.SHOW_EFFECTIVE, ["untitled:1"], "file"),
    (commands.OPEN_REFERENCE, ["file:///x"], "position"),
    (commands.OPEN_REFERENCE, ["file:///x", {"line": 0, "character": 0}], "open"),
    (commands.CREATE_STARTER, ["file:///no/such/folder"], "folder"),
    ("prefect-toml.unknown", [], "unknown"),
]


@pytest.mark.asyncio
@pytest.mark.parametrize(("command", "arguments", "message"), WRONG)
async def test_wrong_arguments(
    client: LanguageClient, command: str, arguments: list[Any], message: str
) -> None:
    with pytest.raises(JsonRpcException, match=message) as refused:
        await run(client, command, *arguments)
    assert refused.value.code == INVALID_PARAMS


@pytest.mark.asyncio
async def test_the_settings_in_force_are_up_to_date(able: LanguageClient, tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    uri = open_at(able, tmp_path / "prefect.toml", "[server.api]\nport = 1")

    async def port() -> str:
        rows = (await run(able, commands.SHOW_EFFECTIVE, uri))["rows"]
        return next(each["value"] for each in rows if each["setting"] == "server.api.port")

    assert await port() == "1"
    again = await run(able, commands.SHOW_EFFECTIVE, uri)
    assert await run(able, commands.SHOW_EFFECTIVE, uri) == again
    edit = lsp.TextDocumentContentChangeWholeDocument("[server.api]\nport = 2")
    document = lsp.VersionedTextDocumentIdentifier(2, uri)
    able.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [edit]))
    assert await port() == "2"
    dotenv.write_text("PREFECT_SERVER_API_PORT=3")
    assert await port() == "3"
    dotenv.write_text("PREFECT_SERVER_API_PORT=4")
    assert await port() == "4"
    dotenv.unlink()
    assert await port() == "2"
    able.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    (tmp_path / "prefect.toml").write_text("[server.api]\nport = 5")
    assert await port() == "5"
