"""The versions that lock files pin. Tools write these files, which may have megabytes, so their
lines are searched, not parsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from prefect_toml_lsp.files.reading import LARGEST, Note
from prefect_toml_lsp.project.packages import NAME, Package, matters, newest_prefect, normalise
from prefect_toml_lsp.project.reading import read_noted
from prefect_toml_lsp.records import NamedTuple

# Searching for the line break before a line is much faster than MULTILINE's ^.
_NAMED = rf"""(?i:\nname[ \t]*=[ \t]*["'](?P<name>{NAME})["'][ \t]*(?=\n|\Z))"""
_VERSION = r"""\nversion[ \t]*=[ \t]*["'](?P<version>[^"'\n]{1,300})["'][ \t]*(?=\n|\Z)"""
_PYTHON = (
    r"""\n(?:requires-python|requires_python|python-versions)[ \t]*=[ \t]*"([^"\n]{1,300})\""""
)
_ABOUT_ALL = ("\n[metadata]\n", "\n[[metadata.targets]]\n")  # Poetry's, PDM's; uv has no header
_TABLES = ("[[package]]", "[[packages]]")  # the latter in pylock.toml
# A line that no lock file has: neither empty, a comment, a header, a key nor a part of an array.
_ODD_LINE = r"""\n(?![ \t\n\#\[\]{}"']|\Z|[A-Za-z0-9_.-]+[ \t]*=)"""
_UNCLOSED = r"""\n(?:\[[^\]\n]*|(?:name|version)[ \t]*=[ \t]*"[^"\n]*)(?=\n|\Z)"""
# conda-lock.yml and pixi.lock: a package by its name and version, or by the name of its file.
_YAML = (
    rf"""(?i:\n[ \t-]{{0,20}}name:[ \t]*["']?(?P<name>{NAME}|python)["']?[ \t]*)"""
    r"""\n[ \t]{0,20}version:[ \t]*["']?(?P<version>[^"'\s]{1,300})"""
)
_CONDA_FILE = (
    rf"/(?P<name>{NAME}|python)-(?P<version>\d[^-/\s]{{0,80}})-[^-/\s]{{1,80}}"
    r"\.(?:conda|tar\.bz2)\b"
)


class Lock(NamedTuple):
    """The facts in a lock file. `python` is a version (``3.12``, ``3.12.1``) that it pins, and
    `requires_python` a constraint in the language of the tool; each may be "".
    """

    where: Path
    packages: tuple[Package, ...]
    python: str = ""
    requires_python: str = ""


def read_lock(folder: Path, names: Sequence[str], notes: list[Note]) -> Lock | None:
    """The first lock file in `folder` that pins Prefect, in the order of `LOCKS`.

    `names` are the names of the entries of `folder`.
    """
    for name, read in LOCKS.items():
        if name not in names:
            continue
        text = read_noted(folder / name, notes, LARGEST)
        lock = None if text is None else read(folder / name, text, notes)
        if lock and newest_prefect(lock.packages):
            return lock
    return None


# uv, Poetry, PDM, and the format that they and pip can write (pylock.toml)


def _toml_lock(path: Path, text: str, notes: list[Note]) -> Lock | None:
    lines = f"\n{text}"
    odd = None if '"""' in lines or "'''" in lines else _first_odd_line(lines)
    if odd is not None:
        notes.append(Note(path, f"line {odd + 1} does not parse, so the file was skipped"))
        return None
    packages = tuple(_packages(path, lines))
    return Lock(path, packages, requires_python=_requires_python(lines))


def _requires_python(lines: str) -> str:
    """The Python that the whole project requires; packages have such a key, too."""
    starts = [place for header in _ABOUT_ALL if (place := lines.find(header)) >= 0]
    start = starts[0] + 2 if starts else 0
    end = lines.find("\n[", start)
    python = re.search(_PYTHON, lines[start : end if end >= 0 else len(lines)])
    return python[1] if python else ""


def _first_odd_line(lines: str) -> int | None:
    """The first line (0-based) that shows that the file is broken: text that is not TOML, the
    marks of a merge conflict, a line cut short.  `lines` starts with an extra line break.
    """
    found = (re.search(pattern, lines) for pattern in (_ODD_LINE, _UNCLOSED))
    places = [match.start() for match in found if match]
    return lines.count("\n", 0, min(places)) if places else None


def _packages(path: Path, lines: str) -> Iterator[Package]:
    for name in re.finditer(_NAMED, lines):
        start = lines.rfind("\n[", 0, name.start()) + 1
        end = lines.find("\n[", name.end())
        table = lines[start : end if end >= 0 else len(lines)]
        if table.startswith(_TABLES):
            version = re.search(_VERSION, table)
            yield Package(normalise(name["name"]), version["version"] if version else "", path)


# Pipenv


def _pipfile_lock(path: Path, text: str, notes: list[Note]) -> Lock | None:
    try:
        lock = json.loads(text)
    except (ValueError, RecursionError):
        notes.append(Note(path, "the file is not JSON, so it was skipped"))
        return None
    if not isinstance(lock, dict):
        return None
    python: Any = lock
    for key in ("_meta", "requires"):
        python = python.get(key) if isinstance(python, dict) else None
    version = python.get("python_version") if isinstance(python, dict) else None
    packages = tuple(_pipfile_packages(path, lock))
    return Lock(path, packages, version if isinstance(version, str) else "")


def _pipfile_packages(path: Path, lock: dict[str, Any]) -> Iterator[Package]:
    for section in lock.values():
        for name, package in section.items() if isinstance(section, dict) else ():
            version = package.get("version") if isinstance(package, dict) else None
            if matters(name) and isinstance(version, str):
                yield Package(normalise(name), version.lstrip("="), path)


# conda-lock, pixi


def _yaml_lock(path: Path, text: str, notes: list[Note]) -> Lock | None:  # noqa: ARG001
    lines = f"\n{text}"
    found = [*re.finditer(_YAML, lines), *re.finditer(_CONDA_FILE, lines)]
    packages = tuple(
        Package(normalise(each["name"]), each["version"], path)
        for each in found
        if each["name"].lower() != "python"
    )
    pythons = [each["version"] for each in found if each["name"].lower() == "python"]
    return Lock(path, packages, pythons[0] if pythons else "")


LOCKS: dict[str, Callable[[Path, str, list[Note]], Lock | None]] = {
    "uv.lock": _toml_lock,
    "poetry.lock": _toml_lock,
    "pdm.lock": _toml_lock,
    "pylock.toml": _toml_lock,
    "Pipfile.lock": _pipfile_lock,
    "pixi.lock": _yaml_lock,
    "conda-lock.yml": _yaml_lock,
}
"""The lock files, each with the function that reads its text, in order of precedence."""
