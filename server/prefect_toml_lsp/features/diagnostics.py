"""`textDocument/publishDiagnostics`, `textDocument/diagnostic` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsprotocol import types as lsp
from pygls.uris import from_fs_path

from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.features.code_links import explained_at
from prefect_toml_lsp.features.snapshot import View

SOURCE = "prefect-toml"
DIAGNOSTIC_OPTIONS = lsp.DiagnosticOptions(
    identifier=SOURCE, inter_file_dependencies=True, workspace_diagnostics=True
)
_TAGS: Mapping[str, lsp.DiagnosticTag] = {
    "deprecated": lsp.DiagnosticTag.Deprecated,
    "unnecessary": lsp.DiagnosticTag.Unnecessary,
}

Report = lsp.RelatedFullDocumentDiagnosticReport | lsp.RelatedUnchangedDocumentDiagnosticReport


def diagnostics(snapshot: View[Any]) -> list[lsp.Diagnostic]:
    """The findings of the document, in the order of the text."""
    return [_diagnostic(snapshot, finding) for finding in snapshot.analysis.findings()]


def pull_diagnostics(
    snapshot: View[Any], params: lsp.DocumentDiagnosticParams, result_id: str
) -> Report:
    """The diagnostics, which `result_id` names, or that they are those that the client has."""
    if result_id == params.previous_result_id:
        return lsp.RelatedUnchangedDocumentDiagnosticReport(result_id)
    return lsp.RelatedFullDocumentDiagnosticReport(diagnostics(snapshot), result_id=result_id)


def workspace_report(
    snapshot: View[Any], version: int | None, known: str | None, result_id: str
) -> lsp.WorkspaceDocumentDiagnosticReport:
    """A document's part of `workspace/diagnostic`; `version` is None for one that is not open,
    `known` the id of the result that the client has.
    """
    if result_id == known:
        return lsp.WorkspaceUnchangedDocumentDiagnosticReport(
            snapshot.uri, result_id, version=version
        )
    return lsp.WorkspaceFullDocumentDiagnosticReport(
        snapshot.uri, diagnostics(snapshot), version=version, result_id=result_id
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
    """The tag of the finding's code; what only earlier releases have is deprecated."""
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
            uri = from_fs_path(str(where))
            if uri is None:
                continue
            start = lsp.Position(span.line, span.column)
            place = lsp.Location(uri, lsp.Range(start, start))
        found.append(lsp.DiagnosticRelatedInformation(place, message))
    return found or None
