"""How many examples a property test tries."""

from __future__ import annotations

from hypothesis import settings


def times(factor: float) -> settings:
    """Settings for a test that tries `factor` times as many examples as Hypothesis' profile."""
    return settings(max_examples=round(factor * settings().max_examples))
