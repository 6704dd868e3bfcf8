"""Findings as annotations of GitHub Actions: workflow commands in the log of a run.

Source: docs.github.com, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.cli.formats import Outcome
from prefect_toml_lsp.cli.reports import Report

_COMMANDS = {"error": "error", "warning": "warning", "information": "notice", "hint": "notice"}


def lines(outcome: Outcome) -> Iterator[str]:
    """Lines such as ``::warning title=…,file=prefect.toml,line=2::prefect.toml:2:1: …``."""
    return map(_annotation, outcome.reports)


def _annotation(report: Report) -> str:
    place = {
        "title": f"prefect-toml-lsp ({report.code})",
        "file": report.path,
        "line": report.line,
        "endLine": report.end_line,
    }
    if report.line == report.end_line:  # GitHub takes columns within one line only.
        place |= {"col": report.column, "endColumn": report.end_column}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
    text = f"{report.path}:{report.line}:{report.column}: {report.code}: {report.message}"
    return f"::{_COMMANDS[report.severity]} {properties}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
