"""Which Prefect a project uses: lock files, and what is installed beside them.

Lock files are written by tools and may have megabytes, so their lines are searched, not parsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from os import listdir
from os.path import isdir
from pathlib import Path
from typing import NamedTuple

from prefect_toml_lsp.files.reading import Note, Unreadable, read_lenient
from prefect_toml_lsp.project.requirements import is_prefect, read_requirements
from prefect_toml_lsp.project.versions import parse_version

TOML_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock")
PIPFILE_LOCK = "Pipfile.lock"
ENVIRONMENTS = (".venv", "venv")

# Lines are looked for by the line break before them, which is much faster than by MULTILINE's ^.
_NAME = r"""\nname[ \t]*=[ \t]*["']prefect["'][ \t]*(?=\n|\Z)"""
_VERSION = r"""\nversion[ \t]*=[ \t]*["'](?P<version>[^"'\n]+)["'][ \t]*(?=\n|\Z)"""
_DIST_INFO = r"prefect-(?P<version>[^-]+)\.dist-info"
# A line that no lock file has: neither empty, a comment, a header, a key nor a part of an array.
_ODD_LINE = r"""\n(?![ \t\n\#\[\]{}"']|\Z|[A-Za-z0-9_.-]+[ \t]*=)"""
_UNCLOSED = r"""\n(?:\[[^\]\n]*|(?:name|version)[ \t]*=[ \t]*"[^"\n]*)(?=\n|\Z)"""


class Pin(NamedTuple):
    """The version of Prefect that `where` (a lock file, a `.dist-info` folder) names."""

    version: str
    where: Path
    source: str


def read_pins(folder: Path, names: Sequence[str], notes: list[Note]) -> Pin | None:
    """What the lock files in `folder` pin, or else what is installed there.

    The lock files are asked in the order uv, Poetry, PDM, Pipenv, `requirements*.txt`, and all of
    them before what is installed: a lock file is what the project says, for everyone who works on
    it, while an environment may lag behind it. `names` are the names of what is in `folder`.
    """
    for name in TOML_LOCKS:
        if name in names:
            found = _newest(_toml_lock(folder / name, notes))
            if found:
                return Pin(found, folder / name, "lock file")
    if PIPFILE_LOCK in names:
        found = _newest(_pipfile_lock(folder / PIPFILE_LOCK, notes))
        if found:
            return Pin(found, folder / PIPFILE_LOCK, "lock file")
    for name in requirement_files(names):
        pinned = {
            version: wanted.where
            for wanted in read_requirements(folder / name, notes)
            for version in wanted.requirement.pins
        }
        found = _newest(pinned)
        if found:
            return Pin(found, pinned[found], "lock file")
    for name in ENVIRONMENTS:
        if name in names:
            installed = _installed(folder / name, notes)
            if installed:
                return installed
    return None


def requirement_files(names: Iterable[str]) -> list[str]:
    """Which of `names` are `requirements*.txt`, `requirements.txt` first."""
    found = [name for name in names if re.fullmatch(r"requirements.*\.txt", name)]
    return sorted(found, key=lambda name: (name != "requirements.txt", name))


def _newest(versions: Iterable[str]) -> str | None:
    """The newest of several: a lock file may have one for each of several Pythons."""
    known = [(parsed, text) for text in versions if (parsed := parse_version(text))]
    return max(known)[1] if known else None


def _text(path: Path, notes: list[Note]) -> str | None:
    try:
        return read_lenient(path)
    except Unreadable as error:
        notes.append(error.note)
        return None


def _toml_lock(path: Path, notes: list[Note]) -> list[str]:
    """The versions in ``[[package]]`` tables that are named prefect."""
    text = _text(path, notes)
    if text is None:
        return []
    lines = f"\n{text}"
    odd = None if '"""' in lines or "'''" in lines else _first_odd_line(lines)
    if odd is not None:
        notes.append(Note(path, f"line {odd + 1} does not parse, so the file was passed over"))
        return []
    return list(_packages(lines))


def _first_odd_line(lines: str) -> int | None:
    """The first line (0-based) that shows that the file is broken: text that is no TOML, the marks
    of a merge conflict, a line cut short.  `lines` starts with a line break of its own.
    """
    found = (re.search(pattern, lines) for pattern in (_ODD_LINE, _UNCLOSED))
    places = [match.start() for match in found if match]
    return lines.count("\n", 0, min(places)) if places else None


def _packages(lines: str) -> Iterator[str]:
    for name in re.finditer(_NAME, lines):
        start = lines.rfind("\n[", 0, name.start()) + 1
        end = lines.find("\n[", name.end())
        table = lines[start : end if end >= 0 else len(lines)]
        version = re.search(_VERSION, table)
        if version and table.startswith("[[package]]"):
            yield version["version"]


def _pipfile_lock(path: Path, notes: list[Note]) -> Iterator[str]:
    text = _text(path, notes)
    if text is None:
        return
    try:
        lock = json.loads(text)
    except (ValueError, RecursionError):
        notes.append(Note(path, "the file is not JSON, so it was passed over"))
        return
    for section in lock.values() if isinstance(lock, dict) else ():
        for name, package in section.items() if isinstance(section, dict) else ():
            version = package.get("version") if isinstance(package, dict) else None
            if is_prefect(name) and isinstance(version, str):
                yield version.lstrip("=")


def _installed(environment: Path, notes: list[Note]) -> Pin | None:
    """What a virtual environment has, by the names of its folders; nothing in it is run or read."""
    found: dict[str, Path] = {}
    try:
        for packages in _site_packages(environment):
            for name in listdir(packages):
                written = re.fullmatch(
                    r"prefect-(?P<version>[^-]+)\.dist-info", name, re.IGNORECASE
                )
                if written and isdir(packages / name):
                    found[written["version"]] = packages / name
    except OSError as error:
        reason = error.strerror or type(error).__name__
        notes.append(Note(environment, f"the environment cannot be read: {reason}"))
    newest = _newest(found)
    return Pin(newest, found[newest], "installed") if newest else None


def _site_packages(environment: Path) -> Iterator[Path]:
    unix = environment / "lib"
    if isdir(unix):
        pythons = [name for name in listdir(unix) if name.startswith("python3")]
        yield from filter(isdir, (unix / name / "site-packages" for name in sorted(pythons)))
    windows = environment / "Lib" / "site-packages"
    if isdir(windows):
        yield windows
