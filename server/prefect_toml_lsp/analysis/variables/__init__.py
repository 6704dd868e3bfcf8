"""Environment variables as documents set them: lines of `.env`, keys of a profile."""

from prefect_toml_lsp.analysis.variables.findings import check_variables
from prefect_toml_lsp.prefect.variable_names import (
    Meaning,
    Sort,
    meaning_of,
    suggest_variables,
    table_variables,
)
from prefect_toml_lsp.sources.variable import Variable, Where

__all__ = [
    "Meaning",
    "Sort",
    "Variable",
    "Where",
    "check_variables",
    "meaning_of",
    "suggest_variables",
    "table_variables",
]
