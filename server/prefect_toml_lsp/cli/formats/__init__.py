"""How findings are written: a module for each format, found by its name.

Each has one function, ``lines(outcome)``, that gives the lines to print. To add a format, write
its module and list it in `MODULES`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

from prefect_toml_lsp.cli.palette import Palette
from prefect_toml_lsp.cli.reports import Report
from prefect_toml_lsp.cli.summary import Summary, closing


class Outcome(NamedTuple):
    """What a check came to.

    targets
        The paths of all files that were to be checked.
    summary
        What is said of them at the end; None where nothing is to be said.
    palette
        The colours of where it is shown.
    """

    reports: list[Report]
    targets: list[str]
    summary: Summary | None
    palette: Palette

    def closing(self) -> Iterable[str]:
        """The lines that end what people read."""
        return closing(self.reports, self.summary) if self.summary else ()


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
FORMATS = (*list(MODULES)[:-1], AUTO)
"""The names that help and completion show."""
FOR_PEOPLE = ("full", "concise", "text")
"""The formats that end with a summary."""
WITH_REPAIRS = ("sarif",)
"""The formats that show how findings are fixed."""
STATISTICS = "statistics"
"""What counts findings instead of showing them, for people."""
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
