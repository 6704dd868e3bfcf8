"""Suggestions for a wrong word on a command line."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean check?``, to end a message with; empty if nothing is near."""
    from difflib import get_close_matches  # only for those who mistype

    nearest = get_close_matches(word, [*known], n=1)
    return f"; did you mean {nearest[0]}?" if nearest else ""
