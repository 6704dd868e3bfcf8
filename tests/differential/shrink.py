"""Shrink a case on which the engine and the oracle disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .generate import PREFECT_TOML, Case

MAX_TRIES = 400


def shrink(case: Case, disagrees: Callable[[Case], bool]) -> Case:
    """The smallest case found, starting from `case`, for which `disagrees` is still true.

    Greedy: takes the first smaller case that disagrees and continues from it, with at most
    `MAX_TRIES` questions.
    """
    tries = 0
    while True:
        for smaller in _smaller(case):
            tries += 1
            if tries > MAX_TRIES:
                return case
            if disagrees(smaller):
                case = smaller
                break
        else:
            return case


def _smaller(case: Case) -> Iterator[Case]:
    if len(case.assignments) > 1:
        for index in range(len(case.assignments)):
            kept = case.assignments[:index] + case.assignments[index + 1 :]
            yield case._replace(assignments=kept)
    if case.file != PREFECT_TOML:
        yield case._replace(file=PREFECT_TOML)
    for index, (path, value) in enumerate(case.assignments):
        for smaller in smaller_values(value):
            changed = list(case.assignments)
            changed[index] = (path, smaller)
            yield case._replace(assignments=tuple(changed))


def smaller_values(value: Any) -> Iterator[Any]:
    """Simpler values of the same type, the simplest first."""
    if isinstance(value, bool):
        return
    if isinstance(value, str):
        if len(value) > 8:
            yield value[: len(value) // 2]
            yield value[len(value) // 2 :]
        if len(value) <= 60:
            for index in range(len(value)):
                yield value[:index] + value[index + 1 :]
    elif isinstance(value, int):
        if abs(value) > 1:
            yield from (value // 2, value - 1 if value > 0 else value + 1)
    elif isinstance(value, float):
        if value == value and abs(value) < 1e15 and value != round(value):
            yield from (float(round(value)), round(value, 3))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield value[:index] + value[index + 1 :]
        for index, item in enumerate(value):
            for smaller in smaller_values(item):
                yield [*value[:index], smaller, *value[index + 1 :]]
    elif isinstance(value, dict):
        for name in value:
            yield {key: item for key, item in value.items() if key != name}
        for name, item in value.items():
            for smaller in smaller_values(item):
                yield {**value, name: smaller}
