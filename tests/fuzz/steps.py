"""How much is done, counted in calls: a machine under load counts the same."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

FACTOR = 12
"""How many times as much may be done for ten times the text."""


def calls(work: Callable[[], Any]) -> int:
    """The calls of functions, those written in C included, that some work makes."""
    count = 0

    def tell(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tell)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
