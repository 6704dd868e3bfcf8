"""Quick fixes for variables, and all safe ones at once (LSP 3.17, `textDocument/codeAction`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.analysis.variables.fixes import fix_all_variables, variable_fixes
from prefect_toml_lsp.features.code_actions import FIX_ALL, FIX_ALL_TITLE, asks_for
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.text.edits import Edit

_QUICK_FIX = lsp.CodeActionKind.QuickFix


def variable_actions(
    snapshot: View[Any], params: lsp.CodeActionParams
) -> list[lsp.CodeAction] | None:
    """Fixes for the findings that touch a range; null for a client that takes no literals."""
    if not snapshot.client.action_literals:
        return None
    return list(_actions(snapshot, params))


def _actions(snapshot: View[Any], params: lsp.CodeActionParams) -> Iterator[lsp.CodeAction]:
    only, shown = params.context.only, params.context.diagnostics
    if only is None or asks_for(only, _QUICK_FIX):
        span = snapshot.span(params.range)
        for finding in snapshot.analysis.findings():
            if finding.span.start <= span.end and span.start <= finding.span.end:
                yield from _fixes(snapshot, finding, shown)
    if only is not None and asks_for(only, FIX_ALL):
        edits = fix_all_variables(snapshot.analysis)
        if edits:
            edit = _workspace_edit(snapshot, edits)
            yield lsp.CodeAction(FIX_ALL_TITLE, kind=FIX_ALL, edit=edit)


def _fixes(
    snapshot: View[Any], finding: Finding, shown: Sequence[lsp.Diagnostic]
) -> Iterator[lsp.CodeAction]:
    range_ = snapshot.range(finding.span)
    solved = [each for each in shown if each.code == finding.code and each.range == range_]
    for fix in variable_fixes(snapshot.analysis, finding):
        yield lsp.CodeAction(
            title=fix.title,
            kind=_QUICK_FIX,
            diagnostics=solved or None,
            is_preferred=fix.preferred or None,
            edit=_workspace_edit(snapshot, fix.edits),
        )


def _workspace_edit(snapshot: View[Any], edits: Iterable[Edit]) -> lsp.WorkspaceEdit:
    found = [lsp.TextEdit(snapshot.range(span), text) for span, text in edits]
    return lsp.WorkspaceEdit({snapshot.uri: found})
