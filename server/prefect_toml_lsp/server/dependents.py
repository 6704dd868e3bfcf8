"""Open documents that depend on each other: one may override another, or name the profiles by which
it is judged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from prefect_toml_lsp.server.session import Session

PAUSE = 0.3
"""Seconds without an edit after which dependent documents are judged again."""


class Dependents:
    """Judges open documents again that depend on one that was opened, edited or closed.

    It waits for a pause in the typing, because it reads the folder again. `renew` notifies the
    client.
    """

    def __init__(self, session: Session, renew: Callable[[], None]) -> None:
        self._session = session
        self._renew = renew
        self._changed: set[Path] = set()
        self._timer: asyncio.TimerHandle | None = None

    def follow(self, path: Path | None) -> None:
        """Something has happened to the document at `path`; None for one that is on no disk."""
        if path is None or not self._session.has_dependents(path):
            return
        self._changed.add(path)
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(PAUSE, self._follow)

    def _follow(self) -> None:
        self._timer = None
        followed = [self._session.follow(path) for path in self._changed]
        self._changed.clear()
        if any(followed):
            self._renew()
