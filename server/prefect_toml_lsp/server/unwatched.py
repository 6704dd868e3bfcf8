"""Files that change on the disk, for clients that do not report them (such as Neovim on Linux)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from prefect_toml_lsp.server.session import Session

INTERVAL = 1.0
"""The least number of seconds between two checks of the disk."""
_SHARE = 50  # looks may take this fraction (1/N) of the time, because some disks are slow


class Unwatched:
    """Checks the files by which documents are judged whenever the client sends something, and
    judges the documents again if one has changed. `renew` notifies the client.

    Within `INTERVAL` after a check, the next one is delayed until its end, so that a change before
    a message is noticed at most a second after the message. While nothing is sent, nothing is done.
    """

    def __init__(
        self,
        session: Session,
        renew: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._renew = renew
        self._clock = clock
        self._next = clock()
        self._timer: asyncio.TimerHandle | None = None

    def touch(self) -> None:
        """A message has arrived and will be handled next."""
        if self._session.is_told_of_files:
            return
        pause = self._next - self._clock()
        if pause <= 0:
            self._look()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(pause, self._look)

    def _look(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        started = self._clock()
        is_stale = self._session.is_stale()
        ended = self._clock()
        self._next = ended + max(INTERVAL, (ended - started) * _SHARE)
        if is_stale:
            self._session.refresh()
            self._renew()
