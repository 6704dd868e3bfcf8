"""Places that set a setting, and how strong they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ENVIRONMENT, DOTENV, PREFECT, PYPROJECT, PROFILE = KINDS = (
    "environment",
    "dotenv",
    "prefect.toml",
    "pyproject.toml",
    "profile",
)
"""The kinds of sources, the strongest first."""

_LEGACY = len(KINDS)
_TABLES = -1000
_DEEPER = len(KINDS)


class SourceLocation(NamedTuple):
    """A place that sets a setting.

    kind
        One of `KINDS`.
    name
        The variable, or the dotted path, as written there.
    where, line
        The file and the line (0-based) in it; None for the environment.
    """

    kind: str
    name: str
    where: Path | None
    line: int | None


class Setter(NamedTuple):
    """What one source has of a setting; lower ranks win.

    entries
        The keys that it sets in a free-form table, and their lines (0-based); None for other
        settings, and for a value that is no table.
    """

    rank: int
    place: SourceLocation
    entries: Mapping[str, int | None] | None

    def sites(self) -> Iterator[Site]:
        """The place, or those of all entries."""
        if self.entries is None:
            yield Site(self.rank, self.place, None)
        else:
            yield from (self._site(entry, line) for entry, line in self.entries.items())

    def sites_of(self, entry: str) -> Iterator[Site]:
        """The place that sets one entry, if any does."""
        if self.entries is None:
            yield Site(self.rank, self.place, None)
        elif entry in self.entries:
            yield self._site(entry, self.entries[entry])

    def _site(self, entry: str, line: int | None) -> Site:
        place = self.place
        if place.kind in (PREFECT, PYPROJECT):  # where entries have keys of their own
            place = place._replace(name=f"{place.name}.{entry}", line=line)
        return Site(self.rank, place, entry)


class Site(NamedTuple):
    """A place that sets a setting, or one `entry` of a free-form table; lower ranks win."""

    rank: int
    place: SourceLocation
    entry: str | None


def rank(kind: str) -> int:
    """The rank of a source for a setting in its own place."""
    return KINDS.index(kind)


def legacy_rank(kind: str) -> int:
    """The rank of a file for a setting in its legacy place, which comes after all profiles."""
    return _LEGACY + KINDS.index(kind)


def table_rank(kind: str, depth: int) -> int:
    """The rank of a variable that names a whole table, `depth` names below the top."""
    return _TABLES + _DEEPER * depth + KINDS.index(kind)
