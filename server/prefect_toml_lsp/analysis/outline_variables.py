"""Prefect's variables in `.env` as an outline."""

from __future__ import annotations

from collections.abc import Sequence

from prefect_toml_lsp.analysis.outline import Kind, Symbol
from prefect_toml_lsp.analysis.value_preview import of_variable
from prefect_toml_lsp.analysis.variables import meaning_of
from prefect_toml_lsp.dotenv.document import DotenvStatement
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.sources.source import is_ours


def outline_variables(statements: Sequence[DotenvStatement], schema: Schema) -> list[Symbol]:
    """A symbol for each of Prefect's variables, in the order of the text; its detail is the value
    as for a key (`Symbol.detail`).
    """
    return [_symbol(each, each.name, schema) for each in statements if each.name and is_ours(each)]


def _symbol(statement: DotenvStatement, name: str, schema: Schema) -> Symbol:
    node = meaning_of(name.upper(), schema).node
    kind = Kind.NULL if statement.value is None else Kind.STRING
    span = statement.span
    symbol = Symbol(name, kind, node, span.start, span.end, statement.key, 0)
    if statement.value:
        symbol.detail = of_variable(node, statement.value)
    return symbol
