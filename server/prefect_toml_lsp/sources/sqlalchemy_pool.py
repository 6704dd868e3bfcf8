"""The former keys of SQLAlchemy's pool, which Prefect itself moves into a table.

A model validator of the table `server.database` does this (3.2.0 and later), after the sources: a
value under one of these keys in JSON is used without validation if nothing else sets the setting.
pydantic-settings also passes variables with these names in `.env` to the validator.
"""

from __future__ import annotations

from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.sources.assignment import Assignment
from prefect_toml_lsp.sources.kinds import DOTENV
from prefect_toml_lsp.sources.precedence import deprecated_strength
from prefect_toml_lsp.sources.variable import Variable, Where

SQLALCHEMY = "server.database.sqlalchemy"
_DATABASE = "server.database"
_KEYS = {"sqlalchemy_pool_size": "pool_size", "sqlalchemy_max_overflow": "max_overflow"}
_VARIABLES = frozenset(f"PREFECT_SERVER_DATABASE_{key.upper()}" for key in _KEYS)


def moved_from(table: Node | None, key: str) -> Node | None:
    """The setting that a key of JSON for a table, or the path of it, is moved to; None for any
    other key.
    """
    key = key.removeprefix(f"{_DATABASE}.")
    if table is None or table.dotted != _DATABASE or key not in _KEYS or key in table.children:
        return None
    inner = table.children.get("sqlalchemy")
    return inner and inner.children.get(_KEYS[key])


def is_moved(given: Assignment) -> bool:
    """Whether a value comes from one of the former keys."""
    return given.strength == deprecated_strength()


def sets_pool(variable: Variable, where: Where) -> bool:
    """Whether a variable reaches the validator under a former key."""
    return where.kind == DOTENV and variable.name.upper() in _VARIABLES and variable.value != ""
