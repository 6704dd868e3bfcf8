"""Findings as text for people: a block for each (see `check.blocks`), and a summary."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from prefect_toml_lsp.cli.reports import Report


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


def to_text(reports: Sequence[Report], files: int, palette: Palette) -> Iterator[str]:
    """The lines to print for the findings in `files` files: a block for each, and a summary."""
    if reports:
        from prefect_toml_lsp.cli.excerpt import block

        for report in reports:
            yield from block(report, palette)
            yield ""
    yield summary(reports, files)


def summary(reports: Sequence[Report], files: int) -> str:
    """How much was found in how many of the `files` files."""
    if not reports:
        return f"All good: {_count(files, 'file')} checked."
    severities = [report.severity for report in reports]
    errors, warnings = severities.count("error"), severities.count("warning")
    counts = [(errors, "error"), (warnings, "warning")]
    counts.append((len(reports) - errors - warnings, "remark"))
    *others, last = [_count(count, name) for count, name in counts if count]
    found = f"{', '.join(others)} and {last}" if others else last
    concerned = _count(len({report.path for report in reports}), "file")
    return f"Found {found} in {concerned} of {files}."


def _count(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
