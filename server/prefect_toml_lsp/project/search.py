"""The configuration files below a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator

from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.project.gitignore import NAME, is_ignored, outer_ignores, read_ignores

SKIPPED = frozenset((".git", ".venv", "venv", "node_modules", "__pycache__"))
ENVIRONMENT_MARK = "pyvenv.cfg"
"""The file that makes a folder a virtual environment (PEP 405)."""


def search(
    root: str,
    names: Collection[str],
    on_error: Callable[[str, OSError], None],
    on_note: Callable[[Note], None],
    unignored: Collection[str] = (),
) -> Iterator[list[str]]:
    """The files of these `names` in each folder below `root`, folder by folder in the order of
    their names; most folders have none.

    Paths begin with `root`, except for ``"."``. What git ignores, environments and folders of
    tools are left out, but not a file that git ignores by one of the `unignored` names. What has
    one of the names and is not a file is found, too, unless a link leads nowhere. `on_error` is
    told of folders that could not be read, `on_note` of a `.gitignore` that was passed over.
    """
    shown = "" if root == "." else root
    absolute = os.path.abspath(root)
    waiting = [(shown, absolute, outer_ignores(root, on_note))]
    while waiting:
        folder, place, ignores = waiting.pop()
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
        yield [
            os.path.join(folder, name)
            for name in names
            if name in entries
            and _is_there(entries[name])
            and (name in unignored or not is_ignored(entries[name].path, ignores, folder=False))
        ]
        waiting += (
            (os.path.join(folder, name), entry.path, ignores)
            for name, entry in sorted(entries.items(), reverse=True)
            if name not in SKIPPED
            and entry.is_dir(follow_symlinks=False)
            and not is_ignored(entry.path, ignores, folder=True)
        )


def _is_there(entry: os.DirEntry[str]) -> bool:
    """Whether something has the name: a link that leads nowhere is as good as nothing."""
    try:
        entry.stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True  # A loop of links.
    return True
