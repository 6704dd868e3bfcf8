"""Syntax errors of TOML 1.0 as `tomllib` reads it."""

from __future__ import annotations

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span


class Problem(NamedTuple):
    """One syntax error.

    `code` is stable and kebab-case; `message` says what is wrong and what to write instead.
    `span` is relative to the first line of the statement that holds the problem, and so is
    `earlier`: the key that was there first, which lies above for one in another statement.
    """

    code: str
    message: str
    span: Span
    earlier: Span | None = None
