"""Files that change on the disk, for clients that do not report them (such as Neovim on Linux)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from prefect_toml_lsp.server.session import Session

INTERVAL = 1.0
"""The least number of seconds between two checks of the disk."""
_SHARE = 50  # A look may take one part in so many of the time: some disks are far away.


class Unwatched:
    """Looks at the files that documents are judged by whenever the client sends something, and
    judges the documents again where one has changed. `renew` tells the client.

    Within `INTERVAL` after a look one more is put off until its end, so that a change from before a
    message is seen a second after it at the latest. As long as nothing is sent, nothing is done.
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
        """A message has come, and is about to be handled."""
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
