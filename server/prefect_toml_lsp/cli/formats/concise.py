"""One line for each finding, and a summary."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.cli.excerpt import headline
from prefect_toml_lsp.cli.formats import Outcome


def lines(outcome: Outcome) -> Iterator[str]:
    """Lines such as ``prefect.toml:2:1: warning[unknown-setting]: …``."""
    for reports, more in outcome.by_file():
        yield from (headline(report, outcome.palette) for report in reports)
        yield from more
    yield from outcome.closing()
