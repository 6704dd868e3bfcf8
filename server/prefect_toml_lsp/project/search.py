"""The files below a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.files.traces import look
from prefect_toml_lsp.project.gitignore import (
    NAME,
    Ignores,
    is_ignored,
    outer_ignores,
    read_ignores,
)
from prefect_toml_lsp.records import NamedTuple

SKIPPED = frozenset((".git", ".venv", "venv", "node_modules", "__pycache__"))
ENVIRONMENT_MARK = "pyvenv.cfg"
"""The file that makes a folder a virtual environment (PEP 405)."""


PYTHON = ".py"
"""How the names of Python files end."""
_PROJECTS = (".git", "pyproject.toml", "setup.cfg", "setup.py")


def holds(folder: str, inner: str) -> bool:
    """Whether an absolute path is that of a folder, or of something below it."""
    return inner == folder or inner.startswith(os.path.join(folder, ""))


def project_around(folder: Path) -> Path:
    """The nearest folder at or above an absolute path that looks like the top of a project; without
    one, `folder`.
    """
    for each in (folder, *folder.parents):
        if any(os.path.lexists(each / name) for name in _PROJECTS):
            return each
    return folder


class Walked(NamedTuple):
    """One folder of a walk.

    folder
        As it is shown: below the root that was given, except for ``"."``.
    depth
        0 for the root.
    entries
        All that is in it, by name.
    ignores
        What git ignores there.
    """

    folder: str
    depth: int
    entries: Mapping[str, os.DirEntry[str]]
    ignores: Ignores

    def has(self, name: str) -> bool:
        """Whether something has the name: a link that leads nowhere is as good as nothing."""
        return name in self.entries and _is_there(self.entries[name])

    def ignored(self, name: str) -> bool:
        """Whether git ignores the file of this name."""
        return is_ignored(self.entries[name].path, self.ignores, folder=False)


def walk(
    root: str,
    on_error: Callable[[str, OSError], None],
    on_note: Callable[[Note], None],
    excluded: Ignores = (),
) -> Iterator[Walked]:
    """`root` and the folders below it in the order of their names.

    What git ignores, environments and folders of tools are left out. `on_error` gets notes on
    folders that could not be read, `on_note` of a `.gitignore` that was skipped. Nor is anything
    looked at below what `excluded` names.
    """
    shown = "" if root == "." else root
    absolute = os.path.abspath(root)
    waiting = [(shown, absolute, 0, outer_ignores(root, on_note))]
    while waiting:
        folder, place, depth, ignores = waiting.pop()
        look(place)
        try:
            with os.scandir(place) as listing:
                entries = {entry.name: entry for entry in listing}
        except OSError as error:
            on_error(folder or ".", error)
            continue
        if ENVIRONMENT_MARK in entries and place != absolute:
            continue
        if NAME in entries:
            ignores += read_ignores(place, on_note)
        yield Walked(folder, depth, entries, ignores)
        waiting += (
            (os.path.join(folder, name), entry.path, depth + 1, ignores)
            for name, entry in sorted(entries.items(), reverse=True)
            if name not in SKIPPED
            and entry.is_dir(follow_symlinks=False)
            and not is_ignored(entry.path, ignores, folder=True)
            and not is_ignored(entry.path, excluded, folder=True)
        )


def search(
    root: str,
    names: Collection[str],
    on_error: Callable[[str, OSError], None],
    on_note: Callable[[Note], None],
    unignored: Collection[str] = (),
    excluded: Ignores = (),
) -> Iterator[list[str]]:
    """The files of these `names` in each folder of `walk`; most folders have none.

    Paths begin with `root`, except for ``"."``. A file that git ignores by one of the `unignored`
    names is not left out, but what `excluded` names is. What has one of the names and is not a
    file is found, too, unless a link leads nowhere.
    """
    for each in walk(root, on_error, on_note, excluded):
        yield [
            os.path.join(each.folder, name)
            for name in names
            if each.has(name)
            and (name in unignored or not each.ignored(name))
            and not is_ignored(each.entries[name].path, excluded, folder=False)
        ]


def _is_there(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is more than a link that leads nowhere."""
    if entry.is_file(follow_symlinks=False):
        return True  # The listing has told.
    try:
        entry.stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True  # A loop of links.
    return True
