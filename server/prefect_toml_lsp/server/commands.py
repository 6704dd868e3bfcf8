"""`workspace/executeCommand` (LSP 3.17): the commands on the wire."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from prefect_toml_lsp.analysis.starter import starter
from prefect_toml_lsp.features import commands
from prefect_toml_lsp.features.commands import ArgumentError
from prefect_toml_lsp.features.uris import uri_of
from prefect_toml_lsp.server.language_server import PrefectTomlServer
from prefect_toml_lsp.sources.kinds import PREFECT, file_kind

log = logging.getLogger(__name__)


def register(server: PrefectTomlServer) -> None:
    """Register the commands."""
    server.command(commands.SHOW_EFFECTIVE)(_show_effective)
    server.command(commands.OPEN_REFERENCE)(_open_reference)
    server.command(commands.CREATE_STARTER)(_create_starter)
    server.command(commands.SHOW_RELEASE)(_show_release)


def _show_effective(server: PrefectTomlServer, *arguments: Any) -> dict[str, Any]:
    """The settings in force in a folder; its argument is a document or folder."""
    return server.effective.show(_checked(commands.read_folder, arguments))


async def _open_reference(server: PrefectTomlServer, *arguments: Any) -> dict[str, str | None]:
    """The documentation of the setting at a position; the arguments are a document and a
    position.
    """
    uri = _checked(commands.read_uri, arguments)
    position = _checked(commands.read_position, arguments)
    snapshot = server.session.view(uri)
    if snapshot is None:
        raise JsonRpcInvalidParams("the first argument must be the URI of an open document")
    found = commands.reference_at(snapshot, position)
    if found["url"] and _shows_documents(server):
        await _show(server, lsp.ShowDocumentParams(found["url"], external=True))
    return found


async def _create_starter(server: PrefectTomlServer, *arguments: Any) -> dict[str, Any]:
    """Create a `prefect.toml` in the folder of the argument. A client that cannot create files gets
    the text: ``{"uri": …, "text": …, "applied": false}``. An existing file is only shown.
    """
    folder = _checked(commands.read_folder, arguments)
    path = folder / file_kind(PREFECT).name
    uri = uri_of(path)
    if os.path.lexists(path) or any(each.path == path for each in server.session.opened()):
        if not _shows_documents(server):
            raise _failed("this folder already has a `prefect.toml`")
        await _show(server, lsp.ShowDocumentParams(uri, take_focus=True))
        return {"uri": uri, "text": "", "applied": False}
    text = starter(server.session.catalogue.schema())
    answer = {"uri": uri, "text": text, "applied": False}
    if not _makes_files(server):
        return answer
    edit = commands.starter_edit(uri, text)
    done = await server.workspace_apply_edit_async(
        lsp.ApplyWorkspaceEditParams(edit, label="Create prefect.toml")
    )
    if not done.applied:
        reason = f": {done.failure_reason}" if done.failure_reason else ""
        raise _failed(f"the editor has not created `prefect.toml`{reason}")
    if _shows_documents(server):
        await _show(server, lsp.ShowDocumentParams(uri, take_focus=True))
    return {**answer, "applied": True}


def _show_release(server: PrefectTomlServer, *arguments: Any) -> dict[str, Any]:
    """The release in force in a folder, for a status bar; its argument is a document or folder."""
    session = server.session
    decision = session.contexts.decision_of(_checked(commands.read_folder, arguments))
    return commands.describe_decision(decision, session.catalogue.releases)


def _checked(read: Callable[[Any], Any], arguments: tuple[Any, ...]) -> Any:
    try:
        return read(arguments)
    except ArgumentError as error:
        raise JsonRpcInvalidParams(str(error)) from None


def _failed(message: str) -> JsonRpcException:
    return JsonRpcException(message, lsp.LSPErrorCodes.RequestFailed)


async def _show(server: PrefectTomlServer, params: lsp.ShowDocumentParams) -> None:
    """Make the client show a document; if it does not, the command has still succeeded."""
    try:
        await server.window_show_document_async(params)
    except JsonRpcException as error:
        log.warning("the client did not show a document: error %d", error.code)


def _shows_documents(server: PrefectTomlServer) -> bool:
    window = server.client_capabilities.window
    return bool(window and window.show_document and window.show_document.support)


def _makes_files(server: PrefectTomlServer) -> bool:
    workspace = server.client_capabilities.workspace
    edits = workspace.workspace_edit if workspace else None
    operations = (edits.resource_operations if edits else None) or ()
    return bool(
        workspace
        and workspace.apply_edit
        and edits
        and edits.document_changes
        and lsp.ResourceOperationKind.Create in operations
    )
