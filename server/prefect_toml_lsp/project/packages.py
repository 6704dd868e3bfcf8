"""The packages that matter here: Prefect, its integrations, and pydantic-settings, which reads
`.env`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from prefect_toml_lsp.project.constraints import Constraint, join, newest
from prefect_toml_lsp.records import NamedTuple

PREFECT = ("prefect", "prefect-client")
"""The packages that read the settings files, in the order in which they decide the release."""
SETTINGS = "pydantic-settings"
NAME = r"(?:prefect(?:[-_.][A-Za-z0-9._-]{1,60})?|pydantic[-_.]settings)"
"""A pattern for the names of the packages that matter, to be matched in any case."""

# Extras of Prefect that bring an integration; the others bring packages of other people.
_EXTRAS = frozenset(
    ("aws", "azure", "bitbucket", "dask", "databricks", "dbt", "docker", "email", "gcp", "github",
     "gitlab", "kubernetes", "ray", "redis", "shell", "slack", "snowflake", "sqlalchemy")
)  # fmt: skip


class Package(NamedTuple):
    """A package at a version, and the lock file or `.dist-info` folder that has it.

    The version is empty if the file names none, as uv.lock does for sources with a version of
    their own making.
    """

    name: str
    version: str
    where: Path


class Wanted(NamedTuple):
    """A requirement: the package's name as PyPI normalises it, which versions, and the file. One
    from a repository, a URL or a path `is_elsewhere` than on PyPI, and may have any version.
    """

    name: str
    constraint: Constraint
    where: Path
    extras: tuple[str, ...] = ()
    is_elsewhere: bool = False


def normalise(name: str) -> str:
    """A project's name as PyPI compares it: ``prefect-aws`` for ``Prefect_AWS``."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def matters(name: str) -> bool:
    """Whether a package of this name, in any spelling, matters."""
    return re.fullmatch(NAME, name.strip(), re.IGNORECASE) is not None


def newest_prefect(packages: Iterable[Package]) -> Package | None:
    """The newest Prefect among `packages`, or else the newest `prefect-client`.

    A lock file may have one for each of several Pythons.
    """
    found = list(packages)
    return newest_of(PREFECT[0], found) or newest_of(PREFECT[1], found)


def newest_of(name: str, packages: Sequence[Package]) -> Package | None:
    """The newest version of the package `name` among `packages`."""
    those = {each.version: each for each in packages if each.name == name}
    version = newest(those)
    return those[version] if version else None


def pinned(wanted: Iterable[Wanted]) -> list[Package]:
    """The single versions that requirements name."""
    return [
        Package(each.name, version, each.where)
        for each in wanted
        for version in each.constraint.pins
    ]


def joined_prefect(group: Iterable[Wanted]) -> Wanted | None:
    """The requirement of one group on Prefect, or else on `prefect-client`."""
    found = [each for each in group if not each.is_elsewhere]
    for name in PREFECT:
        those = [each for each in found if each.name == name]
        constraint = join([each.constraint for each in those])
        if constraint:
            return Wanted(name, constraint, those[0].where)
    return None


def integrations(wanted: Wanted) -> list[str]:
    """The integration packages that the extras of a requirement on Prefect bring."""
    if wanted.name not in PREFECT:
        return []
    return [f"prefect-{extra}" for extra in map(normalise, wanted.extras) if extra in _EXTRAS]
