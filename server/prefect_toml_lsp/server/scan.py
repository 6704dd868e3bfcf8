"""All configuration files of the workspace, including those that no editor has open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from prefect_toml_lsp.features.registry import File
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.files.reading import Note, Unreadable
from prefect_toml_lsp.files.stamps import stamp_of
from prefect_toml_lsp.project.search import search
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.server.session import Session
from prefect_toml_lsp.sources.kinds import FILE_NAMES, OFTEN_IGNORED

PATIENCE = 0.5
"""Seconds after which a scan shows its progress."""
_BREATH = 0.02  # seconds that a scan works before other messages are handled

Report = Callable[[int], Awaitable[None]]


class _Seen(NamedTuple):
    """A file as it was read: its stamp (`stamp_of`), its contents, and their id."""

    stamp: object
    view: View[Any] | None
    result_id: str


class Scan:
    """Reads the workspace's files, each again only when it has changed.

    A scan is an asynchronous iteration and can be cancelled whenever it takes a breath.
    """

    def __init__(self, session: Session, clock: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._clock = clock
        # Paths are strings, which cost less than `Path` to look up and to ask the disk about.
        self._seen: dict[str, _Seen] = {}
        self._paths: tuple[str, ...] | None = None
        self._generation = session.generation

    async def files(self, report: Report) -> AsyncIterator[File]:
        """Every configuration file in its current state: open ones as the client has them, then the
        others below the workspace folders. Once the scan takes longer than `PATIENCE`, `report` is
        called now and then with the number of files so far.
        """
        if not self._session.is_told_of_files:
            self._session.forget_changed()
        self._look_at_generation()
        opened = [*self._session.opened()]
        for document in opened:
            yield document.file
        paths = {str(document.path) for document in opened}
        started = breathed = self._clock()
        count = len(opened)
        walked: list[str] = []
        for path in self._walk() if self._paths is None else self._paths:
            now = self._clock()
            if now - breathed > _BREATH:
                if now - started > PATIENCE:
                    await report(count)
                await asyncio.sleep(0)
                breathed = self._clock()
            if path is None:
                continue
            walked.append(path)
            found = None if path in paths else self._find(path)
            if found is not None:
                count += 1
                yield found
        if self._session.is_told_of_files:
            self._paths = tuple(walked)

    def _look_at_generation(self) -> None:
        if self._generation != self._session.generation:
            self._generation = self._session.generation
            self._paths = None
            self._seen.clear()

    def _walk(self) -> Iterator[str | None]:
        """The files below the workspace folders; None after each folder, to take a breath."""
        seen: set[str] = set()
        for root in self._session.roots:
            note = self._session.notes.add
            for files in search(str(root), FILE_NAMES, self._unreadable, note, OFTEN_IGNORED):
                for path in files:
                    if path not in seen:
                        seen.add(path)
                        yield path
                yield None

    def _unreadable(self, folder: str, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        self._session.notes.add(Note(Path(folder), f"cannot be searched: {reason}"))

    def _find(self, path: str) -> File | None:
        stamp = stamp_of(path)
        if stamp is None:
            self._seen.pop(path, None)  # It went while we were looking.
            return None
        seen = self._seen.get(path)
        if seen is None or seen.stamp != stamp:
            seen = self._seen[path] = _Seen(stamp, self._read(path), self._session.new_result_id())
        return None if seen.view is None else File(seen.view, None, seen.result_id)

    def _read(self, name: str) -> View[Any] | None:
        try:
            return self._session.load(Path(name))
        except Unreadable as error:
            self._session.notes.add(error.note)
            return None
