"""Fewer edits of the same effect.

An edit more costs a client and the protocol more than a few characters more in one: the edits of a
line become one, and where there are very many, those of lines that follow one another. The latter
is a hundred thousand characters instead of tens of thousands of edits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prefect_toml_lsp.text import Edit, Source, Span

_MANY = 1000


def join(source: Source, edits: Sequence[Edit]) -> list[Edit]:
    """`edits`, which are in the order of the text, joined; none of them touch or share a line."""
    joined = list(_join(source, edits, 0))
    return list(_join(source, joined, 1)) if len(joined) > _MANY else joined


def _join(source: Source, edits: Sequence[Edit], lines: int) -> Iterator[Edit]:
    """`edits`, of which those become one that are at most so many line breaks apart."""
    first: Edit | None = None
    last = first
    pieces: list[str] = []
    for edit in edits:
        if last is not None and edit.span.line - last.span.end_line <= lines:
            pieces.append(source.slice(Span.between(last.span.end, edit.span.start)))
        else:
            if first and last:
                yield Edit(Span.between(first.span.start, last.span.end), "".join(pieces))
            first = edit
            pieces = []
        pieces.append(edit.text)
        last = edit
    if first and last:
        yield Edit(Span.between(first.span.start, last.span.end), "".join(pieces))
