"""Measure work by the number of calls, which does not depend on the load of the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

FACTOR = 12
"""The most times as many calls for ten times the text."""


def calls(work: Callable[[], Any]) -> int:
    """The number of function calls that some work makes, including functions in C."""
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
