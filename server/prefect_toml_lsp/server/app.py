"""The language server: which method is answered by which feature."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInternalError
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from prefect_toml_lsp import __version__, features
from prefect_toml_lsp.features import Client, Snapshot, read_settings
from prefect_toml_lsp.features.completion import OPTIONS as COMPLETION_OPTIONS
from prefect_toml_lsp.server.logs import describe, log_to_stderr
from prefect_toml_lsp.server.protocol import Protocol
from prefect_toml_lsp.server.session import Session
from prefect_toml_lsp.text import PositionEncoding
from prefect_toml_lsp.workspace import release, sources

log = logging.getLogger(__name__)

# Methods about one document: the feature gets its snapshot and the parameters.
_DOCUMENT_FEATURES: tuple[tuple[str, Any, Callable[[Snapshot, Any], Any]], ...] = (
    (lsp.TEXT_DOCUMENT_HOVER, None, features.hover),
    (lsp.TEXT_DOCUMENT_COMPLETION, COMPLETION_OPTIONS, features.complete),
)


class PrefectTomlServer(LanguageServer):
    """pygls's server with a `Session`."""

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("prefect-toml-lsp", __version__, protocol_cls=Protocol)

    @property
    def session(self) -> Session:
        """The state of this client's session."""
        return self.protocol.session

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002
        """Log what failed outside of a request; the editor's user is not interrupted by it."""
        self.protocol.report(error)


def make_server() -> PrefectTomlServer:
    """A server with all its features, not yet started."""
    server = PrefectTomlServer()
    server.feature(lsp.INITIALIZE)(_initialize)
    server.feature(lsp.INITIALIZED)(_initialized)
    server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)
    server.feature(lsp.COMPLETION_ITEM_RESOLVE)(_resolve)
    for method, options, feature in _DOCUMENT_FEATURES:
        server.feature(method, options)(_on_document(feature))
    return server


def serve() -> int:
    """Serve one client over stdio until it says `exit` or goes away; logs go to stderr.

    The exit status is 0 after `shutdown`, else 1 (LSP 3.17, Exit Notification).
    """
    log_to_stderr()
    server = make_server()
    gc.freeze()  # What imports made stays; the collector need not walk it between two keystrokes.
    server.start_io()
    return 0 if server.protocol.was_shut_down else 1


def _initialize(server: PrefectTomlServer, params: lsp.InitializeParams) -> None:
    session = server.session
    encoding = server.workspace.position_encoding or lsp.PositionEncodingKind.Utf16
    session.client = Client.of(params.capabilities, PositionEncoding(encoding))
    session.settings, complaints = read_settings(params.initialization_options)
    session.roots = tuple(map(Path, _root_paths(params)))
    session.note(*complaints)


def _root_paths(params: lsp.InitializeParams) -> list[str]:
    uris = [folder.uri for folder in params.workspace_folders or ()]
    if not uris and params.root_uri:
        uris = [params.root_uri]
    paths = [to_fs_path(uri) for uri in uris] or [params.root_path]
    return [path for path in paths if path]


def _initialized(server: PrefectTomlServer, _: lsp.InitializedParams) -> None:
    """Ask to be told of the files that a release or an override may come from."""
    server.protocol.log_notes()
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if not (watching and watching.dynamic_registration):
        return
    patterns = (*release.watched_files(), *sources.watched_files())
    options = lsp.DidChangeWatchedFilesRegistrationOptions(
        [lsp.FileSystemWatcher(pattern) for pattern in patterns]
    )
    method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
    server.client_register_capability(
        lsp.RegistrationParams([lsp.Registration(method, method, options)])
    )


def _files_changed(server: PrefectTomlServer, _: lsp.DidChangeWatchedFilesParams) -> None:
    for opened in server.session.refresh():
        server.protocol.publish(opened)
    server.protocol.log_notes()


def _resolve(server: PrefectTomlServer, item: lsp.CompletionItem) -> lsp.CompletionItem:
    session = server.session
    return features.resolve_item(item, session.catalogue, session.client)


def _on_document(feature: Callable[[Snapshot, Any], Any]) -> Callable[..., Any]:
    """A handler that gives `feature` the document that the request is about; a document that is
    not open, or not Prefect's, is answered with null.
    """

    def handle(server: PrefectTomlServer, params: Any) -> Any:
        snapshot = server.session.snapshot(params.text_document.uri)
        try:
            return None if snapshot is None else feature(snapshot, params)
        except Exception as error:
            reason = describe(error)
            log.error("%s failed\n%s", feature.__name__, reason)
            server.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, reason))
            raise JsonRpcInternalError(f"{feature.__name__} failed") from None

    return handle
