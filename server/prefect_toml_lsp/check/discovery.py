"""The files that the paths of a command line stand for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from prefect_toml_lsp.check.files import FILE_NAME
from prefect_toml_lsp.check.reports import Report, unreadable

SKIPPED = frozenset((".git", ".venv", "venv", "node_modules", "__pycache__"))
ENVIRONMENT_MARK = "pyvenv.cfg"
"""The file that makes a folder a virtual environment (PEP 405)."""


class Found(NamedTuple):
    """The files to check, each once, in the order of the paths and of the names in each folder;
    and the findings on folders that could not be searched.
    """

    files: list[str]
    reports: list[Report]


def discover(paths: Sequence[str]) -> Found:
    """A folder is searched for `prefect.toml`; what is no folder is a file to check."""
    found = Found([], [])
    seen: set[str] = set()
    for path in paths:
        candidates = _search(path, found.reports) if os.path.isdir(path) else iter((path,))
        for file in candidates:
            key = os.path.abspath(file)
            if key not in seen:
                seen.add(key)
                found.files.append(file)
    return found


def _search(root: str, reports: list[Report]) -> Iterator[str]:
    from prefect_toml_lsp.check.gitignore import NAME, is_ignored, outer_ignores, read_ignores

    shown = "" if root == "." else root
    absolute = os.path.abspath(root)
    waiting = [(shown, absolute, outer_ignores(root))]
    while waiting:
        folder, place, ignores = waiting.pop()
        try:
            with os.scandir(place) as listing:
                entries = {entry.name: entry for entry in listing}
        except OSError as error:
            reports.append(unreadable(folder or ".", error))
            continue
        if ENVIRONMENT_MARK in entries and place != absolute:
            continue
        if NAME in entries:
            ignores += read_ignores(place)
        file = entries.get(FILE_NAME)
        if file and file.is_file() and not is_ignored(file.path, ignores, folder=False):
            yield os.path.join(folder, FILE_NAME)
        waiting += (
            (os.path.join(folder, name), entry.path, ignores)
            for name, entry in sorted(entries.items(), reverse=True)
            if name not in SKIPPED
            and entry.is_dir(follow_symlinks=False)
            and not is_ignored(entry.path, ignores, folder=True)
        )
