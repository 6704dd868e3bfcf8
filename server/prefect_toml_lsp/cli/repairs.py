"""The fixes of findings, for programs."""

from __future__ import annotations

from prefect_toml_lsp.actions.fixes import fixes
from prefect_toml_lsp.analysis import Analysis, Finding
from prefect_toml_lsp.cli.redaction import Redactor
from prefect_toml_lsp.cli.reports import Repair, Replacement
from prefect_toml_lsp.prefect.secrets import holds_secret
from prefect_toml_lsp.text.edits import Edit


def repair_of(analysis: Analysis, finding: Finding, redactor: Redactor) -> Repair | None:
    """The fix that most people want; None if there is none, or if it touches a secret."""
    for fix in fixes(analysis, (finding,)):
        if fix.preferred:
            shows = any(redactor.touches_secret(each.span) for each in fix.edits)
            if shows or any(holds_secret(each.text) for each in fix.edits):
                return None
            return Repair(fix.title, tuple(map(_replacement, fix.edits)))
    return None


def _replacement(edit: Edit) -> Replacement:
    start, end = edit.span.start, edit.span.end
    return Replacement(start.line + 1, start.column + 1, end.line + 1, end.column + 1, edit.text)
