"""`source.sort`: keys and tables in the order in which the reference lists them.

What moves is whole lines: a pair with the comments that are about it, a header with its section.
A comment is about what it touches, first of all what is below it; one that touches nothing is
about the next pair, or stays where there is none. Empty lines stay where they are: between the
first and the second pair, the second and the third. Names that the reference does not have keep
their order, after the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.text import Edit, Span
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import ArrayHeader, Blank, Header, KeyValue, Statement

_UNKNOWN = 1 << 32  # after every name that the reference has
_DIRECTIVE = "#:"  # `#:schema URL` is about the file; Taplo and tombi look for it at the top

Rank = tuple[int, ...]


class _Block(NamedTuple):
    """Statements ``[first, end)``, which move together.

    rank
        Blocks trade places until their ranks ascend; one without a rank stays.
    inner
        The blocks in it, which trade places among themselves.
    """

    first: int
    end: int
    rank: Rank | None
    inner: Sequence[_Block] = ()


def sort(document: Document, schema: Schema, prefix: tuple[str, ...] = ()) -> list[Edit]:
    """The edits that put what lies below `prefix` in order, in the order of the text; none for a
    document that is sorted, or that has problems.

    TOML means the same after it: keys stay in their tables, those of the root above the first
    header, and the elements of an array of tables, with all that is below them, keep their order.
    Inline tables are values and stay as they are.
    """
    if any(statement.problems for statement in document.statements) or any(document.clashing):
        return []
    blocks = list(_sections(document, _Ranking(schema, prefix)))
    return list(_edits(document, blocks))


class _Ranking:
    """Where paths of the document come in the reference."""

    def __init__(self, schema: Schema, prefix: tuple[str, ...]) -> None:
        self._root = schema.root
        self._prefix = prefix
        self._numbers = cache(_numbers)

    def rank(self, path: tuple[str, ...]) -> Rank | None:
        """The place of `path`, before those below it; None for what is not below the prefix."""
        length = len(self._prefix)
        if path[:length] != self._prefix:
            return None
        node = self._root
        found: list[int] = []
        for name in path[length:]:
            number = self._numbers(node).get(name)
            if number is None:
                return (*found, _UNKNOWN)
            found.append(number)
            node = node.known[name]
        return tuple(found)


def _numbers(node: Node) -> dict[str, int]:
    return {name: number for number, name in enumerate(node.known)}


# What moves together


def _sections(document: Document, ranking: _Ranking) -> Iterator[_Block]:
    """The sections with the comments that touch their headers, without the empty lines below."""
    statements = document.statements
    headers = [index for index, each in enumerate(statements) if isinstance(each, Header)]
    starts = [*(_touching_above(statements, index) for index in headers), len(statements)]
    end = _without_empty(statements, 0, starts[0])
    yield _Block(
        0, end, None, tuple(_pairs(statements, _after_head(statements, end), end, ranking))
    )
    arrays: set[tuple[str, ...]] = set()
    for index, (start, below) in zip(headers, pairwise(starts), strict=True):
        header = statements[index]
        path = header.section.path
        # What is below an array of tables belongs to the element above it: all of it has one rank.
        array = next((path[:n] for n in range(1, len(path)) if path[:n] in arrays), path)
        if isinstance(header, ArrayHeader):
            arrays.add(path)
        end = _without_empty(statements, index + 1, below)
        body = _after_own_comments(statements, index + 1, end)
        pairs = tuple(_pairs(statements, body, end, ranking))
        yield _Block(start, end, ranking.rank(array), pairs)


def _pairs(
    statements: Sequence[Statement], first: int, end: int, ranking: _Ranking
) -> Iterator[_Block]:
    """The pairs among statements ``[first, end)`` of one section, each with its comments."""
    start: int | None = None
    index = first
    while index < end:
        statement = statements[index]
        if start is None and not _is_empty(statement):
            start = index
        index += 1
        if start is not None and isinstance(statement, KeyValue):
            index = _after_own_comments(statements, index, end)
            path = (*statement.section.path, *statement.pair.key.names)
            yield _Block(start, index, ranking.rank(path))
            start = None


def _after_head(statements: Sequence[Statement], end: int) -> int:
    """Where the first pair above the headers starts, with the comments that touch it; what is
    above them is the head of the file.
    """
    pairs = (index for index in range(end) if isinstance(statements[index], KeyValue))
    return _touching_above(statements, next(pairs, end))


def _touching_above(statements: Sequence[Statement], index: int) -> int:
    """The first of the comments that touch statement `index` from above, or `index`."""
    while index and _is_comment(statements[index - 1]):
        if statements[index - 1].comments[0].text.startswith(_DIRECTIVE):
            break
        index -= 1
    return index


def _after_own_comments(statements: Sequence[Statement], index: int, end: int) -> int:
    """The end of the comments from `index` on that touch what is above, and nothing below."""
    after = index
    while after < end and _is_comment(statements[after]):
        after += 1
    return after if after == end or _is_empty(statements[after]) else index


def _without_empty(statements: Sequence[Statement], first: int, end: int) -> int:
    while end > first and _is_empty(statements[end - 1]):
        end -= 1
    return end


def _is_comment(statement: Statement) -> bool:
    return isinstance(statement, Blank) and bool(statement.comments)


def _is_empty(statement: Statement) -> bool:
    return isinstance(statement, Blank) and not statement.comments


# How it moves


def _edits(document: Document, blocks: Sequence[_Block]) -> Iterator[Edit]:
    """An edit for each place that gets another block, and those within a block that stays."""
    for place, block in zip(blocks, _in_order(blocks), strict=True):
        if block is place:
            yield from _edits(document, block.inner)
        else:
            yield Edit(_span(document, place), _text(document, block))


def _in_order(blocks: Sequence[_Block]) -> list[_Block]:
    """`blocks` by rank, those without one where they are; equal ranks keep their order."""
    ranked = iter(sorted((each for each in blocks if each.rank is not None), key=_rank))
    return [each if each.rank is None else next(ranked) for each in blocks]


def _rank(block: _Block) -> Rank:
    return block.rank or ()


def _span(document: Document, block: _Block) -> Span:
    """The lines of a block without the last one's line break."""
    starts, lines = document.starts, document.source.lines
    end = starts[block.end] if block.end < len(starts) else len(lines)
    return Span(starts[block.first], 0, end - 1, content_length(lines[end - 1]))


def _text(document: Document, block: _Block) -> str:
    """The text of a block, the blocks in it in order, without its last line break."""
    span = _span(document, block)
    pieces: list[str] = []
    at = span.start
    for edit in _edits(document, block.inner):
        pieces.append(document.source.slice(Span.between(at, edit.span.start)))
        pieces.append(edit.text)
        at = edit.span.end
    pieces.append(document.source.slice(Span.between(at, span.end)))
    return "".join(pieces)
