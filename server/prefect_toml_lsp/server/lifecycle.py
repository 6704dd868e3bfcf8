"""The life cycle: the start, and news of files, folders and settings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from lsprotocol import types as lsp

from prefect_toml_lsp.features.registry import WorkspaceFeature, load
from prefect_toml_lsp.features.snapshot import Client
from prefect_toml_lsp.features.uris import path_of, uri_of
from prefect_toml_lsp.project import release
from prefect_toml_lsp.project.search import PYTHON
from prefect_toml_lsp.server.handlers import handler
from prefect_toml_lsp.server.language_server import PrefectTomlServer
from prefect_toml_lsp.server.parent import call_after
from prefect_toml_lsp.sources import kinds
from prefect_toml_lsp.text import PositionEncoding


def register(server: PrefectTomlServer) -> None:
    """Register the handlers for every client."""
    server.feature(lsp.INITIALIZE)(initialize)
    server.feature(lsp.INITIALIZED)(initialized)
    server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)(files_changed)
    server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(folders_changed)
    server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)(configuration_changed)
    server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)(saved)


def offer(server: PrefectTomlServer, client: Client) -> None:
    """Offer the features that are for this client."""
    for method, feature in load().items():
        if not isinstance(feature, WorkspaceFeature) or feature.to is None or feature.to(client):
            server.feature(method, feature.options)(handler(method, feature))


def initialize(server: PrefectTomlServer, params: lsp.InitializeParams) -> None:
    """Read the client's capabilities, folders and settings, and exit when its process ends."""
    session = server.session
    call_after(params.process_id, _end)
    encoding = server.workspace.position_encoding or lsp.PositionEncodingKind.Utf16
    session.client = Client.of(params.capabilities, PositionEncoding(encoding))
    session.roots = tuple(_root_paths(params))
    offer(server, session.client)
    server.configuration.take_initial(params.initialization_options)


def _end() -> None:
    """As after `exit` without `shutdown`."""
    raise SystemExit(1)


def _root_paths(params: lsp.InitializeParams) -> list[Path]:
    uris = [folder.uri for folder in params.workspace_folders or ()]
    if not uris and params.root_uri:
        uris = [params.root_uri]
    return [path for path in map(path_of, uris) if path]


async def initialized(server: PrefectTomlServer, _: lsp.InitializedParams) -> None:
    """Register for changes of the files that may decide the release or override settings, and of
    settings.
    """
    server.configuration.complain()
    server.protocol.log_notes()
    server.session.classes.on_search = partial(_watch_python, server)
    wanted = [*_watched(server), *server.configuration.registrations()]
    if wanted:
        _ask_for(server, wanted)
    await server.configuration.pull()


def watched_patterns() -> list[str]:
    """Glob patterns (LSP 3.17, `Pattern`) of the files that the server reads in a workspace, except
    for Python files.
    """
    return [*release.watched_files(), *kinds.watched_files()]


def _ask_for(server: PrefectTomlServer, wanted: Sequence[lsp.Registration]) -> None:
    """Send `client/registerCapability`; it counts as granted until the client refuses it."""
    answer = server.client_register_capability(lsp.RegistrationParams(wanted))
    answer.add_done_callback(partial(_registered, server))


def _registered(server: PrefectTomlServer, answer: Future[None]) -> None:
    """A client that refuses counts as one that does not watch files: the server checks them."""
    if answer.cancelled() or answer.exception() is None or not server.session.is_told_of_files:
        return
    server.session.is_told_of_files = False
    server.session.notes.add(
        "The client refused `client/registerCapability`; the server looks for changed files itself"
    )
    server.session.refresh()
    server.protocol.renew()
    server.protocol.log_notes()


def _watched(server: PrefectTomlServer) -> Iterator[lsp.Registration]:
    capabilities = server.client_capabilities.workspace
    watching = capabilities.did_change_watched_files if capabilities else None
    if watching and watching.dynamic_registration:
        server.session.is_told_of_files = True
        patterns: list[lsp.GlobPattern] = [*watched_patterns()]
        home = uri_of(Path(os.path.expanduser("~")) / ".prefect")
        if watching.relative_pattern_support:
            patterns.append(lsp.RelativePattern(home, "profiles.toml"))
        yield _watcher(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, patterns)


def _watcher(id_: str, patterns: Iterable[lsp.GlobPattern]) -> lsp.Registration:
    options = lsp.DidChangeWatchedFilesRegistrationOptions(
        [lsp.FileSystemWatcher(pattern) for pattern in patterns]
    )
    return lsp.Registration(id_, lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)


def _watch_python(server: PrefectTomlServer) -> None:
    """Register for changes of Python files, once their contents matter."""
    if server.session.is_told_of_files:
        _ask_for(server, [_watcher("python", [f"**/*{PYTHON}"])])


def files_changed(server: PrefectTomlServer, params: lsp.DidChangeWatchedFilesParams) -> None:
    """Read the folders again; after changes of only Python files, only search those."""
    if params.changes and all(each.uri.endswith(PYTHON) for each in params.changes):
        server.session.classes.follow()
        return
    server.session.refresh()
    server.protocol.renew()


def saved(server: PrefectTomlServer, _: lsp.DidSaveTextDocumentParams) -> None:
    """A saved file may override other documents or decide the release; a client that watches files
    has already reported it.
    """
    if not server.session.is_told_of_files:
        server.session.refresh()
        server.protocol.renew()


def folders_changed(server: PrefectTomlServer, params: lsp.DidChangeWorkspaceFoldersParams) -> None:
    """Follow the folders of the workspace."""
    gone = {path_of(folder.uri) for folder in params.event.removed}
    new = (path_of(folder.uri) for folder in params.event.added)
    kept = [root for root in server.session.roots if root not in gone]
    server.session.roots = (*kept, *(path for path in new if path))
    server.session.refresh()
    server.protocol.renew()


async def configuration_changed(
    server: PrefectTomlServer, params: lsp.DidChangeConfigurationParams
) -> None:
    """Follow the user's settings."""
    await server.configuration.changed(params.settings)
