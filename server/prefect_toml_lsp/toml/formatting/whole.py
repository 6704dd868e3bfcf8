"""All statements of a document, or those of some lines, and the empty lines between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from prefect_toml_lsp.text import Edit, Source, Span
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.formatting.joining import join
from prefect_toml_lsp.toml.formatting.statement import format_statement
from prefect_toml_lsp.toml.formatting.style import DEFAULT, Style
from prefect_toml_lsp.toml.nodes import Blank, Header, Statement

_MULTI_LINE = ('"""', "'''")


@dataclass(slots=True, eq=False)
class _Unit:
    """A statement that is no empty line, from line `first` to line `end` (exclusive).

    whole
        Whether it has no problems, and no string or bracket above puts it in doubt.
    asked
        Whether the caller wants it formatted.
    opens
        Whether it is a header, or a comment that touches one below it.
    """

    statement: Statement
    first: int
    end: int
    whole: bool
    asked: bool
    opens: bool

    @property
    def ours(self) -> bool:
        """Whether it may be formatted."""
        return self.whole and self.asked


def format_document(
    document: Document,
    style: Style = DEFAULT,
    rows: range | None = None,
    ours: Callable[[Statement], bool] = lambda _: True,
) -> list[Edit]:
    """The edits that bring a document into the style, in the order of the text, at most one a line.

    `rows` limits them to statements that have a line in it (0-based), and to empty lines that have
    one or lie between two such statements. `ours` limits them to statements for which it is true;
    a comment that touches a header goes with that.
    """
    source = document.source
    newline = source.lines[0][content_length(source.lines[0]) :]
    newline = newline if newline in ("\n", "\r\n") else "\n"
    rows = range(len(source.lines)) if rows is None else rows
    units = _units(document, ours)
    edits: list[Edit] = []
    for above, below in pairwise([None, *units, None]):
        edits.extend(_empty_lines(source, above, below, rows, newline, style))
        if below and below.ours and _meet(rows, below.first, below.end):
            statement = below.statement
            edits.extend(format_statement(statement, source.lines, below.first, newline, style))
    return join(source, edits)


def _units(document: Document, ours: Callable[[Statement], bool]) -> list[_Unit]:
    lines = document.source.lines
    clashing = set(document.clashing)
    units: list[_Unit] = []
    in_doubt = False  # below a broken value comments may be meant to be in it
    lost = False  # below a string without its closing quotes everything may be
    for first, statement in zip(document.starts, document.statements, strict=True):
        if not isinstance(statement, Blank):
            in_doubt = bool(statement.problems)
        elif not statement.comments and not statement.problems:
            continue
        whole = not (statement.problems or in_doubt or lost) and statement not in clashing
        opens = isinstance(statement, Header)
        end = first + statement.height
        units.append(_Unit(statement, first, end, whole, ours(statement), opens))
        lost = lost or _loses_the_rest(statement, lines, first)
    for below, above in pairwise(reversed(units)):
        if isinstance(above.statement, Blank) and below.opens and above.end == below.first:
            above.opens = True
            above.asked = below.asked
            above.whole = above.whole and below.whole
    return units


def _loses_the_rest(statement: Statement, lines: list[str], first: int) -> bool:
    """Whether a multi-line string is not closed, so that it is a guess where it ends."""
    return any(
        problem.code == "unclosed-string"
        and lines[first + problem.span.line].startswith(_MULTI_LINE, problem.span.column)
        for problem in statement.problems
    )


def _empty_lines(
    source: Source,
    above: _Unit | None,
    below: _Unit | None,
    rows: range,
    newline: str,
    style: Style,
) -> Iterator[Edit]:
    """The edits of the lines between two statements, or at either end of the document."""
    if (above and not above.ours) or (below and not below.ours):
        return
    first = above.end if above else 0
    end = below.first if below else len(source.lines)
    between = all(_meet(rows, unit.first, unit.end) for unit in (above, below) if unit)
    if not _meet(rows, first, end) and not (above and between):
        return
    if below is None:
        yield from _final_lines(source, first, newline, style)
        return
    wanted = _wanted(above, below, end - first)
    if end - first < wanted:
        yield Edit(Span(end, 0, end, 0), newline)
        return
    yield from _trim(source, range(first, first + wanted), style)
    if end - first > wanted:
        yield Edit(Span(first + wanted, 0, end, 0), "")


def _wanted(above: _Unit | None, below: _Unit, count: int) -> int:
    """How many empty lines belong between two statements with `count` between them."""
    if above is None:
        return 0
    if count == 0 and isinstance(above.statement, Blank):
        return 0
    return 1 if below.opens else min(count, 1)


def _final_lines(source: Source, first: int, newline: str, style: Style) -> Iterator[Edit]:
    """The edits of the empty lines from `first` on at the end of the document; what follows the
    last line break is one, too.
    """
    last = len(source.lines) - 1
    if first > last:
        if style.insert_final_newline:
            yield Edit(Span.between(source.end, source.end), newline)
        return
    if style.trim_final_newlines:
        if source.end > (first, 0):
            yield Edit(Span(first, 0, *source.end), "")
        return
    yield from _trim(source, range(first, last + 1), style)
    if source.lines[last] and not style.trim_trailing_whitespace and style.insert_final_newline:
        yield Edit(Span.between(source.end, source.end), newline)


def _trim(source: Source, empty: Iterable[int], style: Style) -> Iterator[Edit]:
    for line in empty:
        length = content_length(source.lines[line])
        if length and style.trim_trailing_whitespace:
            yield Edit(Span(line, 0, line, length), "")


def _meet(rows: range, first: int, end: int) -> bool:
    """Whether one of lines ``[first, end)`` is in `rows`."""
    return rows.start < end and first < rows.stop
