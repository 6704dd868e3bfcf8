"""Exactly what Prefect does with a value for one of its settings, in every release.

`judge` gives the verdict on one value, `rules.find` the findings on several settings together, and
`explain` the text for a verdict.  Standard library only; nothing here imports Prefect or pydantic.
"""

from prefect_toml_lsp.prefect.acceptance.durations import Duration, DurationError
from prefect_toml_lsp.prefect.acceptance.judging import (
    judge,
    judge_decoded_table,
    judge_entry,
    judge_table,
)
from prefect_toml_lsp.prefect.acceptance.rules import RuleFinding, find
from prefect_toml_lsp.prefect.acceptance.verdicts import (
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
    "Duration",
    "DurationError",
    "Ignored",
    "Refused",
    "Release",
    "RuleFinding",
    "Verdict",
    "effective",
    "find",
    "judge",
    "judge_decoded_table",
    "judge_entry",
    "judge_table",
    "taken",
]
