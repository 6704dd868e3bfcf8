"""Exactly what Prefect does with a value for one of its settings, in every release.

Standard library only; nothing here imports Prefect or pydantic.
"""

from .judging import judge, judge_table, judge_unknown
from .verdicts import (
    ACCEPTED,
    Accepted,
    Converted,
    Ignored,
    Refused,
    Release,
    Verdict,
    effective,
    taken,
)

__all__ = [
    "ACCEPTED",
    "Accepted",
    "Converted",
    "Ignored",
    "Refused",
    "Release",
    "Verdict",
    "effective",
    "judge",
    "judge_table",
    "judge_unknown",
    "taken",
]
