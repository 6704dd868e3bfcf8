"""The packages of a virtual environment, by the names of its folders; nothing in it is run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from os import listdir
from os.path import isdir
from pathlib import Path

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.files.traces import look
from prefect_toml_lsp.project.packages import NAME, Package, newest_prefect, normalise
from prefect_toml_lsp.project.reading import read_noted
from prefect_toml_lsp.project.search import ENVIRONMENT_MARK
from prefect_toml_lsp.records import NamedTuple

ENVIRONMENTS = (".venv", "venv")
Python = tuple[int, int]
"""Major and minor: ``(3, 12)``."""

_DIST_INFO = rf"(?P<name>{NAME})-(?P<version>[^-]{{1,300}})\.dist-info"


class Environment(NamedTuple):
    """A virtual environment: its path, its packages, and its Python if known."""

    where: Path
    packages: tuple[Package, ...]
    python: Python | None


def read_environments(
    folder: Path, names: Sequence[str], notes: list[Note]
) -> tuple[Environment, ...]:
    """The environments in `folder`, the one with Prefect first."""
    found = [_read(folder / name, notes) for name in ENVIRONMENTS if name in names]
    there = [each for each in found if each]
    return tuple(sorted(there, key=lambda each: newest_prefect(each.packages) is None))


def _read(environment: Path, notes: list[Note]) -> Environment | None:
    packages: list[Package] = []
    python: Python | None = None
    try:
        for site in _site_packages(environment):
            python = _python_of(site) or python
            packages += _packages(site)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        notes.append(Note(environment, f"the environment cannot be read: {reason}"))
        return None
    mark = read_noted(environment / ENVIRONMENT_MARK, notes)
    written = re.search(r"(?m)^version(?:_info)?[ \t]*=[ \t]*(\d{1,3})\.(\d{1,3})", mark or "")
    if written:
        python = int(written[1]), int(written[2])
    if python is None and not packages:
        return None
    return Environment(environment, tuple(packages), python)


def files_of_environment(path: str) -> Iterator[str]:
    """The files and folders that change if the packages or the Python of the environment at `path`
    change.
    """
    yield os.path.join(path, ENVIRONMENT_MARK)
    try:
        yield from map(str, _site_packages(Path(path)))
    except OSError:  # unreadable, which `read_environments` reports
        return


def _packages(site: Path) -> Iterator[Package]:
    look(site)
    for name in listdir(site):
        written = re.fullmatch(_DIST_INFO, name, re.IGNORECASE)
        if written and isdir(site / name):
            yield Package(normalise(written["name"]), written["version"], site / name)


def _python_of(site: Path) -> Python | None:
    found = re.fullmatch(r"python3\.(\d{1,3})t?", site.parent.name)
    return (3, int(found[1])) if found else None


def _site_packages(environment: Path) -> Iterator[Path]:
    unix = environment / "lib"
    look(unix)
    if isdir(unix):
        pythons = [name for name in listdir(unix) if name.startswith("python3")]
        yield from filter(isdir, (unix / name / "site-packages" for name in sorted(pythons)))
    windows = environment / "Lib" / "site-packages"
    # on a case-insensitive file system this is the folder above again
    if isdir(windows):
        yield windows
