"""The output formats of findings: a module for each, found by name.

Each has one function, ``lines(outcome)``, that returns the lines to print. To add a format, write
its module and name it in `OUTPUT_FORMATS`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import groupby
from types import MappingProxyType

from prefect_toml_lsp.analysis.findings import most_severe
from prefect_toml_lsp.analysis.options import OUTPUT_FORMATS
from prefect_toml_lsp.cli.columns import printable, wrapped
from prefect_toml_lsp.cli.palette import Palette
from prefect_toml_lsp.cli.reports import SHOWN, Report
from prefect_toml_lsp.cli.summary import Summary, closing
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.records import NamedTuple


class Outcome(NamedTuple):
    """The result of a check.

    targets
        The paths of all files that were to be checked.
    summary
        The summary at the end; None to leave it out.
    palette
        The colours of the terminal.
    width
        The number of columns; None if lines may have any length.
    next_step
        A sentence on what to do next, for the end of the longest format.
    """

    reports: list[Report]
    targets: list[str]
    summary: Summary | None
    palette: Palette
    width: int | None = None
    next_step: str | None = None

    def by_file(self) -> Iterator[tuple[Sequence[Report], list[str]]]:
        """The reports of each file, and a line about those that are left out: for a file with more
        than `SHOWN` findings, only the most severe are shown.
        """
        for path, group in groupby(self.reports, key=lambda each: each.path):
            found = [*group]
            shown = most_severe(found, SHOWN, lambda each: each.level)
            more = len(found) - len(shown)
            count = counted(more, "more findings")
            line = f"{printable(path)}: … and {count}; --output-format json lists all of them"
            yield shown, [line] if more else []

    def closing(self) -> Iterator[str]:
        """The last lines of output for people."""
        if self.summary is not None:
            for line in closing(self.reports, self.summary):
                yield from wrapped(line, self.width)


AUTO = "auto"
"""The format of the CI that runs this, `full` elsewhere."""
_OTHERWISE_NAMED = {"json": "json_array", "jsonl": "json_lines"}
MODULES: Mapping[str, str] = MappingProxyType(
    {
        **{name: _OTHERWISE_NAMED.get(name, name) for name in OUTPUT_FORMATS if name != AUTO},
        "text": "full",  # its former name
    }
)
"""The module of each format."""
FOR_PEOPLE = ("full", "concise", "text")
"""The formats that end with a summary."""
WITH_REPAIRS = ("sarif",)
"""The formats that show how findings are fixed."""
STATISTICS = "statistics"
"""The format that counts findings instead of showing them."""
_OF_CI = {"GITHUB_ACTIONS": "github", "GITLAB_CI": "gitlab"}


def resolved(name: str) -> str:
    """The format that `name` stands for in this environment."""
    if name != AUTO:
        return name
    return next((form for variable, form in _OF_CI.items() if os.environ.get(variable)), "full")


def lines(name: str, outcome: Outcome) -> Iterable[str]:
    """The lines of a format; `name` is a key of `MODULES`, or `STATISTICS`."""
    module = import_module(f"{__name__}.{MODULES.get(name, name)}")
    write: Callable[[Outcome], Iterable[str]] = module.lines
    return write(outcome)
