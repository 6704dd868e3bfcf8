"""The settings classes of the project in each workspace folder, followed as files change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from prefect_toml_lsp.files.reading import Note

if TYPE_CHECKING:  # few workspaces need it
    from prefect_toml_lsp.project.class_index import ClassIndex
    from prefect_toml_lsp.project.class_search import ClassSearch

AT_ONCE = 0.02
"""Seconds that a search may take before the diagnostics that need it have to wait."""
_BREATH = 0.01  # seconds that a search works before other messages are handled
_PAUSE = 0.3  # seconds without news of files after which they are searched again


class ProjectClasses:
    """Searches a folder when a document has a table or variable that Prefect does not have.

    on_search
        Called before the first search.
    on_found
        Called when a search that others wait for has ended, or when the results have changed.
    """

    def __init__(self, note: Callable[[Note], None]) -> None:
        self._note = note
        self._found: dict[Path, _Classes] = {}
        self._working: set[Path] = set()
        self._timer: asyncio.TimerHandle | None = None
        self.on_search: Callable[[], None] = lambda: None
        self.on_found: Callable[[], None] = lambda: None

    def below(self, root: Path) -> _Classes:
        """The classes of the project in a folder."""
        if root not in self._found:
            self._found[root] = _Classes(root, self)
        return self._found[root]

    def forget(self, root: Path) -> None:
        """Forget a folder whose classes were never requested."""
        if root in self._found and self._found[root].search is None:
            del self._found[root]

    def begin(self, root: Path) -> ClassSearch:
        """Search a folder for the first time, for as long as others can wait."""
        from prefect_toml_lsp.project.class_search import ClassSearch

        if not self._begun():
            self.on_search()
        search = ClassSearch(root, self._note)
        if not search.work(AT_ONCE):
            self._go_on_soon(root)
        return search

    def follow(self) -> None:
        """Files may have changed: search again soon, if there was a search."""
        if not self._begun():
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(_PAUSE, self._again)

    def have_changed(self) -> bool:
        """Whether a file with classes has changed on the disk since it was read; new files are not
        noticed.
        """
        return any(search.has_changed() for search in self._begun().values())

    def _begun(self) -> dict[Path, ClassSearch]:
        pairs = ((root, each.search) for root, each in self._found.items())
        return {root: search for root, search in pairs if search is not None}

    def _again(self) -> None:
        self._timer = None
        for root, search in self._begun().items():
            search.restart()
            self._go_on_soon(root)

    def _go_on_soon(self, root: Path) -> None:
        if root not in self._working:
            self._working.add(root)
            asyncio.get_running_loop().call_soon(self._go_on, root)

    def _go_on(self, root: Path) -> None:
        self._working.discard(root)
        search = self._begun()[root]
        before = search.index
        if not search.work(_BREATH):
            self._go_on_soon(root)
        elif before is None or before != search.index:
            self.on_found()


class _Classes:
    """See `project.class_index.Classes`; `search` is None before the first request."""

    def __init__(self, root: Path, project: ProjectClasses) -> None:
        self.root = root
        self.search: ClassSearch | None = None
        self._project = project

    def index(self) -> ClassIndex | None:
        if self.search is None:
            self.search = self._project.begin(self.root)
        return self.search.index
