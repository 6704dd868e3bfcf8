"""A copy of a document that can be changed step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from prefect_toml_lsp.text.common_ends import common_ends
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.text.positions import Span
from prefect_toml_lsp.text.source import Source


class Editable(Protocol):
    """A document of any kind."""

    @property
    def source(self) -> Source:
        """Its lines."""

    def edit(self, span: Span, text: str) -> Any:
        """Replace the text of `span`; returns the change."""


class Draft:
    """A copy of a document; `edits` returns all changes as edits of the `original`. It remembers
    the original line of each line, so the edits leave out lines that no step touched.
    """

    def __init__(self, original: Source, document: Editable) -> None:
        self._original = original
        self.document = document
        self._origins: list[int | None] = list(range(len(self._original.lines)))

    def apply(self, edits: Iterable[Edit], follow: Callable[[Any], None] = lambda _: None) -> None:
        """Apply edits, which refer to the current draft and do not overlap; `follow` is called with
        the change that each of them made.
        """
        lines = self.document.source.lines
        ordered = sorted(enumerate(edits), key=lambda each: (each[1].span, each[0]))
        for _, (span, text) in reversed(ordered):
            before = len(self._origins)
            follow(self.document.edit(span, text))
            first, last = span.line, span.end_line
            added = last - first + 1 + len(lines) - before
            if added != last - first + 1:
                self._origins[first : last + 1] = [None] * added

    def origin(self, line: int) -> int:
        """The line of the original that became `line` of the draft; for a new line, that of the
        nearest line above which is not.
        """
        above = reversed(self._origins[: line + 1])
        return next((each for each in above if each is not None), 0)

    def edits(self) -> list[Edit]:
        """The difference to the original, in the order of the text."""
        return list(self._differences())

    def _differences(self) -> Iterator[Edit]:
        lines, old = self.document.source.lines, self._original.lines
        new_start = old_start = 0
        for index, origin in enumerate([*self._origins, len(old)]):
            if origin is None or lines[index : index + 1] != old[origin : origin + 1]:
                continue
            before, after = old[old_start:origin], lines[new_start:index]
            if before != after:
                yield _difference(self._original, old_start, before, after)
            new_start, old_start = index + 1, origin + 1


def _difference(source: Source, line: int, before: list[str], after: list[str]) -> Edit:
    """One edit that turns the lines `before`, which start at `line`, into `after`, without their
    common start and end.
    """
    head, tail = common_ends(before, after)
    first, end = line + head, line + len(before) - tail
    text = "".join(after[head : len(after) - tail])
    if end < len(source.lines):
        return Edit(Span(first, 0, end, 0), text)
    return Edit(Span(first, 0, *source.end), text)
