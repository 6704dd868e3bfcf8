"""Paths as other programs want them."""

from __future__ import annotations

import os


def in_project(path: str) -> str:
    """`path` from the current folder on, with slashes; one outside of it is absolute."""
    absolute = os.path.abspath(path)
    try:
        relative = os.path.relpath(absolute)
    except ValueError:  # another drive of Windows
        relative = absolute
    up = relative == os.pardir or relative.startswith(os.pardir + os.sep)
    return (absolute if up else relative).replace(os.sep, "/")


def is_outside(path: str) -> bool:
    """Whether a path of `in_project` is absolute."""
    return os.path.isabs(path)


def as_named(path: str, folder: str) -> str:
    """An absolute path as people who name `folder` so would write it, if it is below that."""
    absolute = os.path.join(os.path.abspath(folder), "")
    if not path.startswith(absolute):
        return path
    return os.path.normpath(os.path.join(folder, path.removeprefix(absolute)))
