"""`textDocument/selectionRange` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.analysis import lies_below
from prefect_toml_lsp.features.registry import Feature
from prefect_toml_lsp.features.snapshot import TomlSnapshot
from prefect_toml_lsp.sources.kinds import TOML
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.layout import first_comment, is_comment, lines_span, section_span
from prefect_toml_lsp.toml.nodes import (
    Array,
    Blank,
    Comment,
    Header,
    InlineTable,
    Key,
    KeyValue,
    Pair,
    Statement,
    String,
    Value,
)

SELECTION_RANGE = Feature(lsp.TEXT_DOCUMENT_SELECTION_RANGE)
_MOST = 64  # the most ranges at one position; for deeper values, the outer ones are dropped


@SELECTION_RANGE.on(*TOML)
def selection_ranges(
    snapshot: TomlSnapshot[Any], params: lsp.SelectionRangeParams
) -> list[lsp.SelectionRange]:
    """For each position the ranges around it, from the innermost part to the whole document."""
    return [_selection(snapshot, snapshot.position(each)) for each in params.positions]


def _selection(snapshot: TomlSnapshot[Any], position: Position) -> lsp.SelectionRange:
    """The ranges around `position`; an empty one in other tools' tables."""
    document = snapshot.document
    found: list[Span] = []
    if lies_below(snapshot.analysis.context.prefix, document.at(position.line)):
        for span in _around(document, position):
            if span.touches(position) and (not found or _is_larger(span, found[-1])):
                found.append(span)
    spans = [*found[: _MOST - 1], *found[_MOST - 1 :][-1:]] or [Span.between(position, position)]
    selection: lsp.SelectionRange | None = None
    for span in reversed(spans):
        selection = lsp.SelectionRange(snapshot.range(span), selection)
    assert selection is not None
    return selection


def _is_larger(outer: Span, inner: Span) -> bool:
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end


def _around(document: Document, position: Position) -> Iterator[Span]:
    """The spans around a position, the inner ones first."""
    index = document.index_at(position.line)
    statement, line = document.statements[index], document.starts[index]
    at = Position(position.line - line, position.column)
    for span in _in_statement(statement, at):
        yield span.down(line)
    if not isinstance(statement, Blank):
        yield lines_span(document, index, index)
        yield lines_span(document, first_comment(document, index), index)
    elif statement.comments:
        yield _block(document, index)
    yield section_span(document, statement)
    yield Span.between(Position(0, 0), document.source.end)


def _block(document: Document, index: int) -> Span:
    """The span of the comments on adjacent lines around a comment."""
    last = index
    while last + 1 < len(document.statements) and is_comment(document.statements[last + 1]):
        last += 1
    return lines_span(document, first_comment(document, index), last)


def _in_statement(statement: Statement, at: Position) -> list[Span]:
    for comment in statement.comments:
        if comment.span.start < at and comment.span.touches(at):
            return _in_comment(comment)
    if isinstance(statement, Header):
        end = statement.closing.end if statement.closing else statement.key.span.end
        return [*_in_key(statement.key, at), Span.between(statement.opening.start, end)]
    return _in_pair(statement.pair, at) if isinstance(statement, KeyValue) else []


def _in_comment(comment: Comment) -> list[Span]:
    text = comment.text.lstrip("#").strip(" \t")
    column = comment.span.column + comment.text.find(text)
    row = comment.span.line
    return [Span(row, column, row, column + len(text)), comment.span]


def _in_key(key: Key, at: Position) -> list[Span]:
    """The part of a key at the cursor, and the key."""
    return [*(part.span for part in key.parts if part.span.touches(at)), key.span]


def _in_pair(pair: Pair, at: Position) -> list[Span]:
    """The key or value at the cursor with all that is in it, and the pair."""
    outer: list[Span] = []  # the outer before the inner
    node: Pair | Value | None = pair
    while node is not None:
        outer.append(node.span)
        inner: Pair | Value | None = None
        if isinstance(node, Pair):
            if node.value is None or node.key.span.touches(at):
                return [*_in_key(node.key, at), *reversed(outer)]
            inner = node.value
        elif isinstance(node, String):
            outer.append(node.content)
        elif isinstance(node, Array):
            inner = next((item for item in node.items if item.span.touches(at)), None)
        elif isinstance(node, InlineTable):
            inner = next((each for each in node.pairs if each.span.touches(at)), None)
        node = inner
    return outer[::-1]
