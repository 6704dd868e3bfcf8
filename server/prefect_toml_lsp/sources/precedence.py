"""Places that set a setting, and how strong they are."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import DOTENV, ENVIRONMENT, STRENGTHS, Holds, file_kind

Strength: TypeAlias = tuple[int, int]
"""The rank of an assignment: by its source, then by the name that it uses, the preferred name of a
setting first. The lower number wins.
"""

_STEP = 2  # leaves a place between two sources
_LEGACY = _STEP * len(STRENGTHS)
_TABLES = -1000
_DEEPER = len(STRENGTHS)
_NAMES = 1000


class SourceLocation(NamedTuple):
    """A place that sets a setting.

    kind
        One of `kinds.STRENGTHS`.
    name
        The variable, or the dotted path, as written there.
    where, line
        The file and the line (0-based) in it; None for the environment.
    """

    kind: str
    name: str
    where: Path | None
    line: int | None

    @property
    def is_table_file(self) -> bool:
        """Whether the entries of a free-form table have keys of their own there."""
        return self.kind != ENVIRONMENT and file_kind(self.kind).holds is Holds.SETTINGS


def rank(kind: str) -> int:
    """The rank of a source for a setting in its own place."""
    return _STEP * STRENGTHS.index(kind)


def legacy_rank(kind: str) -> int:
    """The rank of a file for a setting in its legacy place, which comes after all profiles."""
    return _LEGACY + rank(kind)


def deprecated_strength() -> Strength:
    """The rank of a setting that Prefect takes from a former key in JSON as a last resort."""
    return 2 * _LEGACY, 0


def strength_by_name(kind: str, name: int) -> Strength:
    """The rank of a variable if the better name wins in the environment and `.env` together;
    `name` counts the names that are better.
    """
    alone = kind == ENVIRONMENT and not name
    return rank(kind if alone else DOTENV), _STEP * name + STRENGTHS.index(kind)


def strength_in_table(kind: str, depth: int, name: int = 0) -> Strength:
    """The rank of a setting in JSON for a whole table, `depth` names below the top, where it wins
    over all that sets the setting itself.

    `name` counts the names of the setting that are better than the one in the JSON. JSON for one
    table is merged before Prefect looks at names, so that the better name wins, wherever it is.
    """
    return _TABLES, _NAMES * name + _DEEPER * depth + STRENGTHS.index(kind)


def strength_below_variables(kind: str, depth: int, name: int) -> Strength:
    """The same where it wins over files of settings and profiles only."""
    return rank(DOTENV) + 1, strength_in_table(kind, depth, name)[1]


def hides(null: Strength, other: Strength) -> bool:
    """Whether ``null`` in JSON for a table takes away what another assignment gives: one in weaker
    JSON for the same table.
    """
    (depth, source), (other_depth, other_source) = (
        divmod(each[1] % _NAMES, _DEEPER) for each in (null, other)
    )
    in_json = null[0] == _TABLES and other[0] in (_TABLES, rank(DOTENV) + 1)
    return in_json and depth == other_depth and source < other_source
