"""Findings as text for people: the place, what is wrong, the line with carets under it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from prefect_toml_lsp.check.columns import Cell, cells, printable
from prefect_toml_lsp.check.reports import Excerpt, Report

WIDEST = 100
"""Terminal columns of a source line; what is longer is cut around the range."""
CUT = "…"


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
    for report in reports:
        yield from block(report, palette)
        yield ""
    yield summary(reports, files)


def block(report: Report, palette: Palette) -> Iterator[str]:
    """The lines of one finding."""
    colour = getattr(palette, report.severity)
    place = f"{printable(report.path)}:{report.line}:{report.column}"
    what = f"{colour}{report.severity}[{report.code}]{palette.end}"
    message = f"{palette.strong}{printable(report.message)}{palette.end}"
    yield f"{palette.strong}{place}{palette.end}: {what}: {message}"
    if report.excerpt is not None:
        number = str(report.line)
        source, carets = _draw(report.excerpt)
        bar = f"{palette.gutter}{' ' * len(number)} |{palette.end}"
        yield bar
        yield f"{palette.gutter}{number} |{palette.end} {source}".rstrip()
        yield f"{bar} {carets[0]}{colour}{carets[1]}{palette.end}"


def _draw(excerpt: Excerpt) -> tuple[str, tuple[str, str]]:
    """The source line, and the blanks and carets below it."""
    line = cells(excerpt.text)
    first, last = _window(line, excerpt.start, excerpt.end)
    head = CUT if first else ""
    tail = CUT if last < len(line) else ""
    before = len(head) + _width(line[first : excerpt.start])
    carets = max(1, _width(line[excerpt.start : min(excerpt.end, last)]))
    shown = "".join(cell.shown for cell in line[first:last])
    return f"{head}{shown}{tail}", (" " * before, "^" * carets)


def _width(line: Sequence[Cell]) -> int:
    return sum(cell.width for cell in line)


def _window(line: Sequence[Cell], start: int, end: int) -> tuple[int, int]:
    """The part of a line to show: all of it, or as much around the range as is wide enough."""
    room = WIDEST - _width(line)
    if room >= 0:
        return 0, len(line)
    room = WIDEST - 2 * len(CUT)
    first = last = start
    while last < end and line[last].width <= room:
        room -= line[last].width
        last += 1
    # Half of what is left goes to the text before, the rest behind, what is still left before.
    for share in (room // 2, 0):
        while first and line[first - 1].width <= room - share:
            first -= 1
            room -= line[first].width
        while last < len(line) and line[last].width <= room:
            room -= line[last].width
            last += 1
    while first < start and line[first].width == 0:
        first += 1  # A mark whose letter is cut off.
    return first, last


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
