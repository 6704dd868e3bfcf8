"""Fewer edits of the same effect.

An edit more costs a client and the protocol more than a few characters more in one: the edits of a
line become one, and where there are very many, those of lines that follow one another. The latter
is a hundred thousand characters instead of tens of thousands of edits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from prefect_toml_lsp.text import Edit, Source, Span

_MANY = 1000


def join(source: Source, edits: Sequence[Edit]) -> list[Edit]:
    """`edits`, which are in the order of the text, joined; none of them touch or share a line."""
    joined = list(_join(source, edits, 0))
    return list(_join(source, joined, 1)) if len(joined) > _MANY else joined


def _join(source: Source, edits: Sequence[Edit], lines: int) -> Iterator[Edit]:
    """`edits`, of which those become one that are at most so many line breaks apart."""
    near: list[Edit] = []
    for edit in edits:
        if near and edit.span[0] - near[-1].span[2] > lines:
            yield _one(source, near)
            near = []
        near.append(edit)
    if near:
        yield _one(source, near)


def _one(source: Source, edits: Sequence[Edit]) -> Edit:
    """One edit of the same effect as some, of which there is at least one."""
    if len(edits) == 1:
        return edits[0]
    pieces = [edits[0].text]
    for before, edit in pairwise(edits):
        pieces += source.slice(Span.between(before.span.end, edit.span.start)), edit.text
    return Edit(Span.between(edits[0].span.start, edits[-1].span.end), "".join(pieces))
