"""Bounds, which apply to the converted value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from prefect_toml_lsp.prefect.acceptance.verdicts import (
    ACCEPTED,
    Accepted,
    Converted,
    Refused,
    Verdict,
    effective,
)

# JSON Schema keyword, rule, and condition, which nan never satisfies
_BOUNDS: tuple[tuple[str, str, Callable[[Any, Any], bool]], ...] = (
    ("minimum", "minimum", lambda number, bound: number >= bound),
    ("exclusiveMinimum", "exclusive-minimum", lambda number, bound: number > bound),
    ("maximum", "maximum", lambda number, bound: number <= bound),
    ("exclusiveMaximum", "exclusive-maximum", lambda number, bound: number < bound),
)


def broken_bound(number: float, facts: Mapping[str, Any]) -> Refused | None:
    """The refusal of `number` by the first bound in `facts` that it breaks.

    `detail`: ``bound`` and ``value``, the number after conversion.
    """
    for keyword, rule, holds in _BOUNDS:
        bound = facts.get(keyword)
        if bound is not None and not holds(number, bound):
            return Refused(rule, {"bound": bound, "value": number})
    return None


def within(value: object, verdict: Verdict, facts: Mapping[str, Any]) -> Verdict:
    """`verdict` on the number `value`, unless its converted value violates a bound in `facts`."""
    if not isinstance(verdict, (Accepted, Converted)):
        return verdict
    return broken_bound(effective(value, verdict), facts) or verdict


def long_enough(text: str, facts: Mapping[str, Any]) -> Verdict:
    """The verdict on `text`, for which `facts` may require a number of characters."""
    least = facts.get("minLength", 0)
    return ACCEPTED if len(text) >= least else Refused("minimum-length", {"bound": least})
