"""Findings as text for people: a block for each (`cli.excerpt`), a summary, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.cli.columns import wrapped
from prefect_toml_lsp.cli.excerpt import block
from prefect_toml_lsp.cli.formats import Outcome


def lines(outcome: Outcome) -> Iterator[str]:
    """A block of lines for each finding, with the source line if it may be shown."""
    for reports, more in outcome.by_file():
        for report in reports:
            yield from block(report, outcome.palette, outcome.width)
            yield ""
        for line in more:
            yield from (*wrapped(line, outcome.width), "")
    yield from outcome.closing()
    if outcome.next_step:
        yield from wrapped(outcome.next_step, outcome.width)
