"""Places that set a setting, and how strong they are."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeAlias

from prefect_toml_lsp.sources.kinds import ENVIRONMENT, STRENGTHS, Holds, file_kind

Strength: TypeAlias = tuple[int, int]
"""How weak an assignment is: by its source, then by the variable that it uses of those that the
setting has, the preferred one first. The lower one wins.
"""

_LEGACY = len(STRENGTHS)
_TABLES = -1000
_DEEPER = len(STRENGTHS)


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
    return STRENGTHS.index(kind)


def legacy_rank(kind: str) -> int:
    """The rank of a file for a setting in its legacy place, which comes after all profiles."""
    return _LEGACY + STRENGTHS.index(kind)


def table_rank(kind: str, depth: int) -> int:
    """The rank of a variable that names a whole table, `depth` names below the top."""
    return _TABLES + _DEEPER * depth + STRENGTHS.index(kind)
