"""Detect changes on the disk of the files that decide the runtime of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from prefect_toml_lsp.files.stamps import stamp_of
from prefect_toml_lsp.project.environments import ENVIRONMENTS, files_of_environment
from prefect_toml_lsp.project.folder import ProjectFolder, deciding, upwards


class Surroundings:
    """The files that decide for some folders, with their stamps (`files.stamps`) and the names in
    folders; without files that a `requirements*.txt` includes.

    A check costs one system call for each file, about 2 µs, and only lists a folder if entries were
    added or removed.
    """

    def __init__(self) -> None:
        self._chains: dict[Path, tuple[_Seen, ...]] = {}
        self._seen: dict[Path, _Seen] = {}

    def add(self, folder: Path, root: Path | None) -> None:
        """Record the files that decide for `folder` (see `project.release.decide_release`) before
        they are read.
        """
        self._chains[folder] = tuple(map(self._look, upwards(folder, root, [])))

    def _look(self, folder: ProjectFolder) -> _Seen:
        if folder.path not in self._seen:
            self._seen[folder.path] = _Seen(folder)
        return self._seen[folder.path]

    def forget(self, folders: Iterable[Path]) -> None:
        """Forget these folders; those above them are recorded again when one is added."""
        for folder in folders:
            for seen in self._chains.pop(folder, ()):
                self._seen.pop(seen.path, None)

    def clear(self) -> None:
        """Forget all folders."""
        self._chains.clear()
        self._seen.clear()

    def changed(self, folders: Iterable[Path]) -> set[Path]:
        """The folders for which the decision may be another one now; one that was not added counts
        for nothing.
        """
        chains = {folder: self._chains.get(folder, ()) for folder in folders}
        looked_at = {seen for chain in chains.values() for seen in chain}
        stale = {seen for seen in looked_at if seen.has_changed()}
        return {folder for folder, chain in chains.items() if not stale.isdisjoint(chain)}


class _Seen:
    """The entries of one folder that may decide."""

    def __init__(self, folder: ProjectFolder) -> None:
        self.path = folder.path
        self._stamp = stamp_of(folder.path)
        self._names = deciding(folder.names)
        self._files = {file: stamp_of(file) for file in self._paths()}

    def has_changed(self) -> bool:
        now = stamp_of(self.path)
        if now != self._stamp:
            if deciding(ProjectFolder(self.path, []).names) != self._names:
                return True
            self._stamp = now
        return any(stamp_of(file) != stamp for file, stamp in self._files.items())

    def _paths(self) -> Iterator[str]:
        for name in self._names:
            path = os.path.join(self.path, name)
            if name in ENVIRONMENTS:
                yield from files_of_environment(path)
            elif name != ".git":
                yield path
