"""Findings as JSON, one object on each line (jsonlines.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from prefect_toml_lsp.cli.formats import Outcome
from prefect_toml_lsp.cli.reports import as_record


def lines(outcome: Outcome) -> Iterator[str]:
    """An object for each finding, as in the format `json`."""
    for report in outcome.reports:
        yield json.dumps(as_record(report))
