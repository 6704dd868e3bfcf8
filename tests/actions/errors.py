"""What is wrong with a document."""

from __future__ import annotations

from prefect_toml_lsp.analysis import Severity
from prefect_toml_lsp.analysis.documents import Judged


def errors(analysis: Judged) -> int:
    """The number of things that Prefect refuses."""
    return sum(each.severity is Severity.ERROR for each in analysis.findings())
