"""Findings as JSON, for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from prefect_toml_lsp.cli.reports import Report

FIELDS = ("path", "line", "column", "end_line", "end_column", "severity", "code", "message")


def to_json(reports: Sequence[Report]) -> str:
    """One array with an object for each finding; `FIELDS` are its keys, in ASCII throughout."""
    found = [{field: getattr(report, field) for field in FIELDS} for report in reports]
    return json.dumps(found, indent=2)
