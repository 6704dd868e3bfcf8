"""Findings as a code quality report of GitLab (docs.gitlab.com, "Code Quality", report format)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from prefect_toml_lsp.cli.fingerprints import fingerprints
from prefect_toml_lsp.cli.formats import Outcome
from prefect_toml_lsp.cli.paths import in_project

_SEVERITIES = {"error": "critical", "warning": "major", "information": "minor", "hint": "info"}


def lines(outcome: Outcome) -> Iterator[str]:
    """One array with an object for each finding."""
    pairs = zip(outcome.reports, fingerprints(outcome.reports), strict=True)
    found = [
        {
            "description": f"{report.code}: {report.message}",
            "check_name": report.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[report.severity],
            "location": {
                "path": in_project(report.path),
                "positions": {
                    "begin": {"line": report.line, "column": report.column},
                    "end": {"line": report.end_line, "column": report.end_column},
                },
            },
        }
        for report, fingerprint in pairs
    ]
    yield json.dumps(found, indent=2)
