"""Removed and inserted lines, with tidy empty lines between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Source, Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml.layout import KeyPlace


class _Block(NamedTuple):
    """New lines apart from others: a header and its keys, or, without one, only keys."""

    header: str
    lines: list[str]


class LineChanges:
    """Collects changes of lines. Lines count from 0 in the current text; an insertion at line n
    goes above that line, or to the end if n is the number of lines.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        # The text after the last line break is a line only if it is not empty.
        self._count = len(source.lines) - (not source.lines[-1])
        first = source.lines[0]
        self._break = first[content_length(first) :] or "\n"
        self._deleted: set[int] = set()
        self._inserted: dict[int, list[str]] = {}
        self._blocks: dict[int, dict[str, _Block]] = {}

    def delete(self, first: int, end: int) -> None:
        """Delete lines ``[first, end)``."""
        self._deleted.update(range(first, min(end, self._count)))

    def insert_at(self, place: KeyPlace, lines: Iterable[str]) -> None:
        """Insert lines, given without line breaks, at the place for a new key."""
        if place.apart:
            self.insert_below("", place.line, lines)
        else:
            self.insert(place.line, lines)

    def insert(self, line: int, lines: Iterable[str]) -> None:
        """Insert lines, given without their line breaks, right above line `line`."""
        self._inserted.setdefault(min(line, self._count), []).extend(lines)

    def insert_below(self, header: str, line: int, lines: Iterable[str]) -> None:
        """Insert lines below a `header` of their own above line `line`, with an empty line above
        and below; those of one header stay together. An empty `header` means none.
        """
        blocks = self._blocks.setdefault(min(line, self._count), {})
        blocks.setdefault(header, _Block(header, [])).lines.extend(lines)

    def edits(self) -> Iterator[Edit]:
        """The edits, in the order of the text."""
        runs: list[tuple[int, int]] = []
        for place in sorted(self._deleted | self._inserted.keys() | self._blocks.keys()):
            if runs and place <= runs[-1][1]:
                continue
            end = place
            while end in self._deleted:
                end += 1
            runs.append((place, end))
        while len(runs) > 1 and self._is_end(runs[-2], runs[-1]):
            (first, _), (_, end) = runs[-2:]
            runs[-2:] = [(first, end)]
        for first, end in runs:
            yield from self._run(first, end)

    def _is_end(self, above: tuple[int, int], last: tuple[int, int]) -> bool:
        """Whether two runs of lines remove everything from the start of the first one on, except
        for empty lines between them, which are then removed, too.
        """
        if last[1] < self._count or last[0] == last[1]:
            return False
        lines = range(above[0], last[1] + 1)
        if self._inserted.keys() & lines or self._blocks.keys() & lines:
            return False
        return all(self._is_empty(line) for line in range(above[1], last[0]))

    def _run(self, first: int, end: int) -> Iterator[Edit]:
        """Remove lines ``[first, end)``, and insert the new lines at each of them and at `end`."""
        new: list[str] = []
        for line in range(first, end + 1):
            new.extend(self._inserted.get(line, ()))
        blocks = [
            block for line in range(first, end + 1) for block in self._blocks.get(line, {}).values()
        ]
        empty_above = first == 0 or self._is_empty(first - 1)
        if not new and not blocks:
            first, end = self._close_gap(first, end)
        for block in sorted(blocks, key=lambda block: bool(block.header)):
            if new or not empty_above:
                new.append("")
            new.extend([block.header, *block.lines] if block.header else block.lines)
        if blocks and end < self._count and not self._is_empty(end):
            new.append("")
        yield self._edit(first, end, new)

    def _is_empty(self, line: int) -> bool:
        return not self._source.lines[line].strip()

    def _close_gap(self, first: int, end: int) -> tuple[int, int]:
        """Remove an empty line together with lines ``[first, end)`` if two would meet, or if it
        would be first or last.
        """
        empty_above = first > 0 and self._is_empty(first - 1)
        if (first == 0 or empty_above) and end < self._count and self._is_empty(end):
            return first, end + 1
        if empty_above and end == self._count:
            return first - 1, end
        return first, end

    def _edit(self, first: int, end: int, new: list[str]) -> Edit:
        text = "".join(line + self._break for line in new)
        last = self._source.end
        if first >= self._count and self._source.lines[-1]:
            return Edit(Span.between(last, last), (self._break + text)[: -len(self._break)])
        start = (first, 0) if first < len(self._source.lines) else last
        finish = (end, 0) if end < len(self._source.lines) else last
        return Edit(Span(*start, *finish), text)
