"""Convert a run of facts to keywords for the JSON Schema of a TOML file."""

from __future__ import annotations

import re
from typing import Any


def run_extras(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of a run that are not JSON Schema keywords of a TOML value.

    ``environment``: the names of its variables, the preferred one first.  ``nullable``: true if
    the setting may be unset, which in TOML means to leave it out.  ``reader``: the class that
    reads this table of a package.
    """
    extras: dict[str, Any] = {}
    if reader := facts.get("reader"):
        extras["reader"] = reader
    if variables := facts.get("supported_environment_variables"):
        extras["environment"] = variables
    if {"type": "null"} in facts.get("anyOf", []):
        extras["nullable"] = True
    return extras


def keywords(facts: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema keywords of one run for TOML.

    TOML has no null, so ``{"type": "null"}`` branches and null defaults are removed.  An ``anyOf``
    with one branch left becomes that branch; one with an empty branch, which accepts anything, is
    removed.
    """
    if facts.get("section"):
        return {"type": "object", "properties": {}, "additionalProperties": False}
    made = {
        name: value
        for name, value in facts.items()
        if name not in ("supported_environment_variables", "anyOf")
    }
    if made.get("default", "") is None:
        del made["default"]
    branches = [branch for branch in facts.get("anyOf", []) if branch != {"type": "null"}]
    if branches == TEXT_OR_DURATION:
        branches = SECONDS
        made["default"] = _seconds(made["default"])
    if len(branches) == 1:
        made |= branches[0]
    elif branches and {} not in branches:
        made["anyOf"] = branches
    return {name: made[name] for name in sorted(made, key=_keyword_rank)}


TEXT_OR_DURATION = [{"type": "string"}, {"type": "string", "format": "duration"}]
SECONDS = [{"type": "number"}, {"type": "string", "pattern": r"^\s*[+-]?\d+\s*$"}]
"""prefect-redis declares durations, but reads seconds as a number or as digits in a string."""


def _seconds(duration: str) -> int:
    """Whole seconds of an ISO 8601 duration of hours, minutes and seconds."""
    sizes = {"H": 3600, "M": 60, "S": 1}
    return sum(int(count) * sizes[unit] for count, unit in re.findall(r"(\d+)([HMS])", duration))


_LEADING = ("type", "format", "anyOf", "enum", "items", "additionalProperties", "default")


def _keyword_rank(name: str) -> tuple[int, str]:
    """Sorts keywords: the type first, then the default, the others in alphabetical order."""
    return (_LEADING.index(name) if name in _LEADING else len(_LEADING), name)
