"""Waiting for an editor."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(look: Callable[[], T], enough: Callable[[T], object] = bool, seconds: float = 30) -> T:
    """Call `look` until its result is `enough`, and return it; the error has the last result."""
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if enough(seen):
            return seen
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s; last seen:\n{seen}")
        time.sleep(0.05)
