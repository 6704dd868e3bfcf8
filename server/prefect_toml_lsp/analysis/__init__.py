"""Checks documents against Prefect's settings; knows nothing of LSP."""

from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Severity

__all__ = ["Analysis", "Context", "Finding", "Severity"]
