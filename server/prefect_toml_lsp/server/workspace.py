"""Methods about all configuration files of the workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp import features
from prefect_toml_lsp.features.raw_json import Encoded
from prefect_toml_lsp.server.language_server import PrefectTomlServer
from prefect_toml_lsp.server.progress import Progress
from prefect_toml_lsp.server.scan import Scanned

_TITLE = "Reading Prefect's configuration files"


def register(server: PrefectTomlServer) -> None:
    """Register the methods that every client is offered."""
    server.feature(lsp.TEXT_DOCUMENT_REFERENCES)(_references)
    server.feature(lsp.WORKSPACE_SYMBOL)(_symbols)


def register_pull(server: PrefectTomlServer) -> None:
    """Offer diagnostics to a client that pulls them; another has them pushed, and is offered none
    to pull, or it might show both.
    """
    server.feature(lsp.TEXT_DOCUMENT_DIAGNOSTIC, features.DIAGNOSTIC_OPTIONS)(_pull)
    server.feature(lsp.WORKSPACE_DIAGNOSTIC)(_pull_all)


def _pull(
    server: PrefectTomlServer, params: lsp.DocumentDiagnosticParams
) -> lsp.DocumentDiagnosticReport:
    """A document that is not ours has no diagnostics; null is no answer here."""
    opened = server.session.find(params.text_document.uri)
    if opened is None:
        return lsp.RelatedFullDocumentDiagnosticReport([])
    result_id = server.session.result_id(opened)
    return features.pull_diagnostics(opened.snapshot, params, result_id)


async def _pull_all(
    server: PrefectTomlServer, params: lsp.WorkspaceDiagnosticParams
) -> lsp.WorkspaceDiagnosticReport:
    known = {each.uri: each.value for each in params.previous_result_ids}
    items: list[lsp.WorkspaceDocumentDiagnosticReport] = []
    async for view, version, result_id in _files(server, params):
        before = known.pop(view.uri, None)
        items.append(features.workspace_report(view, version, before, result_id))
    # What the client knows of and is no longer there.
    items.extend(lsp.WorkspaceFullDocumentDiagnosticReport(uri, []) for uri in known)
    return lsp.WorkspaceDiagnosticReport(items)


async def _references(server: PrefectTomlServer, params: lsp.ReferenceParams) -> Encoded | None:
    snapshot = server.session.snapshot(params.text_document.uri)
    if snapshot is None:
        return None
    files = [each.view async for each in _files(server, params)]
    return features.references(snapshot, params, files)


async def _symbols(server: PrefectTomlServer, params: lsp.WorkspaceSymbolParams) -> Encoded:
    found = [
        symbol
        async for each in _files(server, params)
        for symbol in features.symbols_of(each.view, params.query)
    ]
    return Encoded(f"[{','.join(found)}]")


async def _files(server: PrefectTomlServer, params: Any) -> AsyncIterator[Scanned]:
    async with Progress(server, params.work_done_token, _TITLE) as progress:
        async for each in server.scan.files(progress):
            yield each
    server.protocol.log_notes()
