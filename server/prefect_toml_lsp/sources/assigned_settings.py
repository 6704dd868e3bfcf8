"""The settings that one document assigns, by path, and their resulting values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from prefect_toml_lsp.sources.assignment import Values
from prefect_toml_lsp.sources.toml_entries import Known
from prefect_toml_lsp.toml.nodes import Statement


class AssignedSettings:
    """Which statements set which settings, without entries of free-form tables.

    The value of a path is computed on request, because any number of statements may set it.
    """

    def __init__(self) -> None:
        self._values = Values()
        self._unsettled: set[str] = set()
        self._first: dict[str, Statement] = {}
        self._entries: dict[str, dict[Statement, Known]] = {}
        self._of: dict[Statement, tuple[Known, ...]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    @property
    def values(self) -> Values:
        """Their converted values."""
        while self._unsettled:
            self._settle(self._unsettled.pop())
        return self._values

    def find(self, path: str) -> tuple[Statement, Known] | None:
        """The first statement that sets `path`, and how."""
        found = self._entries.get(path)
        if not found:
            return None
        first = self._first.get(path)
        if first is None:
            first = self._first[path] = min(found, key=attrgetter("order"))
        return first, found[first]

    def of(self, statement: Statement) -> Sequence[Known]:
        """What a statement sets."""
        return self._of.get(statement, ())

    def add(self, statement: Statement, entries: Iterable[Known]) -> bool:
        """Add what a statement sets. Returns whether it sets any setting."""
        kept = tuple(each for each in entries if not each.node.is_table and not each.inner)
        for entry in kept:
            path = entry.node.dotted
            self._entries.setdefault(path, {})[statement] = entry
            self._touch(path)
        if kept:
            self._of[statement] = kept
        return bool(kept)

    def remove(self, statement: Statement) -> bool:
        """Forget a statement; whether it set anything."""
        kept = self._of.pop(statement, ())
        for path in dict.fromkeys(each.node.dotted for each in kept):
            found = self._entries[path]
            del found[statement]
            if not found:
                del self._entries[path]
            self._touch(path)
        return bool(kept)

    def copy(self, twins: Mapping[Statement, Statement]) -> AssignedSettings:
        """The same for a copy of the document, with the statement of it for each of this one's."""
        other = AssignedSettings()
        other._values.known.update(self.values.known)
        other._values.in_doubt.update(self.values.in_doubt)
        for path, found in self._entries.items():
            other._entries[path] = {twins[each]: entry for each, entry in found.items()}
        other._of.update((twins[each], entries) for each, entries in self._of.items())
        return other

    def _touch(self, path: str) -> None:
        self._first.pop(path, None)
        self._unsettled.add(path)

    def _settle(self, path: str) -> None:
        self._values.known.pop(path, None)
        self._values.in_doubt.discard(path)
        found = self.find(path)
        if found:
            self._values.put(path, found[1].value, found[1].verdict)
