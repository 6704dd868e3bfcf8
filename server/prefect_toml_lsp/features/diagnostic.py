"""`textDocument/diagnostic`, `workspace/diagnostic` and what is published (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.analysis.code_links import explained_at
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.codes.files import MORE_FINDINGS
from prefect_toml_lsp.analysis.findings import most_severe
from prefect_toml_lsp.features.registry import File, Workspace, on_workspace
from prefect_toml_lsp.features.snapshot import Client, View
from prefect_toml_lsp.features.uris import uri_of
from prefect_toml_lsp.text import Span

SOURCE = "prefect-toml"
MOST = 1000
"""The most diagnostics of a document; VS Code does not show more, either."""
_TAGS: Mapping[str, lsp.DiagnosticTag] = {
    "deprecated": lsp.DiagnosticTag.Deprecated,
    "unnecessary": lsp.DiagnosticTag.Unnecessary,
}

Report = lsp.RelatedFullDocumentDiagnosticReport | lsp.RelatedUnchangedDocumentDiagnosticReport


def diagnostics(snapshot: View[Any]) -> list[lsp.Diagnostic]:
    """The findings of the document, in the order of the text; of more than `MOST` the most severe,
    after one at the top that counts the others.
    """
    found = snapshot.analysis.findings()
    shown = most_severe(found, MOST, lambda each: each.severity)
    if len(shown) < len(found):
        more = MORE_FINDINGS.at(Span(0, 0, 0, 0), count=len(found) - len(shown))
        shown = [more, *shown]
    return [_diagnostic(snapshot, finding) for finding in shown]


def _pulls(client: Client) -> bool:
    """A client that does not pull gets pushed diagnostics, and is not offered to pull, because it
    might show both.
    """
    return client.pulls_diagnostics


@on_workspace(
    lsp.TEXT_DOCUMENT_DIAGNOSTIC,
    lsp.DiagnosticOptions(
        identifier=SOURCE, inter_file_dependencies=True, workspace_diagnostics=True
    ),
    _pulls,
)
def pull_diagnostics(workspace: Workspace, params: lsp.DocumentDiagnosticParams) -> Report:
    """The diagnostics of a document, or a report that the client's are unchanged. A document that
    is not Prefect's has none; null is not allowed here.
    """
    file = workspace.find(params.text_document.uri)
    if file is None:
        return lsp.RelatedFullDocumentDiagnosticReport([])
    if file.result_id == params.previous_result_id:
        return lsp.RelatedUnchangedDocumentDiagnosticReport(file.result_id)
    return lsp.RelatedFullDocumentDiagnosticReport(diagnostics(file.view), result_id=file.result_id)


@on_workspace(lsp.WORKSPACE_DIAGNOSTIC, to=_pulls)
async def pull_all(
    workspace: Workspace, params: lsp.WorkspaceDiagnosticParams
) -> lsp.WorkspaceDiagnosticReport:
    """The diagnostics of all files, as far as the client does not have them."""
    known = {each.uri: each.value for each in params.previous_result_ids}
    items = [
        _report(file, known.pop(file.view.uri, None)) async for file in workspace.files(params)
    ]
    # files that the client knows but that no longer exist
    items.extend(lsp.WorkspaceFullDocumentDiagnosticReport(uri, []) for uri in known)
    return lsp.WorkspaceDiagnosticReport(items)


def _report(file: File, known: str | None) -> lsp.WorkspaceDocumentDiagnosticReport:
    """A file's part; `known` is the id of the result that the client has."""
    view, version, result_id = file
    if result_id == known:
        return lsp.WorkspaceUnchangedDocumentDiagnosticReport(view.uri, result_id, version=version)
    return lsp.WorkspaceFullDocumentDiagnosticReport(
        view.uri, diagnostics(view), version=version, result_id=result_id
    )


def _diagnostic(snapshot: View[Any], finding: Finding) -> lsp.Diagnostic:
    client = snapshot.client
    href = explained_at(finding.code) if client.code_description else None
    return lsp.Diagnostic(
        range=snapshot.range(finding.span),
        message=finding.message,
        severity=lsp.DiagnosticSeverity(finding.severity),
        code=finding.code,
        code_description=lsp.CodeDescription(href) if href else None,
        source=SOURCE,
        tags=[tag for tag in _tags(finding) if tag in client.diagnostic_tags] or None,
        related_information=_related(snapshot, finding) if client.related_information else None,
        data=dict(finding.data) or None,
    )


def _tags(finding: Finding) -> list[lsp.DiagnosticTag]:
    """The tag of the finding's code; settings of earlier releases are deprecated."""
    tag = "deprecated" if finding.data.get("gone") else CODES[finding.code].tag
    return [_TAGS[tag]] if tag else []


def _related(
    snapshot: View[Any], finding: Finding
) -> list[lsp.DiagnosticRelatedInformation] | None:
    """Places in other files are given by their line; its text is not at hand."""
    found = []
    for where, span, message in finding.related:
        if where is None:
            place = lsp.Location(snapshot.uri, snapshot.range(span))
        else:
            start = lsp.Position(span.line, span.column)
            place = lsp.Location(uri_of(where), lsp.Range(start, start))
        found.append(lsp.DiagnosticRelatedInformation(place, message))
    return found or None
