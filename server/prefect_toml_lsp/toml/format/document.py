"""All statements of a document, or those of some lines, and the empty lines between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from prefect_toml_lsp.text import Edit, Source, Span
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.format.statement import format_statement
from prefect_toml_lsp.toml.format.style import DEFAULT, Style
from prefect_toml_lsp.toml.nodes import Blank, Header, Statement

_MULTI_LINE = ('"""', "'''")

_Unit: TypeAlias = "tuple[Statement, int, bool, bool]"
"""A statement that is not an empty line; its first line; whether it may be formatted; whether it is
a header, or a comment that touches one below it. A plain tuple: there is one for most lines.
"""


def format_document(
    document: Document,
    style: Style = DEFAULT,
    rows: range | None = None,
    ours: Callable[[Statement], bool] | None = None,
) -> list[Edit]:
    """The edits that bring a document into the style, in the order of the text, at most one a line.

    `rows` limits them to statements that have a line in it (0-based), and to empty lines that have
    one or lie between two such statements. `ours` limits them to statements for which it is true;
    a comment that touches a header goes with that.
    """
    source = document.source
    lines = source.lines
    newline = lines[0][content_length(lines[0]) :]
    newline = newline if newline in ("\n", "\r\n") else "\n"
    rows = range(len(lines)) if rows is None else rows
    edits: list[Edit] = []
    above: _Unit | None = None
    end = 0
    for below in _units(document, _around(document, rows), ours):
        statement, first, may_change, opens = below
        one_empty = above and first == end + 1 and lines[end] == newline  # as it should be
        if may_change and (opens or first > end) and not one_empty:
            edits.extend(_empty_lines(source, above, below, rows, newline, style))
        end = first + statement.height
        if may_change and first < rows.stop and rows.start < end:
            edits.extend(format_statement(statement, lines, first, newline, style))
        above = below
    edits.extend(_final_lines(source, above, rows, newline, style))
    return list(_one_a_line(source, edits))


def _around(document: Document, rows: range) -> range:
    """The indexes of the statements in some lines, and of as many above and below as can matter to
    them: up to one that is not blank, or to the end of the document.
    """
    statements, starts = document.statements, document.starts
    first = bisect_right(starts, rows.start) - 1
    while first > 0 and isinstance(statements[first], Blank):
        first -= 1
    last = bisect_left(starts, rows.stop)
    while last < len(statements) and isinstance(statements[last], Blank):
        last += 1
    return range(max(first, 0), min(last + 1, len(statements)))


def _units(
    document: Document, indexes: range, ours: Callable[[Statement], bool] | None
) -> list[_Unit]:
    """The units among statements that `_around` has found."""
    statements, starts = document.statements, document.starts
    unfit = _unfit(document, indexes)
    units: list[_Unit] = []
    may_change = opens = False
    for index in reversed(indexes):
        statement = statements[index]
        if isinstance(statement, Blank):
            if not statement.comments and not statement.problems:
                opens = False
                continue
            if opens:  # it belongs to the header that it touches
                may_change = may_change and index not in unfit
                units.append((statement, starts[index], may_change, True))
                continue
        else:
            opens = isinstance(statement, Header)
        may_change = index not in unfit and (ours is None or ours(statement))
        units.append((statement, starts[index], may_change, opens))
    units.reverse()
    return units


def _unfit(document: Document, indexes: range) -> set[int]:
    """Which statements have problems, or are put in doubt by a string or bracket above."""
    statements = document.statements
    above = [index for index in range(indexes.start) if statements[index].problems]
    if any(_loses_the_rest(document, index) for index in above):
        return set(indexes)
    clashing = set(document.clashing)
    found = {index for index in indexes if statements[index] in clashing} if clashing else set()
    if document.unread is not None:
        found.add(len(statements) - 1)
    for index in [index for index in indexes if statements[index].problems]:
        found.add(index)
        if _loses_the_rest(document, index):
            return found.union(range(index, indexes.stop))
        if not isinstance(statements[index], Blank):  # comments below may be meant to be inside it
            below = index + 1
            while below < indexes.stop and isinstance(statements[below], Blank):
                found.add(below)
                below += 1
    return found


def _loses_the_rest(document: Document, index: int) -> bool:
    """Whether a statement has a multi-line string that is not closed: where it ends is a guess, so
    everything below may be meant to be in it.
    """
    lines, first = document.source.lines, document.starts[index]
    return any(
        problem.code == "unclosed-string"
        and lines[first + problem.span.line].startswith(_MULTI_LINE, problem.span.column)
        for problem in document.statements[index].problems
    )


def _empty_lines(
    source: Source, above: _Unit | None, below: _Unit, rows: range, newline: str, style: Style
) -> Iterator[Edit]:
    """The edits of the lines between two statements, of which the lower may be formatted, or at
    the start of the document.
    """
    first = 0
    end = below[1]
    if above:
        statement, start, may_change, _ = above
        first = start + statement.height
        if not may_change:
            return
    between = above and rows.start < first and end < rows.stop
    if not between and not _meet(rows, first, end):
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
    if count == 0 and isinstance(above[0], Blank):
        return 0
    return 1 if below[3] else min(count, 1)


def _final_lines(
    source: Source, above: _Unit | None, rows: range, newline: str, style: Style
) -> Iterator[Edit]:
    """The edits of the empty lines at the end of the document, below its last statement; what
    follows the last line break is one, too.
    """
    first = 0
    last = len(source.lines) - 1
    if above:
        statement, start, may_change, _ = above
        first = start + statement.height
        if not may_change:
            return
        if not _meet(rows, start, first) and not _meet(rows, first, last + 1):
            return
    elif not _meet(rows, first, last + 1):
        return
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


def _one_a_line(source: Source, edits: Iterable[Edit]) -> Iterator[Edit]:
    """`edits`, which are in the order of the text, as one for each line: it costs a client more to
    make an edit than to read a few characters.
    """
    joined: Edit | None = None
    for edit in edits:
        if joined is None:
            joined = edit
        elif edit.span.line > joined.span.end_line:
            yield joined
            joined = edit
        else:
            between = source.slice(Span.between(joined.span.end, edit.span.start))
            where = Span.between(joined.span.start, edit.span.end)
            joined = Edit(where, joined.text + between + edit.text)
    if joined is not None:
        yield joined
