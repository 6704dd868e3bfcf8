"""Other ways to write valid text, for the user to choose (LSP 3.17, `refactor.rewrite`).

A family is a module with a function that gives the refactorings of one target; to add one, write
its module and list it here. They are computed whenever a cursor moves, so a family looks at one
statement, its section, and what claims its names, never at the whole document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prefect_toml_lsp.actions.fixes.model import Fix
from prefect_toml_lsp.actions.refactorings.defaults import default_refactorings
from prefect_toml_lsp.actions.refactorings.tables import table_refactorings
from prefect_toml_lsp.actions.refactorings.target import Target, find_target
from prefect_toml_lsp.actions.refactorings.values import value_refactorings
from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.text import Span

__all__ = ["refactorings"]

FAMILIES: tuple[Callable[[Target], Iterator[Fix]], ...] = (
    table_refactorings,
    value_refactorings,
    default_refactorings,
)


def refactorings(analysis: Analysis, span: Span) -> Iterator[Fix]:
    """The refactorings at the cursor, or of the first statement of a selection; none if the
    statement has errors.

    After each of them, Prefect reads the same settings, unless the title says otherwise.
    """
    target = find_target(analysis, span)
    if target is not None:
        for family in FAMILIES:
            yield from family(target)
