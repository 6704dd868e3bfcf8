"""How findings are written: a module for each format, found by its name.

Each has one function, ``lines(outcome)``, that gives the lines to print. To add a format, write
its module and list it in `MODULES`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import groupby
from types import MappingProxyType

from prefect_toml_lsp.analysis.findings import most_severe
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
        The colours of where it is shown.
    width
        The columns that there are; None if lines may be of any length.
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
        """The reports of each file, and a line about those that are left out: of a file with more
        than `SHOWN` findings only the most severe are shown.
        """
        for path, group in groupby(self.reports, key=lambda each: each.path):
            found = [*group]
            shown = most_severe(found, SHOWN, lambda each: each.level)
            more = len(found) - len(shown)
            count = counted(more, "more findings")
            line = f"{printable(path)}: … and {count}; --output-format json lists all of them"
            yield shown, [line] if more else []

    def closing(self) -> Iterator[str]:
        """The lines that end what people read."""
        if self.summary is not None:
            for line in closing(self.reports, self.summary):
                yield from wrapped(line, self.width)


AUTO = "auto"
"""The format of the CI that runs this, `full` elsewhere."""
MODULES: Mapping[str, str] = MappingProxyType(
    {
        "full": "full",
        "concise": "concise",
        "json": "json_array",
        "jsonl": "json_lines",
        "github": "github",
        "gitlab": "gitlab",
        "sarif": "sarif",
        "junit": "junit",
        "text": "full",  # its former name
    }
)
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
