"""The language server: which method is answered by which feature."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.uris import from_fs_path, to_fs_path

from prefect_toml_lsp import features
from prefect_toml_lsp.features import (
    Client,
    DotenvSnapshot,
    ProfilesSnapshot,
    Snapshot,
    View,
    rename,
)
from prefect_toml_lsp.features.code_lens import OPTIONS as CODE_LENS_OPTIONS
from prefect_toml_lsp.features.completion import OPTIONS as COMPLETION_OPTIONS
from prefect_toml_lsp.features.formatting import ON_TYPE_OPTIONS
from prefect_toml_lsp.features.refusal import RequestRefused
from prefect_toml_lsp.features.semantic_tokens import LEGEND
from prefect_toml_lsp.features.variables import (
    complete_dotenv,
    complete_profiles,
    hover_dotenv,
    hover_profiles,
    variable_actions,
)
from prefect_toml_lsp.project import release
from prefect_toml_lsp.server import commands, workspace
from prefect_toml_lsp.server.language_server import PrefectTomlServer
from prefect_toml_lsp.server.logs import describe, log_to_stderr
from prefect_toml_lsp.server.tokens import TokenResults
from prefect_toml_lsp.sources import folder as sources
from prefect_toml_lsp.text import PositionEncoding

log = logging.getLogger(__name__)


class Feature(NamedTuple):
    """A method about one document, and what answers it for which kind of document.

    Each gets the document's snapshot and the parameters; None answers with null.
    """

    method: str
    options: Any
    settings: Callable[[Snapshot, Any], Any]
    profiles: Callable[[ProfilesSnapshot, Any], Any] | None = None
    dotenv: Callable[[DotenvSnapshot, Any], Any] | None = None

    def answer(self, snapshot: View[Any], params: Any) -> Any:
        """What the feature says of the document."""
        if isinstance(snapshot, Snapshot):
            return self.settings(snapshot, params)
        if isinstance(snapshot, ProfilesSnapshot):
            return self.profiles(snapshot, params) if self.profiles else None
        if isinstance(snapshot, DotenvSnapshot):
            return self.dotenv(snapshot, params) if self.dotenv else None
        raise TypeError(type(snapshot).__name__)


_DOCUMENT_FEATURES: tuple[Feature, ...] = (
    Feature(lsp.TEXT_DOCUMENT_HOVER, None, features.hover, hover_profiles, hover_dotenv),
    Feature(
        lsp.TEXT_DOCUMENT_COMPLETION,
        COMPLETION_OPTIONS,
        features.complete,
        complete_profiles,
        complete_dotenv,
    ),
    Feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        features.CODE_ACTION_OPTIONS,
        features.code_actions,
        variable_actions,
        variable_actions,
    ),
    Feature(
        lsp.TEXT_DOCUMENT_RENAME,
        rename.OPTIONS,
        rename.refuse_rename,
        rename.rename,
        rename.refuse_rename,
    ),
    Feature(
        lsp.TEXT_DOCUMENT_PREPARE_RENAME,
        None,
        rename.refuse_rename,
        rename.prepare_rename,
        rename.refuse_rename,
    ),
    Feature(lsp.TEXT_DOCUMENT_INLAY_HINT, None, features.inlay_hints),
    Feature(
        lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL,
        None,
        features.document_symbols,
        features.document_symbols,
    ),
    Feature(
        lsp.TEXT_DOCUMENT_FOLDING_RANGE,
        None,
        features.folding_ranges,
        features.folding_ranges,
    ),
    Feature(
        lsp.TEXT_DOCUMENT_SELECTION_RANGE,
        None,
        features.selection_ranges,
        features.selection_ranges,
    ),
    Feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, None, features.highlights, features.highlights),
    Feature(lsp.TEXT_DOCUMENT_DOCUMENT_LINK, None, features.links, features.links),
    Feature(
        lsp.TEXT_DOCUMENT_DEFINITION,
        None,
        features.definition,
        features.definition_of_profile,
        features.definition_of_variable,
    ),
    Feature(lsp.TEXT_DOCUMENT_FORMATTING, None, features.format_document, features.format_document),
    Feature(lsp.TEXT_DOCUMENT_RANGE_FORMATTING, None, features.format_range, features.format_range),
    Feature(
        lsp.TEXT_DOCUMENT_ON_TYPE_FORMATTING,
        ON_TYPE_OPTIONS,
        features.format_on_type,
        features.format_on_type,
    ),
    Feature(lsp.TEXT_DOCUMENT_CODE_LENS, CODE_LENS_OPTIONS, features.code_lenses),
)


def _token_features(tokens: TokenResults) -> tuple[Feature, ...]:
    """Those that remember what they have answered."""
    return (
        Feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND, tokens.full, tokens.full),
        Feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, LEGEND, tokens.delta, tokens.delta),
        Feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, LEGEND, tokens.range, tokens.range),
    )


def make_server() -> PrefectTomlServer:
    """A server with all its features, not yet started."""
    server = PrefectTomlServer()
    server.feature(lsp.INITIALIZE)(_initialize)
    server.feature(lsp.INITIALIZED)(_initialized)
    server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)
    server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_folders_changed)
    server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)(_configuration_changed)
    server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)(_saved)
    server.feature(lsp.COMPLETION_ITEM_RESOLVE)(_resolve)
    workspace.register(server)
    commands.register(server)
    server.feature(lsp.INLAY_HINT_RESOLVE)(_resolve_hint)
    for each in (*_DOCUMENT_FEATURES, *_token_features(server.session.tokens)):
        server.feature(each.method, each.options)(_on_document(each))
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
    session.roots = tuple(map(Path, _root_paths(params)))
    if session.client.pulls_diagnostics:
        workspace.register_pull(server)
    server.configuration.take_initial(params.initialization_options)


def _root_paths(params: lsp.InitializeParams) -> list[str]:
    uris = [folder.uri for folder in params.workspace_folders or ()]
    if not uris and params.root_uri:
        uris = [params.root_uri]
    paths = [to_fs_path(uri) for uri in uris] or [params.root_path]
    return [path for path in paths if path]


async def _initialized(server: PrefectTomlServer, _: lsp.InitializedParams) -> None:
    """Ask to be told of the files that a release or an override may come from, and of settings."""
    server.configuration.complain()
    server.protocol.log_notes()
    wanted = [*_watched(server), *server.configuration.registrations()]
    if wanted:
        server.client_register_capability(lsp.RegistrationParams(wanted))
    await server.configuration.pull()


def _watched(server: PrefectTomlServer) -> Iterator[lsp.Registration]:
    capabilities = server.client_capabilities.workspace
    watching = capabilities.did_change_watched_files if capabilities else None
    if watching and watching.dynamic_registration:
        server.session.is_told_of_files = True
        patterns: list[lsp.GlobPattern] = [*release.watched_files(), *sources.watched_files()]
        home = from_fs_path(str(Path.home() / ".prefect"))
        if watching.relative_pattern_support and home:
            patterns.append(lsp.RelativePattern(home, "profiles.toml"))
        options = lsp.DidChangeWatchedFilesRegistrationOptions(
            [lsp.FileSystemWatcher(pattern) for pattern in patterns]
        )
        method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        yield lsp.Registration(method, method, options)


def _files_changed(server: PrefectTomlServer, _: lsp.DidChangeWatchedFilesParams) -> None:
    server.session.refresh()
    server.protocol.renew()


def _saved(server: PrefectTomlServer, _: lsp.DidSaveTextDocumentParams) -> None:
    """What is saved may override what other documents say, or decide on the release; a client that
    watches files has told so already.
    """
    if not server.session.is_told_of_files:
        server.session.refresh()
        server.protocol.renew()


def _folders_changed(
    server: PrefectTomlServer, params: lsp.DidChangeWorkspaceFoldersParams
) -> None:
    gone = {to_fs_path(folder.uri) for folder in params.event.removed}
    new = [to_fs_path(folder.uri) for folder in params.event.added]
    kept = [root for root in server.session.roots if str(root) not in gone]
    server.session.roots = (*kept, *(Path(path) for path in new if path))
    server.session.refresh()
    server.protocol.renew()


async def _configuration_changed(
    server: PrefectTomlServer, params: lsp.DidChangeConfigurationParams
) -> None:
    await server.configuration.changed(params.settings)


def _resolve(server: PrefectTomlServer, item: lsp.CompletionItem) -> lsp.CompletionItem:
    session = server.session
    return features.resolve_item(item, session.catalogue, session.client)


def _resolve_hint(server: PrefectTomlServer, hint: lsp.InlayHint) -> lsp.InlayHint:
    session = server.session
    return features.resolve_hint(hint, session.catalogue, session.client)


def _on_document(feature: Feature) -> Callable[..., Any]:
    """A handler that gives `feature` the document that the request is about; a document that is
    not open, or not Prefect's, is answered with null.
    """

    def handle(server: PrefectTomlServer, params: Any) -> Any:
        snapshot = server.session.snapshot(params.text_document.uri)
        try:
            return None if snapshot is None else feature.answer(snapshot, params)
        except RequestRefused as refused:
            raise JsonRpcException(refused.message, refused.code) from None
        except Exception as error:
            reason = describe(error)
            log.error("%s failed\n%s", feature.method, reason)
            server.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, reason))
            raise JsonRpcInternalError(f"{feature.method} failed") from None

    return handle
