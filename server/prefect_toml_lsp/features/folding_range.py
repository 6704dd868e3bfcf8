"""`textDocument/foldingRange` (LSP 3.17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.analysis import lies_below
from prefect_toml_lsp.features.registry import Feature
from prefect_toml_lsp.features.snapshot import TomlSnapshot
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import TOML
from prefect_toml_lsp.text import Position
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.layout import is_comment, section_end
from prefect_toml_lsp.toml.nodes import Array, Header, InlineTable, KeyValue, String, Value

FOLDING_RANGE = Feature(lsp.TEXT_DOCUMENT_FOLDING_RANGE)
_REGION = re.compile(r"#\s*(end)?region\b", re.IGNORECASE)


class Fold(NamedTuple):
    """A fold: hides the text from start to end, which are on different lines.

    keeps_last
    Whether the last line has only the end of the fold, so that it should stay visible.
    """

    start: Position
    end: Position
    kind: lsp.FoldingRangeKind | None
    keeps_last: bool = False


@FOLDING_RANGE.on(*TOML)
def folding_ranges(
    snapshot: TomlSnapshot[Any], _: lsp.FoldingRangeParams
) -> list[lsp.FoldingRange]:
    """Sections, values over several lines, blocks of comments, and ``# region``s."""
    document, prefix = snapshot.document, snapshot.analysis.context.prefix
    folds = [*_sections(document, prefix), *_values(document, prefix), *_comments(document, prefix)]
    found = (_range(snapshot, fold) for fold in sorted(folds, key=lambda fold: fold.start))
    return [each for each in found if each.start_line < each.end_line]


def _range(snapshot: TomlSnapshot[Any], fold: Fold) -> lsp.FoldingRange:
    if snapshot.client.whole_line_folds:
        last = fold.end.line - fold.keeps_last
        return lsp.FoldingRange(fold.start.line, last, kind=fold.kind)
    lines, units = snapshot.source.lines, snapshot.client.encoding.units
    return lsp.FoldingRange(
        fold.start.line,
        fold.end.line,
        units(lines[fold.start.line], fold.start.column),
        units(lines[fold.end.line], fold.end.column),
        fold.kind,
    )


def _lines(document: Document, first: int, last: int, kind: lsp.FoldingRangeKind | None) -> Fold:
    """A fold that leaves line `first` and hides the lines below it up to and with `last`."""
    source = document.source
    start = Position(first, len(source.content(first)))
    return Fold(start, Position(last, len(source.content(last))), kind)


def _sections(document: Document, prefix: tuple[str, ...]) -> Iterator[Fold]:
    """Each header's section, to the last statement before the next header and its comments."""
    statements, starts = document.statements, document.starts
    headers = [index for index, each in enumerate(statements) if isinstance(each, Header)]
    for header, after in pairwise([*headers, len(statements)]):
        if lies_below(prefix, statements[header]):
            last = section_end(document, header + 1, after) - 1
            end = starts[last] + statements[last].height - 1
            if starts[header] < end:
                yield _lines(document, starts[header], end, None)


def _values(document: Document, prefix: tuple[str, ...]) -> Iterator[Fold]:
    """Arrays, inline tables and strings over several lines."""
    for statement, line in zip(document.statements, document.starts, strict=True):
        if statement.height > 1 and isinstance(statement, KeyValue):
            value = statement.pair.value
            if value is not None and lies_below(prefix, statement):
                yield from _value(document, value, line)


def _value(document: Document, value: Value, line: int) -> Iterator[Fold]:
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if value.span.line == value.span.end_line:
            continue
        if isinstance(value, Array):
            waiting.extend(value.items)
        elif isinstance(value, InlineTable):
            waiting.extend(pair.value for pair in value.pairs if pair.value is not None)
        if isinstance(value, Array | InlineTable | String):
            width = len(value.opening) if isinstance(value, String) else 1
            row, column, end_row, end_column = value.span.down(line)
            end = Position(end_row, end_column - width if value.closed else end_column)
            before = document.source.lines[end_row][: end.column]
            keeps_last = value.closed and not before.strip()
            yield Fold(Position(row, column + width), end, None, keeps_last)


def _comments(document: Document, prefix: tuple[str, ...]) -> Iterator[Fold]:
    """Blocks of comments and regions; a block right above a header belongs to that."""
    block: list[int] = []  # indexes of statements on lines that follow one another
    regions: list[int] = []  # lines of those that are not closed yet
    for index, statement in enumerate(document.statements):
        if is_comment(statement):
            block.append(index)
            continue
        owner = statement if isinstance(statement, Header) else statement.section.header
        if block and (not prefix or (owner is not None and lies_below(prefix, owner))):
            yield from _block(document, block, regions)
        block = []
    last = document.statements[-1]
    if block and lies_below(prefix, last):
        yield from _block(document, block, regions)


def _block(document: Document, block: Sequence[int], regions: list[int]) -> Iterator[Fold]:
    """The folds of one block of comments, which a marker of a region divides."""
    plain: list[int] = []
    for index in block:
        line = document.starts[index]
        marker = _REGION.match(document.statements[index].comments[0].text)
        if not marker:
            plain.append(line)
            continue
        yield from _plain(document, plain)
        plain = []
        if not marker[1]:
            regions.append(line)
        elif regions:
            yield _lines(document, regions.pop(), line, lsp.FoldingRangeKind.Region)
    yield from _plain(document, plain)


def _plain(document: Document, lines: Sequence[int]) -> Iterator[Fold]:
    if len(lines) > 1:
        yield _lines(document, lines[0], lines[-1], lsp.FoldingRangeKind.Comment)
