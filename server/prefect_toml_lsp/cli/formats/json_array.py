"""Findings as one JSON array, for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from prefect_toml_lsp.cli.formats import Outcome
from prefect_toml_lsp.cli.reports import as_record


def lines(outcome: Outcome) -> Iterator[str]:
    """One array with an object for each finding, in ASCII throughout."""
    yield json.dumps([*map(as_record, outcome.reports)], indent=2)
