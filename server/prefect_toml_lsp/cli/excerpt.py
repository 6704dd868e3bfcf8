"""One finding as a block of lines: the place, the message, and the source line with carets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prefect_toml_lsp.cli.columns import Cell, cells, printable, width_of, wrapped
from prefect_toml_lsp.cli.palette import Palette
from prefect_toml_lsp.cli.reports import Excerpt, Report

WIDEST = 100
"""The most columns of a source line; a longer line is cut around the range."""
_NARROWEST = 20
"""The least columns of a source line, however narrow the terminal is."""
_SHORTEST = 12
"""The least columns of a message next to its place."""
CUT = "…"
_MARGIN = "    "


def headline(report: Report, palette: Palette) -> str:
    """Where a finding is, its severity, its code and its message, on one line."""
    return next(_headlines(report, palette, None))


def _headlines(report: Report, palette: Palette, width: int | None) -> Iterator[str]:
    """The same in lines of a width."""
    place = f"{printable(report.path)}:{report.line}:{report.column}"
    start = f"{palette.strong}{place}{palette.end}: "
    taken = width_of(cells(place)) + 2
    what = f"{report.word}[{report.code}]: "
    if width is not None and taken + len(what) + _SHORTEST > width:
        yield start.rstrip()
        start, taken = _MARGIN, len(_MARGIN)
    code = palette.linked(report.code)
    start += f"{getattr(palette, report.severity)}{report.word}[{code}]{palette.end}: "
    room = None if width is None else width - len(_MARGIN)
    first, *rest = wrapped(printable(report.message), room, taken + len(what) - len(_MARGIN))
    yield f"{start}{palette.strong}{first}{palette.end}".rstrip()
    for line in rest:
        yield f"{_MARGIN}{palette.strong}{line}{palette.end}"


def block(report: Report, palette: Palette, width: int | None = None) -> Iterator[str]:
    """The lines of one finding, for a terminal of `width` columns if one is given."""
    colour = getattr(palette, report.severity)
    yield from _headlines(report, palette, width)
    if report.excerpt is not None:
        number = str(report.line)
        room = WIDEST if width is None else max(_NARROWEST, width - len(number) - len(" | "))
        source, carets = _draw(report.excerpt, room)
        bar = f"{palette.gutter}{' ' * len(number)} |{palette.end}"
        yield bar
        yield f"{palette.gutter}{number} |{palette.end} {source}".rstrip()
        yield f"{bar} {carets[0]}{colour}{carets[1]}{palette.end}"


def _draw(excerpt: Excerpt, room: int) -> tuple[str, tuple[str, str]]:
    """The source line cut to `room` columns, and the spaces and carets below it."""
    line = cells(excerpt.text)
    first, last = _window(line, excerpt, room)
    head = CUT if first or excerpt.cut_before else ""
    tail = CUT if last < len(line) or excerpt.cut_after else ""
    before = len(head) + width_of(line[first : excerpt.start])
    carets = max(1, width_of(line[excerpt.start : min(excerpt.end, last)]))
    shown = "".join(cell.shown for cell in line[first:last])
    return f"{head}{shown}{tail}", (" " * before, "^" * carets)


def _window(line: Sequence[Cell], excerpt: Excerpt, room: int) -> tuple[int, int]:
    """The part of a line to show: all of it, or as much around the range as the room is for."""
    _, start, end, *cut = excerpt
    if width_of(line) + sum(cut) * len(CUT) <= room:
        return 0, len(line)
    room -= 2 * len(CUT)
    first = last = start
    while last < end and line[last].width <= room:
        room -= line[last].width
        last += 1
    # Half of the rest is for the text before, the other half for that after, any remainder before.
    for share in (room // 2, 0):
        while first and line[first - 1].width <= room - share:
            first -= 1
            room -= line[first].width
        while last < len(line) and line[last].width <= room:
            room -= line[last].width
            last += 1
    while first < start and line[first].width == 0:
        first += 1  # a combining mark whose letter is cut off
    return first, last
