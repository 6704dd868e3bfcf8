"""Turn samples into Markdown tables and a JSON object."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any, NamedTuple

FLOOR = "floor"
OURS = "ours"
TIMES = "\N{MULTIPLICATION SIGN}"
NONE = "\N{EN DASH}"
"""Shown in the table if something was not measured."""


class Row(NamedTuple):
    """One line of the table.

    ``bound``: the most that our median may be, as a multiple of the floor's.  ``limit``: the same
    in the row's unit.  A row with neither is only reported.
    """

    title: str
    unit: str
    bound: float | None = None
    limit: float | None = None


class Samples:
    """The results of one server in one row: ``values`` in the row's unit, ``sizes`` of its answers.

    A size is a number of diagnostics, of hovers with content (0 or 1) or of completion items.
    There are none for a row without requests.
    """

    def __init__(self) -> None:
        self.values: list[float] = []
        self.sizes: list[int] = []

    @property
    def median(self) -> float:
        """The median of the values."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The value that 95 of 100 do not exceed (nearest rank)."""
        ordered = sorted(self.values)
        return ordered[-(-len(ordered) * 95 // 100) - 1]

    def as_json(self) -> dict[str, Any]:
        """The summary and all samples."""
        return {
            "median": self.median,
            "p95": self.p95,
            "count": len(self.values),
            "values": [round(value, 4) for value in self.values],
            "sizes": self.sizes,
        }


Results = dict[Row, dict[str, Samples]]
"""Row -> server name -> samples, without servers that could not do the row."""


def main_table(results: Results, servers: Sequence[str]) -> str:
    """The medians (p95) of all servers as multiples of the floor, the bound, and if it held."""
    lines = [
        f"| median (p95) | {' | '.join(servers)} | bound | |",
        f"|---|{'---|' * len(servers)}---|---|",
    ]
    for row, samples in results.items():
        floor = samples[FLOOR].median if FLOOR in samples else None
        cells = [_cell(samples.get(server), server, floor) for server in servers]
        bound = _bound(row)
        title = f"{row.title}, {row.unit}"
        lines.append(f"| {title} | {' | '.join(cells)} | {bound} | {_verdict(row, samples)} |")
    return "\n".join(lines)


def answers_table(results: Results, servers: Sequence[str]) -> str:
    """For each row the operations, how many had a non-empty answer, and the largest answer.

    Empty if no row has requests.
    """
    lines = [
        f"| answered (largest) of all | {' | '.join(servers)} |",
        f"|---|{'---|' * len(servers)}",
    ]
    for row, samples in results.items():
        if not any(each.sizes for each in samples.values()):
            continue
        cells = [_answers(samples.get(server)) for server in servers]
        lines.append(f"| {row.title} | {' | '.join(cells)} |")
    return "\n".join(lines) if len(lines) > 2 else ""


def as_json(results: Results) -> list[dict[str, Any]]:
    """The results, one object for each row."""
    return [
        {
            **row._asdict(),
            "verdict": _verdict(row, samples),
            "servers": {server: each.as_json() for server, each in samples.items()},
        }
        for row, samples in results.items()
    ]


def number(value: float) -> str:
    """A number with two or three significant digits: 0.46, 3.3, 27, 5,665."""
    digits = 2 if value < 1 else 1 if value < 20 else 0
    return f"{value:,.{digits}f}"


def _cell(samples: Samples | None, server: str, floor: float | None) -> str:
    if samples is None:
        return NONE
    spread = f" ({number(samples.p95)})" if len(samples.values) > 1 else ""
    ratio = f" = {samples.median / floor:.2f} {TIMES}" if floor and server != FLOOR else ""
    return f"{number(samples.median)}{spread}{ratio}"


def _bound(row: Row) -> str:
    bounds = []
    if row.bound is not None:
        bounds.append(f"≤ {row.bound:g} {TIMES} floor")
    if row.limit is not None:
        bounds.append(f"≤ {row.limit:,g} {row.unit}")
    return ", ".join(bounds)


def _verdict(row: Row, samples: dict[str, Samples]) -> str:
    if OURS not in samples:
        return ""
    held: list[bool] = []
    if row.bound is not None and FLOOR in samples:
        held.append(samples[OURS].median <= row.bound * samples[FLOOR].median)
    if row.limit is not None:
        held.append(samples[OURS].median <= row.limit)
    return ("held" if all(held) else "missed") if held else ""


def _answers(samples: Samples | None) -> str:
    if samples is None:
        return NONE
    filled = sum(size > 0 for size in samples.sizes)
    return f"{filled} ({max(samples.sizes)}) of {len(samples.sizes)}"
