"""Which Python runs in a project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.project.constraints import Constraint, parse_conda, parse_poetry, release_of
from prefect_toml_lsp.project.environments import Python
from prefect_toml_lsp.project.folder import PYTHON_VERSION, ProjectFolder
from prefect_toml_lsp.project.keyed import PIPFILE, PIXI
from prefect_toml_lsp.project.reading import read_noted
from prefect_toml_lsp.project.requirements import PYPROJECT, SETUP
from prefect_toml_lsp.records import NamedTuple

ASSUMED: Python = (3, 12)
"""If the project does not say."""
_FIRST_TOMLLIB = 11  # Python 3.11 has `tomllib`
_MINORS = range(7, 20)  # of Python 3, that a requirement may admit

# The table and the key of `requires-python` and the like in each file.
_STATED = {
    PYPROJECT: (
        ("project", "requires-python"),
        ("tool.poetry.dependencies", "python"),
        ("tool.pixi.dependencies", "python"),
    ),
    SETUP: (("options", "python_requires"),),
    PIXI: (("dependencies", "python"),),
    PIPFILE: (("requires", "python_version"), ("requires", "python_full_version")),
}


class PythonFound(NamedTuple):
    """A Python, major and minor, and the file or environment that says so; None: assumed."""

    version: Python
    where: Path | None


def find_python(folders: Sequence[ProjectFolder], notes: list[Note]) -> PythonFound:
    """The Python of a project by `folders`, the nearest first.

    In this order: a virtual environment (the one with Prefect first), a lock file that pins it,
    `.python-version`, what is required. A requirement decides only if it excludes everything below
    or everything from 3.11, where the reading of TOML changes; else 3.12 is assumed.
    """
    for finder in (_installed, _locked, _python_version_file, _required):
        for folder in folders:
            found = finder(folder, notes)
            if found:
                return found
    return PythonFound(ASSUMED, None)


def _installed(folder: ProjectFolder, notes: list[Note]) -> PythonFound | None:  # noqa: ARG001
    for environment in folder.environments:
        if environment.python:
            return PythonFound(environment.python, environment.where)
    return None


def _locked(folder: ProjectFolder, notes: list[Note]) -> PythonFound | None:  # noqa: ARG001
    lock = folder.lock
    numbers = release_of(lock.python) if lock and lock.python else None
    return PythonFound(numbers[:2], lock.where) if lock and numbers else None


def _python_version_file(folder: ProjectFolder, notes: list[Note]) -> PythonFound | None:
    """The version that pyenv and uv read: the first line without comment (``cpython-3.12.1``)."""
    if PYTHON_VERSION not in folder.names:
        return None
    path = folder.path / PYTHON_VERSION
    text = read_noted(path, notes) or ""
    lines = (line.strip() for line in text[:10_000].split("\n"))
    first = next((line for line in lines if line and not line.startswith("#")), "")
    written = re.match(r"(?:[a-z]{1,20}[@-]?)?(3)\.(\d{1,3})(?!\d)", first)
    return PythonFound((3, int(written[2])), path) if written else None


def _required(folder: ProjectFolder, notes: list[Note]) -> PythonFound | None:
    for text, where in _requirements(folder, notes):
        constraint = parse_poetry(text) or parse_conda(text)
        python = _decided(constraint) if constraint else None
        if python:
            return PythonFound(python, where)
    return None


def _requirements(folder: ProjectFolder, notes: list[Note]) -> Iterator[tuple[str, Path]]:
    if folder.lock and folder.lock.requires_python:
        yield folder.lock.requires_python, folder.lock.where
    for name, places in _STATED.items():
        if name in folder.names:
            text = read_noted(folder.path / name, notes) or ""
            for table, key in places:
                stated = _look_for(table, key, text)
                if stated:
                    yield stated, folder.path / name
    yield from folder.conda_pythons


def _look_for(table: str, key: str, text: str) -> str | None:
    """The string value of `key` in a table of a TOML or INI file, found by searching its lines,
    because parsing is slow for one string.
    """
    header = re.search(rf"(?m)^\[{re.escape(table)}\][ \t]*(?:#.*)?$", text)
    if header is None:
        return None
    end = re.compile(r"(?m)^\[+[\w.\"' -]{1,200}\]+[ \t]*(?:#.*)?$").search(text, header.end())
    pattern = re.compile(rf"""(?m)^{key}[ \t]*=[ \t]*["']?([^"'\n#]{{1,300}})""")
    found = pattern.search(text, header.end(), end.start() if end else len(text))
    return found[1].strip() if found else None


def _decided(constraint: Constraint) -> Python | None:
    """The Python that a requirement leaves: the assumed one if it is among them, else the newest
    below, else the oldest; None if some are below 3.11 and others are not.
    """
    patches = [numbers[2] for text in constraint.named if (numbers := release_of(text))]
    admitted = [
        minor
        for minor in _MINORS
        if any(constraint.admits(f"3.{minor}.{patch}") for patch in {0, 99, *patches})
    ]
    below = [minor for minor in admitted if minor < _FIRST_TOMLLIB]
    if not admitted or len(below) not in (0, len(admitted)):
        return None
    if below:
        return 3, below[-1]
    return (3, ASSUMED[1] if ASSUMED[1] in admitted else admitted[0])
