"""How many cases the differential tests try, and with which Prefect: environment variables.

`PREFECT_CASES`          how many files `test_prefect` compares, at least 1; the other tests follow
`PREFECT_CASES_FOLDERS`  how many folders `test_folders` compares, in all families together
`PREFECT_SEED`           the seed of the cases; with the default, a failure comes from our own
                         change, and any other text gives new cases
`PREFECT_PYTHON`         an interpreter with Prefect, instead of an environment that the tests make
`PREFECT_RELEASE`        the release that `test_folders` asks, which `PREFECT_PYTHON` must have
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from tests.differential.environment import python_with

RELEASE = "3.8.8"
SEED = os.environ.get("PREFECT_SEED") or "1"
CASES = max(1, int(os.environ.get("PREFECT_CASES") or 300))
FOLDERS = max(1, int(os.environ.get("PREFECT_CASES_FOLDERS") or CASES // 2))
FOLDERS_RELEASE = os.environ.get("PREFECT_RELEASE", RELEASE)

_Item = TypeVar("_Item")


def interpreter(release: str = RELEASE) -> str:
    """The interpreter with Prefect; makes its environment if necessary."""
    python = os.environ.get("PREFECT_PYTHON") or python_with(release)
    assert python, "the Python that runs the tests is always there"
    return python


def share(parts: int) -> int:
    """One of `parts` equal parts of `CASES`, and at least 1."""
    return max(1, CASES // parts)


def until_seen(
    items: Iterable[_Item], seen: Counter[str], kinds: Sequence[str], least: int, most: int
) -> Iterator[_Item]:
    """The first `least` items, and more until the caller has counted all `kinds` in `seen`.

    So even a short run covers each kind of answer. Raises AssertionError if `most` items do not
    show every kind.
    """
    for number, item in enumerate(items):
        missing = [kind for kind in kinds if not seen[kind]]
        if number >= least and not missing:
            return
        assert number < most, f"{most} items show no {', '.join(missing)}"
        yield item
    assert all(seen[kind] for kind in kinds), f"the items show {dict(seen)}, not all of {kinds}"
