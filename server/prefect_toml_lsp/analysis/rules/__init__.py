"""The rules: one module for each kind of finding.

A rule is a function of one entry of a statement (see `sources.toml_entries`) and the context, and
gives findings with spans relative to the statement. To add one, write its module and list it here.
Rules about several settings are in `cross_setting`; unknown tables and keys are reported together
in `analysis.unknown_tables`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.rules.headers import check_header
from prefect_toml_lsp.analysis.rules.json_arrays import check_json_array
from prefect_toml_lsp.analysis.rules.literal_variables import check_literal
from prefect_toml_lsp.analysis.rules.moved import check_moved
from prefect_toml_lsp.analysis.rules.near_miss import check_near_miss
from prefect_toml_lsp.analysis.rules.null_text import check_null_text
from prefect_toml_lsp.analysis.rules.overridden import check_overridden
from prefect_toml_lsp.analysis.rules.own import check_own
from prefect_toml_lsp.analysis.rules.packages import check_package
from prefect_toml_lsp.analysis.rules.secrets import check_secret
from prefect_toml_lsp.analysis.rules.values import check_settled_value
from prefect_toml_lsp.sources.toml_entries import Entry
from prefect_toml_lsp.toml.nodes import Statement

Rule = Callable[[Entry, Context], Iterator[Finding]]

ENTRY_RULES: tuple[Rule, ...] = (
    check_own,
    check_package,
    check_moved,
    check_settled_value,
    check_secret,
    check_literal,
    check_null_text,
    check_json_array,
    check_header,
    check_overridden,
)

StatementRule = Callable[[Statement, Context], Iterator[Finding]]

STATEMENT_RULES: tuple[StatementRule, ...] = (check_near_miss,)
"""Rules on statements that may not set any of Prefect's settings."""
