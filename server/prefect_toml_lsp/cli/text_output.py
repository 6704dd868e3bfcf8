"""Findings as text for people: a block for each (see `check.blocks`), and a summary."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from prefect_toml_lsp.cli.columns import printable
from prefect_toml_lsp.cli.files import Checked
from prefect_toml_lsp.cli.reports import Report
from prefect_toml_lsp.cli.targets import Target


class Palette(NamedTuple):
    """Escape sequences, all empty where there is no colour."""

    error: str = ""
    warning: str = ""
    information: str = ""
    hint: str = ""
    strong: str = ""
    gutter: str = ""
    end: str = ""


COLOURS = Palette(
    "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;32m", "\x1b[1m", "\x1b[1;34m", "\x1b[0m"
)
PLAIN = Palette()


def palette_for(stream: TextIO) -> Palette:
    """Colours if `stream` is a terminal that shows them; NO_COLOR forbids and FORCE_COLOR demands
    them (no-color.org, force-color.org).
    """
    if os.environ.get("NO_COLOR"):
        return PLAIN
    if os.environ.get("FORCE_COLOR"):
        return COLOURS
    return COLOURS if stream.isatty() and os.environ.get("TERM") != "dumb" else PLAIN


class Summary(NamedTuple):
    """Which files were checked, and by what; `unread` are those that were not."""

    paths: list[str]
    unread: list[str]
    judged_as: list[str]
    assumed: list[str]

    @classmethod
    def of(cls, targets: Sequence[Target], checked: Sequence[Checked]) -> Summary:
        """What was done with `targets`, one for each of `checked`."""
        pairs = [*zip((each.path for each in targets), checked, strict=True)]
        read = [path for path, each in pairs if each.judged_as is not None]
        unread = [path for path, each in pairs if each.judged_as is None]
        judged_as = dict.fromkeys(each.judged_as for each in checked if each.judged_as)
        assumed = dict.fromkeys(each.assumed for each in checked if each.assumed)
        return cls(read, unread, [*judged_as], [*assumed])

    def judged(self) -> str:
        """``checked as Prefect 3.9.1 (uv.lock)``."""
        shown = self.judged_as[:MOST_NAMED]
        text = f"checked as {', '.join(shown)}" if shown else "checked"
        if len(self.judged_as) > len(shown):
            text += f" and {_count(len(self.judged_as) - len(shown), 'other release')}"
        return f"{text}, {len(self.unread)} not read" if self.unread else text

    def names(self) -> str | None:
        """The names of the files where they are few, on a line of their own."""
        if 1 < len(self.paths) <= MOST_NAMED:
            return f"Checked: {', '.join(map(printable, self.paths))}"
        return None


MOST_NAMED = 5
"""Files or releases that the summary names one by one."""


def to_text(reports: Sequence[Report], summary: Summary, palette: Palette) -> Iterator[str]:
    """The lines to print for what was found: a block for each finding, and a summary."""
    if reports:
        from prefect_toml_lsp.cli.excerpt import block

        for report in reports:
            yield from block(report, palette)
            yield ""
    names = summary.names()
    if names:
        yield names
    for each in summary.assumed:
        yield f"Note: {each}."
    yield summarize(reports, summary)


def summarize(reports: Sequence[Report], summary: Summary) -> str:
    """How much was found in the files that were checked."""
    if not reports:
        return f"All good: {_count(len(summary.paths), 'file')} {summary.judged()}."
    severities = [report.severity for report in reports]
    errors, warnings = severities.count("error"), severities.count("warning")
    counts = [(errors, "error"), (warnings, "warning")]
    counts.append((len(reports) - errors - warnings, "note"))
    *others, last = [_count(count, name) for count, name in counts if count]
    found = f"{', '.join(others)} and {last}" if others else last
    concerned = len({report.path for report in reports})
    files = _count(len(summary.paths) + len(summary.unread), "file")
    return f"Found {found} in {concerned} of {files}, {summary.judged()}."


def _count(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
