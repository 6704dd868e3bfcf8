"""Findings for refused values of variables."""

from __future__ import annotations

from prefect_toml_lsp.analysis.findings import Finding, Severity
from prefect_toml_lsp.analysis.rules.literal_variables import refers
from prefect_toml_lsp.analysis.wording import not_expanded, refuse, tell_refusal
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Refused
from prefect_toml_lsp.sources.variable import Variable, Where


def describe_refused(
    variable: Variable, subject: str, verdict: Refused, node: Node | None, where: Where
) -> Finding:
    """An error, or for a profile that is not the active one a warning: Prefect will refuse the
    value, but does not look at it now. `node` is None if the variable as a whole is broken and no
    package reads it.
    """
    told = tell_refusal(verdict, subject, node, variable.value)
    found = refuse(told, variable.span, None if where.active else Severity.WARNING)
    if node is not None and verdict.rule != "type" and refers(node, variable.value):
        return not_expanded(found, node, where.kind)
    return found
