"""Numbers with their units."""

from __future__ import annotations


def counted(number: float, unit: str) -> str:
    """``1 retry``, ``2 retries``; `unit` is in the plural."""
    return f"{number} {unit_of(number, unit)}"


def unit_of(number: float, unit: str) -> str:
    """The form of `unit`, which is given in the plural, that goes with a number."""
    if number != 1:
        return unit
    if unit.endswith("ies"):
        return f"{unit[:-3]}y"
    return unit[:-2] if unit.endswith("sses") else unit.removesuffix("s")
