"""What Prefect refuses in a variable, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect_toml_lsp.analysis.findings import NO_DATA, Finding, Severity
from prefect_toml_lsp.analysis.rules.values import code_of
from prefect_toml_lsp.analysis.wording import describe_reason, describe_refusal
from prefect_toml_lsp.prefect.acceptance import Refused, durations
from prefect_toml_lsp.prefect.duration_guess import guess_duration
from prefect_toml_lsp.sources.assignment import Assignment
from prefect_toml_lsp.sources.variable import Variable, Where

_OURS = {
    "json-wanted": "takes JSON in a string here",
    "table-for-value": "takes one value here, not a table",
}


def describe_refused(
    variable: Variable, subject: str, verdict: Refused, given: Assignment | None, where: Where
) -> Finding:
    """An error, or for a profile that is not the active one a warning: Prefect will refuse the
    value, but does not look at it now. `given` is None where the variable as a whole is broken.
    """
    message = f"{subject} {_reason(verdict, given)}"
    data: Mapping[str, Any] = NO_DATA
    guess = guess_duration(variable.value) if isinstance(variable.value, str) else None
    if verdict.rule == "duration-syntax" and guess:
        message += f". Perhaps you mean `{guess}` ({durations.parse(guess).in_words()})"
        data = {"replacement": guess}
    end = "with this" if where.active else "while this profile is active"
    severity = Severity.ERROR if where.active else Severity.WARNING
    code = "wrong-type" if verdict.rule in _OURS else code_of(verdict)
    message += f". Prefect refuses to start {end}"
    return Finding(code, severity, message, variable.span, data)


def _reason(verdict: Refused, given: Assignment | None) -> str:
    if verdict.rule in _OURS:
        return _OURS[verdict.rule]
    if given is None:
        return describe_reason(verdict)
    return describe_refusal(verdict, given.node).partition("` ")[2]
