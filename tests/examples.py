"""How many examples a property test tries."""

from __future__ import annotations

from hypothesis import settings


def times(factor: float) -> settings:
    """The settings of a test that tries `factor` times the examples of hypothesis' profile."""
    return settings(max_examples=round(factor * settings().max_examples))
