"""One finding as a block of lines: the place, what is wrong, the source line with carets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prefect_toml_lsp.cli.columns import Cell, cells, printable, width_of
from prefect_toml_lsp.cli.palette import Palette
from prefect_toml_lsp.cli.reports import Excerpt, Report

WIDEST = 100
"""Terminal columns of a source line; what is longer is cut around the range."""
CUT = "…"


def headline(report: Report, palette: Palette) -> str:
    """Where a finding is, its severity, its code and its message."""
    colour = getattr(palette, report.severity)
    place = f"{printable(report.path)}:{report.line}:{report.column}"
    what = f"{colour}{report.word}[{report.code}]{palette.end}"
    message = f"{palette.strong}{printable(report.message)}{palette.end}"
    return f"{palette.strong}{place}{palette.end}: {what}: {message}"


def block(report: Report, palette: Palette) -> Iterator[str]:
    """The lines of one finding."""
    colour = getattr(palette, report.severity)
    yield headline(report, palette)
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
    first, last = _window(line, excerpt)
    head = CUT if first or excerpt.cut_before else ""
    tail = CUT if last < len(line) or excerpt.cut_after else ""
    before = len(head) + width_of(line[first : excerpt.start])
    carets = max(1, width_of(line[excerpt.start : min(excerpt.end, last)]))
    shown = "".join(cell.shown for cell in line[first:last])
    return f"{head}{shown}{tail}", (" " * before, "^" * carets)


def _window(line: Sequence[Cell], excerpt: Excerpt) -> tuple[int, int]:
    """The part of a line to show: all of it, or as much around the range as is wide enough."""
    _, start, end, *cut = excerpt
    room = WIDEST - width_of(line) - sum(cut) * len(CUT)
    if room >= 0:
        return 0, len(line)
    room = WIDEST - 2 * len(CUT)
    first = last = start
    while last < end and line[last].width <= room:
        room -= line[last].width
        last += 1
    # Half of what is left goes to the text before, the rest after, what is still left before.
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
