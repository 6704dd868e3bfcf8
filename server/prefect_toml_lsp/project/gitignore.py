"""What `.gitignore` files name, with git's rules (gitignore(5))."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from prefect_toml_lsp.files.reading import Note, Unreadable, read_bytes

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAME = ".gitignore"


class IgnoreFile(NamedTuple):
    """The patterns of one `.gitignore`; `folder` is the absolute path of its folder."""

    folder: str
    patterns: GitIgnoreSpec


Ignores = tuple[IgnoreFile, ...]
"""The files that count in a folder, the outermost first."""


def read_ignores(folder: str, on_note: Callable[[Note], None]) -> Ignores:
    """The patterns of the `.gitignore` in `folder`; nothing where there is none to read. `on_note`
    is told of one that cannot be read.
    """
    try:
        content = read_bytes(Path(folder, NAME))
    except Unreadable as error:
        on_note(error.note)
        return ()  # git, too, continues without a .gitignore that it cannot read.
    if content is None:
        return ()
    lines = content.decode("utf-8", "surrogateescape").splitlines()
    return (IgnoreFile(os.path.abspath(folder), _compile(lines)),)


def _compile(lines: list[str]) -> GitIgnoreSpec:
    """The patterns of `lines`."""
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # re's, about brackets in brackets
        try:
            return GitIgnoreSpec.from_lines(lines)
        except (ValueError, re.error):
            # Git passes over a pattern that matches nothing, such as a lone `!`; pathspec raises.
            return GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines((line,))
    except (ValueError, re.error):
        return False
    return True


def outer_ignores(folder: str, on_note: Callable[[Note], None]) -> Ignores:
    """What counts in `folder` of the files in the folders above it, up to the repository's root.

    Nothing where `folder` is not in a repository, or is ignored itself: a folder named explicitly
    is searched even if ignored. `on_note` is told of files that cannot be read.
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
        below = path[len(_with_separator(ignore.folder)) :].replace(os.sep, "/")
        verdict = ignore.patterns.check_file(f"{below}/" if folder else below).include
        if verdict is not None:
            return verdict
    return False


def _with_separator(folder: str) -> str:
    return folder if folder.endswith(os.sep) else folder + os.sep
