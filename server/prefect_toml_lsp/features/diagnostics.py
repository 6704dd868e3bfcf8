"""`textDocument/publishDiagnostics` (LSP 3.17)."""

from __future__ import annotations

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.features.snapshot import Snapshot

SOURCE = "prefect-toml"


def diagnostics(snapshot: Snapshot) -> list[lsp.Diagnostic]:
    """The findings of the document, in the order of the text."""
    return [_diagnostic(snapshot, finding) for finding in snapshot.analysis.findings()]


def _diagnostic(snapshot: Snapshot, finding: Finding) -> lsp.Diagnostic:
    return lsp.Diagnostic(
        range=snapshot.range(finding.span),
        message=finding.message,
        severity=lsp.DiagnosticSeverity(finding.severity),
        code=finding.code,
        source=SOURCE,
        data=dict(finding.data) or None,
    )
