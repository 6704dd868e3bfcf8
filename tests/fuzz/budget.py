"""How long a fuzzer runs, and its seed.

PREFECT_TOML_FUZZ_SECONDS is the time for each test, PREFECT_TOML_FUZZ_ROUNDS the least number of
rounds, and PREFECT_TOML_FUZZ_SEED their seed. `pytest tests/fuzz -rP` prints the numbers.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

SEED = int(os.environ.get("PREFECT_TOML_FUZZ_SEED", "1"))
SECONDS = float(os.environ.get("PREFECT_TOML_FUZZ_SECONDS", "0.5"))
ROUNDS = int(os.environ.get("PREFECT_TOML_FUZZ_ROUNDS", "0"))
HANG = 2.0
"""The processor time (seconds) that any single step must stay below."""


class Tally:
    """Counts the steps, and keeps the time of the slowest one."""

    def __init__(self, name: str, least: int) -> None:
        self._name = name
        self._least = max(least, ROUNDS)
        self.count = 0
        self.slowest = 0.0

    def rounds(self) -> Iterator[random.Random]:
        """A random generator for each round, until the time is over."""
        until, number = time.monotonic() + SECONDS, 0
        while number < self._least or time.monotonic() < until:
            yield random.Random(f"{SEED} {self._name} {number}")
            number += 1
        print(f"{self._name}: {self.count} in {number} rounds, slowest {self.slowest:.2f} s, "
              f"at most {megabytes():.0f} MB")  # fmt: skip

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count the step inside, which must take less than `HANG`."""
        began = time.process_time()
        yield
        took = time.process_time() - began
        self.count += 1
        self.slowest = max(self.slowest, took)
        assert took < HANG


def megabytes() -> float:
    """The peak memory of this process in MB; 0 on Windows."""
    if sys.platform == "win32":
        return 0.0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
