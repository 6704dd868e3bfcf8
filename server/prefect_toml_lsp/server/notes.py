"""What a session has to say in the client's log."""

from __future__ import annotations

_MOST = 1000
"""Things that were said and are remembered; only what comes after as many others is said again."""


class Notes:
    """Each thing is said once."""

    def __init__(self) -> None:
        self._said: dict[str, None] = {}
        self._waiting: dict[str, None] = {}

    def add(self, *notes: object) -> None:
        """Have something said, if it has not been said yet."""
        self._waiting.update((each, None) for each in map(str, notes) if each not in self._said)

    def take(self) -> list[str]:
        """What to say now."""
        found = [*self._waiting]
        self._waiting.clear()
        self._said.update(dict.fromkeys(found))
        while len(self._said) > _MOST:
            del self._said[next(iter(self._said))]
        return found
