"""The documents that the client has open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from prefect_toml_lsp.analysis import Analysis
from prefect_toml_lsp.features.registry import File
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.features.uris import path_of
from prefect_toml_lsp.sources.file_store import Opened

_PLACES = ("profiles_path", "home")
"""The settings by which Prefect finds the profiles."""


class OpenDocument:
    """A document at the version that the client sent last; `path` is its path on the disk, or None.
    `result_id` changes with everything that diagnostics depend on, and is unique in the session.
    """

    def __init__(self, uri: str, version: int, view: View[Any], new_id: Callable[[], str]) -> None:
        self.uri = uri
        self.path = path_of(uri)
        self.version = version
        self._new_id = new_id
        self.view = view
        # The folder was read before the document was there.
        self._places: object = [None for _ in _PLACES]

    @property
    def view(self) -> View[Any]:
        """The view that features get; a new view means new results."""
        return self._view

    @view.setter
    def view(self, view: View[Any]) -> None:
        self._view = view
        self.was_read()
        self.touch()

    def touch(self) -> None:
        """Say that the document was edited."""
        self.result_id = self._new_id()

    @property
    def file(self) -> File:
        """The document as one of the files of the workspace."""
        return File(self.view, self.version, self.result_id)

    def looks_at(self, path: Path | None) -> bool:
        """Whether the document is judged with the file at a path."""
        sources = self.view.analysis.context.folder
        return path is not None and sources is not None and sources.looks_at(path)

    def was_read(self) -> None:
        """Note that the document's folder has been read with the current text."""
        self._places = self._find_places()

    @property
    def may_move_profiles(self) -> bool:
        """Whether the document may now name another place for the profiles than when its folder was
        read.
        """
        return self._find_places() != self._places

    def _find_places(self) -> object:
        analysis = self._view.analysis
        if isinstance(analysis, Analysis):
            return [found and found[1].value for found in map(analysis.settings.find, _PLACES)]
        return object()  # reading a `.env` to decide takes as long as judging again


class OnDisk(Mapping[Path, Opened]):
    """The open documents that have a place on the disk, by that, whenever one asks."""

    def __init__(self, documents: Mapping[str, OpenDocument]) -> None:
        self._documents = documents

    def __getitem__(self, path: Path) -> Opened:
        for opened in self._documents.values():
            if opened.path == path:
                document: Opened = opened.view.analysis.document
                return document
        raise KeyError(path)

    def __iter__(self) -> Iterator[Path]:
        return (each.path for each in self._documents.values() if each.path)

    def __len__(self) -> int:
        return sum(1 for _ in self)
