"""Mistakes in the files in which a project configures this tool."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from prefect_toml_lsp.cli.context import runtimes
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.project.configuration_file import OWN
from prefect_toml_lsp.sources.kinds import PREFECT, PYPROJECT


def is_own(path: str) -> bool:
    """Whether a file is one that only configures this tool."""
    return os.path.basename(path) == OWN


def with_configurations(targets: Sequence[Target]) -> list[Target]:
    """`targets`, and those files that configure the tool for them and have mistakes."""
    return [*targets, *_mistaken(targets)]


def _mistaken(targets: Sequence[Target]) -> Iterator[Target]:
    paths = [os.path.abspath(each.path) for each in targets]
    known = set(paths)
    folders = {
        each.folder or os.path.dirname(path)
        for each, path in zip(targets, paths, strict=True)
        if not each.is_stdin
    }
    for folder in sorted(folders):
        file = runtimes().file(Path(folder))
        if file is None or str(file.where) in known:
            continue
        known.add(str(file.where))
        found = runtimes().configuration(file)
        if found.complaints or (found.notes and file.prefix):
            kind = PYPROJECT if file.prefix else PREFECT
            yield Target(_shown(str(file.where)), kind, is_named=False)


def _shown(path: str) -> str:
    """A path as people write it: from the current folder on, if it is below that."""
    current = os.path.join(os.getcwd(), "")
    return path.removeprefix(current)
