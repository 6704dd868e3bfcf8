"""How many findings each code has, and a summary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.cli.columns import aligned
from prefect_toml_lsp.cli.formats import Outcome

_NAME = re.compile(r"[a-z]+\[[a-z0-9-]+\]")


def lines(outcome: Outcome) -> Iterator[str]:
    """A line for each code, the most frequent first: count, severity, code, title."""
    counts = Counter((report.word, report.severity, report.code) for report in outcome.reports)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0][2]))
    digits = len(str(rows[0][1])) if rows else 0
    names = [f"{word}[{code}]" for (word, _, code), _ in rows]
    shown = aligned(
        [
            (f"{count:>{digits}}  {name}", CODES[code].title)
            for ((_, _, code), count), name in zip(rows, names, strict=True)
        ],
        outcome.width,
    )
    palette = outcome.palette
    styled = {
        name: f"{getattr(palette, severity)}{word}[{palette.linked(code)}]{palette.end}"
        for ((word, severity, code), _), name in zip(rows, names, strict=True)
    }
    for line in shown:
        yield _NAME.sub(lambda found: styled[found[0]], line, count=1)
    yield from outcome.closing()
