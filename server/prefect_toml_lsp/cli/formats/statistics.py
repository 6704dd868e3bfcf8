"""How many findings each code has, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.cli.formats import Outcome


def lines(outcome: Outcome) -> Iterator[str]:
    """A line for each code, the most frequent first: count, severity, code, title."""
    counts = Counter((report.word, report.severity, report.code) for report in outcome.reports)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0][2]))
    width = len(str(rows[0][1])) if rows else 0
    longest = max((len(f"{word}[{code}]") for (word, _, code), _ in rows), default=0)
    for (word, severity, code), count in rows:
        name = f"{word}[{code}]".ljust(longest)
        colour = getattr(outcome.palette, severity)
        yield f"{count:>{width}}  {colour}{name}{outcome.palette.end}  {CODES[code].title}"
    yield from outcome.closing()
