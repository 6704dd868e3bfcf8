"""Quick fixes for variables, and all safe ones at once (LSP 3.17, `textDocument/codeAction`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.actions.fixes.variable_files import fix_all_variables, variable_fixes
from prefect_toml_lsp.features.actions import (
    FIX_ALL,
    FIX_ALL_TITLE,
    QUICK_FIX,
    asks_for,
    write_action,
    write_quick_fix,
)
from prefect_toml_lsp.features.raw_json import Encoded
from prefect_toml_lsp.features.snapshot import View


def variable_actions(snapshot: View[Any], params: lsp.CodeActionParams) -> Encoded | None:
    """Fixes for the findings that touch a range, as the JSON of ``CodeAction[]``; null for a client
    that takes no literals.
    """
    if not snapshot.client.action_literals:
        return None
    return Encoded(f"[{','.join(_actions(snapshot, params))}]")


def _actions(snapshot: View[Any], params: lsp.CodeActionParams) -> Iterator[str]:
    only, shown = params.context.only, params.context.diagnostics
    if only is None or asks_for(only, QUICK_FIX):
        span = snapshot.span(params.range)
        for finding in snapshot.analysis.findings():
            if finding.span.start <= span.end and span.start <= finding.span.end:
                at = snapshot.range(finding.span)
                solved = [each for each in shown if each.code == finding.code and each.range == at]
                for fix in variable_fixes(snapshot.analysis, finding):
                    yield write_quick_fix(snapshot, fix, solved)
    if only is not None and asks_for(only, FIX_ALL):
        edits = fix_all_variables(snapshot.analysis)
        if edits:
            yield write_action(snapshot, FIX_ALL_TITLE, FIX_ALL, edits)
