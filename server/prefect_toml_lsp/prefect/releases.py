"""Prefect's releases as numbers that compare."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from prefect_toml_lsp.records import NamedTuple

Release = tuple[int, int, int]
"""``(3, 8, 8)`` for 3.8.8."""


def parse_release(text: str) -> Release:
    """The release that `text` writes as three numbers; ValueError for anything else."""
    major, minor, patch = text.split(".")
    return int(major), int(minor), int(patch)


def show_release(release: Release) -> str:
    """``3.8.8`` for ``(3, 8, 8)``."""
    return ".".join(map(str, release))


def nearest_known(release: Release, known: Sequence[Release]) -> Release:
    """The newest of `known` (oldest first) that is not newer than `release`; else the oldest."""
    return known[max(bisect_right(known, release) - 1, 0)]


def leading_release(text: str) -> Release | None:
    """The release that a version begins with: ``(0, 6, 0)`` for ``0.6`` and ``0.6.0rc1``."""
    found = re.match(r"\d{1,9}(?:\.\d{1,9}){0,2}", text)
    if found is None:
        return None
    major, minor, patch, *_ = (*map(int, found.group().split(".")), 0, 0)
    return major, minor, patch


class Installed(NamedTuple):
    """A package of a project: its version as it is written, None if only its presence is told,
    and the name of the file that shows it.
    """

    version: str | None = None
    where: str = ""


class Packages(NamedTuple):
    """The integration packages of a project, by the names that PyPI gives them.

    is_complete
        Whether the project has no others, as a lock file or a virtual environment tells.
    """

    found: Mapping[str, Installed] = {}
    is_complete: bool = False


class Releases(NamedTuple):
    """Whose settings hold: Prefect's release, and that of each integration package.

    installed
        What is known of the packages that the project has.
    absent
        Packages that it does not have.
    """

    prefect: Release
    packages: Mapping[str, Release] = {}
    installed: Mapping[str, Installed] = {}
    absent: frozenset[str] = frozenset()

    def of(self, package: str | None) -> Release:
        """The release of `package`, of Prefect for None."""
        return self.prefect if package is None else self.packages[package]
