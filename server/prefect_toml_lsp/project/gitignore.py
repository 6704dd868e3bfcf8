"""Which files `.gitignore` files exclude, by git's rules (gitignore(5))."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from prefect_toml_lsp.files.reading import Note, Unreadable, read_bytes
from prefect_toml_lsp.project.ignore_patterns import Pattern, read_pattern
from prefect_toml_lsp.records import NamedTuple

NAME = ".gitignore"
MOST_LINES = 10_000
"""Lines of one file that count: each is held against every name of the folders below it."""
LONGEST = 4096
"""Characters of a line that counts, which is as long as a path can be."""


class IgnoreFile(NamedTuple):
    """The patterns of one `.gitignore`; `folder` is the absolute path of its folder."""

    folder: str
    patterns: tuple[Pattern, ...]


Ignores = tuple[IgnoreFile, ...]
"""The files that count in a folder, the outermost first."""


def read_ignores(folder: str, on_note: Callable[[Note], None]) -> Ignores:
    """The patterns of the `.gitignore` in `folder`; nothing if there is none to read. `on_note`
    gets a note if it cannot be read.
    """
    try:
        content = read_bytes(Path(folder, NAME))
    except Unreadable as error:
        on_note(error.note)
        return ()  # git, too, continues without a .gitignore that it cannot read.
    if content is None:
        return ()
    lines = content.decode("utf-8-sig", "surrogateescape").split("\n")
    if len(lines) > MOST_LINES or any(len(line) > LONGEST for line in lines):
        message = (
            f"only the first {MOST_LINES:,} lines count, none longer than {LONGEST:,} characters"
        )
        on_note(Note(Path(folder, NAME), message))
    counting = (line for line in lines[:MOST_LINES] if len(line) <= LONGEST)
    return ignores_of(os.path.abspath(folder), counting)


def outer_ignores(folder: str, on_note: Callable[[Note], None]) -> Ignores:
    """What counts in `folder` of the files in the folders above it, up to the repository's root.

    Nothing where `folder` is not in a repository, or is ignored itself: a folder named explicitly
    is searched even if ignored. `on_note` gets a note on each file that cannot be read.
    """
    folder = os.path.abspath(folder)
    above: list[str] = []
    at = folder
    while not os.path.lexists(os.path.join(at, ".git")):
        at, below = os.path.dirname(at), at
        if at == below:
            return ()
        above.append(at)
    ignores: Ignores = ()
    for each in reversed(above):
        ignores += read_ignores(each, on_note)
    at = folder
    while above and at != above[-1]:
        if is_ignored(at, ignores, folder=True):
            return ()
        at = os.path.dirname(at)
    return ignores


def is_ignored(path: str, ignores: Ignores, *, folder: bool) -> bool:
    """Whether the innermost file that says something of `path` (absolute) ignores it.

    That a folder above `path` is ignored is for the caller to know: git never looks into one.
    """
    for ignore in reversed(ignores):
        if not path.startswith(_with_separator(ignore.folder)):
            continue
        below = path[len(_with_separator(ignore.folder)) :].split(os.sep)
        for pattern in reversed(ignore.patterns):  # The last that fits decides.
            if pattern.matches(below, folder=folder):
                return not pattern.includes
    return False


def is_excluded(path: str, ignores: Ignores) -> bool:
    """Whether the file at `path` (absolute), or a folder above it, is ignored."""
    at, is_folder = path, False
    while at != os.path.dirname(at):
        if is_ignored(at, ignores, folder=is_folder):
            return True
        at, is_folder = os.path.dirname(at), True
    return False


def ignores_of(folder: str, lines: Iterable[str]) -> Ignores:
    """What patterns that are written for `folder` (absolute) ignore."""
    patterns = tuple(filter(None, map(read_pattern, lines)))
    return (IgnoreFile(folder, patterns),) if patterns else ()


def _with_separator(folder: str) -> str:
    return folder if folder.endswith(os.sep) else folder + os.sep
