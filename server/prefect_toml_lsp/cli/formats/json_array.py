"""Findings as one JSON array, for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from prefect_toml_lsp.cli.formats import Outcome
from prefect_toml_lsp.cli.reports import FIELDS


def lines(outcome: Outcome) -> Iterator[str]:
    """One array with an object for each finding; `FIELDS` are its keys, in ASCII throughout."""
    found = [{field: getattr(report, field) for field in FIELDS} for report in outcome.reports]
    yield json.dumps(found, indent=2)
