"""The common start and end of two sequences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def common_ends(old: Sequence[Any], new: Sequence[Any]) -> tuple[int, int]:
    """How many items are equal at the start of both and how many at their end. No item counts
    twice: the two numbers add up to at most the shorter length.
    """
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail
