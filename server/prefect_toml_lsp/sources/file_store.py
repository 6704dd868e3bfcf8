"""What is in files, parsed: open documents as they are now, others as they are on the disk."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from prefect_toml_lsp.dotenv.document import DotenvDocument, DotenvStatement
from prefect_toml_lsp.dotenv.grammar import Assignment, Skipped, read_statements
from prefect_toml_lsp.files.reading import read_exact
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.as_data import (
    Assigned,
    TomlError,
    assigned_at,
    assignments_of,
    read_assignments,
)

Opened = Document | DotenvDocument | str
"""A document that lives in an editor, or only its text."""

_KEPT = 16  # files of the disk; a folder has four
_Parsed = TypeVar("_Parsed")
_NOTHING_OPEN: Mapping[Path, Opened] = MappingProxyType({})


class Contents:
    """Files by their paths, as they are whenever one asks.

    What was parsed of the disk is kept until the file has another time of change or size; `opened`
    is looked at each time, so it may change. A file that is not there is empty. Every method
    raises `Unreadable` for one that cannot be read.
    """

    def __init__(self, opened: Mapping[Path, Opened] = _NOTHING_OPEN) -> None:
        self._opened = opened
        self._hidden: Path | None = None
        self._kept: OrderedDict[tuple[Path, object], tuple[object, Any]] = OrderedDict()

    def without(self, path: Path) -> Contents:
        """The same where the file at `path` is empty."""
        others = Contents(self._opened)
        others._hidden = path
        others._kept = self._kept
        return others

    def hides(self, path: Path) -> bool:
        """Whether the file is empty because of `without`."""
        return path == self._hidden

    def text(self, path: Path) -> str | None:
        """The text; None where there is no such file."""
        opened = self._find(path)
        return read_exact(path) if opened is None else _text(opened)

    def document(self, path: Path) -> Document | None:
        """A TOML file as a document, which may be live; None where there is no such file."""
        opened = self._find(path)
        if isinstance(opened, Document):
            return opened
        text = self.text(path)
        return None if text is None else Document(text)

    def assigned(self, path: Path) -> Sequence[Assigned]:
        """What a TOML file assigns (`tables.assignments_of`). Raises `TomlError`."""
        opened = self._find(path)
        if isinstance(opened, Document):
            return assignments_of(opened)
        found = self._read(path, _assignments) if opened is None else _assignments(_text(opened))
        if isinstance(found, TomlError):
            raise found
        return found

    def assigned_at(self, path: Path, names: tuple[str, ...]) -> Sequence[Assigned]:
        """Those of `assigned` at or below the key `names`. Raises `TomlError`."""
        opened = self._find(path)
        if isinstance(opened, Document):
            return assigned_at(opened, names)
        return [each for each in self.assigned(path) if each.path[: len(names)] == names]

    def statements(self, path: Path) -> Sequence[Assignment | Skipped]:
        """The statements of a `.env` file."""
        opened = self._find(path)
        if isinstance(opened, DotenvDocument):
            return [_statement(each) for each in opened.statements]
        return self._read(path, _statements) if opened is None else _statements(_text(opened))

    def stamp(self, path: Path) -> object:
        """Another one whenever a file of the disk changes; None for an open or missing one."""
        return None if self._find(path) is not None else _stamp(path)

    def _find(self, path: Path) -> Opened | None:
        return "" if path == self._hidden else self._opened.get(path)

    def _read(self, path: Path, parse: Callable[[str], _Parsed]) -> _Parsed:
        stamp = _stamp(path)
        kept = self._kept.get((path, parse))
        if kept is None or kept[0] != stamp:
            kept = (stamp, parse(read_exact(path) or ""))
        self._kept[path, parse] = kept
        self._kept.move_to_end((path, parse))
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        parsed: _Parsed = kept[1]
        return parsed


def _text(opened: Opened) -> str:
    return opened if isinstance(opened, str) else opened.text


def _assignments(text: str) -> Sequence[Assigned] | TomlError:
    try:
        return read_assignments(text)
    except TomlError as error:
        return error


def _statements(text: str) -> Sequence[Assignment | Skipped]:
    return list(read_statements(text))


def _statement(written: DotenvStatement) -> Assignment | Skipped:
    line = written.key.line
    return Skipped(line) if written.name is None else Assignment(written.name, written.value, line)


def _stamp(path: Path) -> object:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
