"""TOML files as plain tables, with the line of every key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.nodes import (
    ArrayHeader,
    Header,
    InlineTable,
    KeyValue,
    Pair,
)

Path = tuple[str, ...]


class TomlError(ValueError):
    """The text is not TOML 1.0; `line` (0-based) is the first that is wrong."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line + 1} is not TOML")
        self.line = line


class Assigned(NamedTuple):
    """A key that has a value: its path from the top of the file, its line (0-based).

    An inline table is given key by key, so `value` is only a dict if it is empty.
    """

    path: Path
    value: Any
    line: int

    def __repr__(self) -> str:
        return f"Assigned({'.'.join(self.path)!r}, line={self.line})"  # values may be secrets


def read_assignments(text: str) -> list[Assigned]:
    """The assignments of `text`, in its order, without the elements of arrays of tables.

    Raises `TomlError`.
    """
    return assignments_of(Document(text))


def assignments_of(document: Document) -> list[Assigned]:
    """The assignments in the part of a document that is read (see `read_assignments`). Raises
    `TomlError`.
    """
    found: list[Assigned] = []
    arrays: list[Path] = []
    for start, statement in zip(document.starts, document.statements, strict=True):
        if document.problems(statement):
            raise TomlError(start)
        header = statement if isinstance(statement, Header) else statement.section.header
        if isinstance(statement, ArrayHeader):
            arrays.append(statement.key.names)
        if isinstance(statement, KeyValue):
            table = header.key.names if header else ()
            if not _is_in(table, arrays):
                found.extend(_assigned(statement.pair, table, start))
    return found


def _is_in(table: Path, arrays: Iterable[Path]) -> bool:
    return any(table[: len(array)] == array for array in arrays)


def read_toml(text: str) -> dict[str, Any]:
    """`text` as nested dicts, without arrays of tables and empty tables. Raises `TomlError`."""
    top: dict[str, Any] = {}
    for path, value, _ in read_assignments(text):
        table = top
        for name in path[:-1]:
            table = table.setdefault(name, {})
        table[path[-1]] = value
    return top


def look_up(table: Any, path: Path) -> Any:
    """The value at `path` below `table`; None if a part of the path is missing or not a table."""
    for name in path:
        if not isinstance(table, dict):
            return None
        table = table.get(name)
    return table


def _assigned(pair: Pair, table: Path, start: int) -> Iterator[Assigned]:
    # A stack of our own: inline tables may be nested deeply.
    waiting = [(pair, table)]
    while waiting:
        pair, table = waiting.pop()
        path = (*table, *pair.key.names)
        if isinstance(pair.value, InlineTable) and pair.value.pairs:
            waiting.extend((inner, path) for inner in reversed(pair.value.pairs))
        else:
            with suppress(UndecodableError):  # a number with thousands of digits
                yield Assigned(path, decode(pair.value), start + pair.key.span.line)
