"""Sort keys and tables. Whole lines move: a pair with its comments, a header with its section. A
comment that touches nothing moves with the next pair, or stays if there is none. Empty lines stay
in place, for example between the first and the second pair, so a comment below a pair may come to
touch the pair after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Edit, Span
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.layout import (
    Path,
    after_comments,
    first_comment,
    is_empty,
    line_at,
    section_end,
)
from prefect_toml_lsp.toml.nodes import ArrayHeader, Header, KeyValue

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


def sort(document: Document, rank: Callable[[Path], Rank | None]) -> list[Edit]:
    """The edits that put keys and tables in the order of `rank`, in the order of the text; none for
    a document that is sorted, or that has problems.

    `rank` gives the sort key of a path, None for one that stays in place; equal ranks keep their
    order. The data stays the same: keys stay in their tables, those of the root above the first
    header, and the elements of an array of tables, with everything below them, keep their order.
    Inline tables are values and do not change.
    """
    if any(statement.problems for statement in document.statements) or any(document.clashing):
        return []
    return list(_edits(document, list(_sections(document, rank))))


def _sections(document: Document, rank: Callable[[Path], Rank | None]) -> Iterator[_Block]:
    """The sections with the comments of their headers, without the empty lines below."""
    statements = document.statements
    headers = [index for index, each in enumerate(statements) if isinstance(each, Header)]
    bounds = [*headers, len(statements)]
    end = section_end(document, 0, bounds[0])
    pairs = (index for index in range(end) if isinstance(statements[index], KeyValue))
    first = first_comment(document, next(pairs, end))  # above it is the head of the file
    yield _Block(0, end, None, tuple(_pairs(document, first, end, rank)))
    arrays: set[Path] = set()
    for index, below in pairwise(bounds):
        path = statements[index].section.path
        # Everything below an array of tables belongs to the element above it and has one rank.
        array = next((path[:n] for n in range(1, len(path)) if path[:n] in arrays), path)
        if isinstance(statements[index], ArrayHeader):
            arrays.add(path)
        end = section_end(document, index + 1, below)
        inner = tuple(_pairs(document, after_comments(document, index), end, rank))
        yield _Block(first_comment(document, index), end, rank(array), inner)


def _pairs(
    document: Document, first: int, end: int, rank: Callable[[Path], Rank | None]
) -> Iterator[_Block]:
    """The pairs among statements ``[first, end)`` of one section, each with its comments."""
    start: int | None = None
    index = first
    while index < end:
        statement = document.statements[index]
        if start is None and not is_empty(statement):
            start = index
        index += 1
        if start is not None and isinstance(statement, KeyValue):
            index = after_comments(document, index - 1)
            path = (*statement.section.path, *statement.pair.key.names)
            yield _Block(start, index, rank(path))
            start = None


def _edits(document: Document, blocks: Sequence[_Block]) -> Iterator[Edit]:
    """An edit for each place that gets another block, and edits within blocks that stay."""
    ranked = iter(sorted((each for each in blocks if each.rank is not None), key=_rank))
    for place in blocks:
        block = place if place.rank is None else next(ranked)
        if block is place:
            yield from _edits(document, block.inner)
        else:
            yield Edit(_span(document, place), _text(document, block))


def _rank(block: _Block) -> Rank:
    return block.rank or ()


def _span(document: Document, block: _Block) -> Span:
    """The lines of a block without the last one's line break."""
    last = line_at(document, block.end) - 1
    length = content_length(document.source.lines[last])
    return Span(document.starts[block.first], 0, last, length)


def _text(document: Document, block: _Block) -> str:
    """The text of a block, the blocks in it in order, without its last line break."""
    span = _span(document, block)
    pieces: list[str] = []
    at = span.start
    for edit in _edits(document, block.inner):
        pieces += document.source.slice(Span.between(at, edit.span.start)), edit.text
        at = edit.span.end
    return "".join([*pieces, document.source.slice(Span.between(at, span.end))])
