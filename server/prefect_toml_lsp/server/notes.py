"""The notes of a session for the client's log."""

from __future__ import annotations

_MOST = 1000
"""The number of notes that are remembered; an older one may be logged again."""


class Notes:
    """Notes to log, each only once."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}
        self._waiting: dict[str, None] = {}

    def add(self, *notes: object) -> None:
        """Queue a note for the log, unless it was logged already."""
        self._waiting.update((each, None) for each in map(str, notes) if each not in self._said)

    def take(self) -> list[str]:
        """The notes to log now."""
        found = [*self._waiting]
        self._waiting.clear()
        self._said.update(dict.fromkeys(found))
        while len(self._said) > _MOST:
            del self._said[next(iter(self._said))]
        return found
