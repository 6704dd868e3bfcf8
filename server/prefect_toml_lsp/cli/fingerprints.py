"""Ids that identify a finding across runs, even if its line has moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from prefect_toml_lsp.cli.paths import in_project
from prefect_toml_lsp.cli.reports import Report


def fingerprints(reports: Sequence[Report]) -> list[str]:
    """A hexadecimal text for each report, all different.

    It is made from path, code and message, and a number if several have the same. It contains no
    value from the file.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for report in reports:
        same = (in_project(report.path), report.code, report.message)
        whole = "\0".join((*same, str(seen[same])))
        seen[same] += 1
        found.append(hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return found
