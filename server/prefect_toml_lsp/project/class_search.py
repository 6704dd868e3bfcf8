"""The settings classes in the Python files below a folder."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from prefect_toml_lsp.files.reading import FolderInstead, Note, Unreadable, read_bytes
from prefect_toml_lsp.files.stamps import stamp_of
from prefect_toml_lsp.project.class_index import ClassIndex, SettingsClass
from prefect_toml_lsp.project.search import PYTHON, walk
from prefect_toml_lsp.project.settings_classes import (
    MARK,
    NotPython,
    named_bases,
    read_classes,
)
from prefect_toml_lsp.records import NamedTuple

MOST_FOLDERS = 5_000
MOST_FILES = 5_000
MOST_BYTES = 64 * 1024 * 1024
"""Bounds on one search: folders, Python files, and the bytes of all of them."""
LARGEST = 256 * 1024
"""Bytes; a larger file is not parsed, which would take a second for each MB or two."""
DEEPEST = 24
"""Folders below each other."""
SMALL = 50
"""The number of folders and small files that are searched without a break."""
_FEW_BYTES = 100_000
_MOST_NOTES = 5


class _File(NamedTuple):
    """The classes in a Python file; `stamp` changes when the file does."""

    stamp: object
    size: int
    classes: tuple[SettingsClass, ...]
    bases: frozenset[bytes]
    note: Note | None


class ClassSearch:
    """Searches `root` in steps, repeatedly; unchanged files are not read again.

    index
    The last results; None before the first search has ended.
    """

    def __init__(
        self,
        root: Path,
        note: Callable[[Note], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.root = root
        self.index: ClassIndex | None = None
        self._note = note
        self._clock = clock
        self._files: dict[str, _File] = {}
        self._running: Iterator[None] | None = None

    def has_changed(self) -> bool:
        """Whether a file in which a search has found something has changed."""
        files = ((path, each) for path, each in self._files.items() if each.classes or each.note)
        return any(stamp_of(path) != each.stamp for path, each in files)

    def restart(self) -> None:
        """Search from the start with the next step."""
        self._running = None

    def work(self, seconds: float | None = None) -> bool:
        """Continue the search, or begin one, for some seconds, by default to its end. Returns
        whether it has ended.
        """
        if self._running is None:
            self._running = self._search()
        until = None if seconds is None else self._clock() + seconds
        for _ in self._running:
            if until is not None and self._clock() > until:
                return False
        self._running = None
        return True

    def _search(self) -> Iterator[None]:
        """Takes a break after each folder and file, except for the first of them."""
        found: dict[str, _File] = {}
        size = 0
        notes: list[Note] = []
        for step, path in enumerate(self._paths(notes)):
            if path is not None:
                file = found[path] = self._read(path)
                size += file.size
                if size > MOST_BYTES or len(found) >= MOST_FILES:
                    notes.append(_bounded(self.root))
                    break
            if step >= SMALL or size > _FEW_BYTES:
                yield
        self._files = found
        notes += [each.note for each in found.values() if each.note]
        for note in _few(notes, self.root):
            self._note(note)
        self.index = _index(found)

    def _paths(self, notes: list[Note]) -> Iterator[str | None]:
        """The Python files; None after each folder."""

        def fail(folder: str, error: OSError) -> None:
            if not isinstance(error, FileNotFoundError | NotADirectoryError):
                reason = error.strerror or type(error).__name__
                notes.append(Note(Path(folder), f"cannot be searched: {reason}"))

        for count, each in enumerate(walk(str(self.root), fail, self._note)):
            if count >= MOST_FOLDERS:
                notes.append(_bounded(self.root))
                return
            names = [name for name in each.entries if name.endswith(PYTHON)]
            for name in sorted(names) if each.depth <= DEEPEST else ():
                if each.has(name) and not each.ignored(name):
                    yield os.path.join(each.folder, name)
            yield None

    def _read(self, path: str) -> _File:
        stamp = stamp_of(path)
        before = self._files.get(path)
        if before is not None and before.stamp == stamp:
            return before
        classes: tuple[SettingsClass, ...] = ()
        note = None
        try:
            content = read_bytes(Path(path)) or b""
            if MARK in content:
                classes = _classes(content, Path(path))
        except FolderInstead:
            content = b""
        except Unreadable as error:
            content, note = b"", error.note
        bases = named_bases(content[:LARGEST])
        return _File(stamp, len(content), classes, bases, note)


def _classes(content: bytes, where: Path) -> tuple[SettingsClass, ...]:
    """The settings classes in a file. Raises `Unreadable` if they cannot be found out."""
    unknown = "settings classes in it are not known"
    if len(content) > LARGEST:
        raise Unreadable(Note(where, f"the file is too large, so {unknown}"), is_ours=True)
    try:
        return read_classes(content, where)
    except NotPython as error:
        line = f"line {error.line}" if error.line else "this"
        raise Unreadable(Note(where, f"{line} is not Python, so {unknown}")) from None


def _index(files: dict[str, _File]) -> ClassIndex:
    derived: dict[str, set[Path]] = defaultdict(set)
    classes = [each for file in files.values() for each in file.classes]
    names = {each.name.encode(): each.name for each in classes}
    for path, file in files.items():
        for name in file.bases & names.keys():
            derived[names[name]].add(Path(path))
    return ClassIndex(classes, derived)


def _bounded(root: Path) -> Note:
    return Note(root, "there is too much below it, so not all was searched for settings classes")


def _few(notes: list[Note], root: Path) -> Iterator[Note]:
    yield from notes[:_MOST_NOTES]
    if len(notes) > _MOST_NOTES:
        more = len(notes) - _MOST_NOTES
        what = "file or folder" if more == 1 else "files or folders"
        yield Note(root, f"{more} more Python {what} could not be read")
