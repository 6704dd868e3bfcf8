"""The settings of one document, by path, and what they become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from prefect_toml_lsp.analysis.entries import Known
from prefect_toml_lsp.schema.acceptance import Accepted, Converted, effective
from prefect_toml_lsp.toml.nodes import Statement


class Settings:
    """Which statements set which settings; entries of free-form tables are not kept.

    values
        By dotted path: what each setting becomes.
    unsettled
        Settings that are written but become nothing: broken, refused or ignored.
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.unsettled: set[str] = set()
        self._entries: dict[str, dict[Statement, Known]] = {}
        self._paths: dict[Statement, tuple[str, ...]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def find(self, path: str) -> tuple[Statement, Known] | None:
        """The first statement that sets `path`, and how."""
        found = self._entries.get(path)
        if not found:
            return None
        if len(found) == 1:
            return next(iter(found.items()))
        return min(found.items(), key=lambda item: item[0].order)

    def of(self, statement: Statement) -> list[Known]:
        """What a statement sets."""
        return [self._entries[path][statement] for path in self._paths.get(statement, ())]

    def add(self, statement: Statement, entries: Iterable[Known]) -> bool:
        """Take up what a statement sets; whether that is any setting."""
        paths = []
        for entry in entries:
            if not entry.node.is_table and not entry.inner:
                path = entry.node.dotted
                paths.append(path)
                self._entries.setdefault(path, {})[statement] = entry
                self._settle(path)
        if paths:
            self._paths[statement] = tuple(paths)
        return bool(paths)

    def remove(self, statement: Statement) -> bool:
        """Forget a statement; whether it set anything."""
        paths = self._paths.pop(statement, ())
        for path in paths:
            found = self._entries[path]
            found.pop(statement, None)
            if not found:
                del self._entries[path]
            self._settle(path)
        return bool(paths)

    def _settle(self, path: str) -> None:
        self.values.pop(path, None)
        self.unsettled.discard(path)
        found = self.find(path)
        if found:
            entry = found[1]
            if isinstance(entry.verdict, (Accepted, Converted)):
                self.values[path] = effective(entry.value, entry.verdict)
            else:
                self.unsettled.add(path)
