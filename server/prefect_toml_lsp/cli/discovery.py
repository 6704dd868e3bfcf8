"""The files that the paths of a command line stand for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from prefect_toml_lsp.cli.files import FILE_NAME
from prefect_toml_lsp.cli.reports import Report, unreadable


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
    from prefect_toml_lsp.project.search import search

    def fail(folder: str, error: OSError) -> None:
        reports.append(unreadable(folder, error))

    for files in search(root, (FILE_NAME,), fail):
        yield from files
