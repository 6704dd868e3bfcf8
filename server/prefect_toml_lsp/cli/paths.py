"""Paths in the form that other programs expect."""

from __future__ import annotations

import os


def in_project(path: str) -> str:
    """`path` relative to the current folder, with slashes; absolute if it is outside."""
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
    """An absolute path relative to `folder` as it was named, if it is below it."""
    absolute = os.path.join(os.path.abspath(folder), "")
    if not path.startswith(absolute):
        return path
    return os.path.normpath(os.path.join(folder, path.removeprefix(absolute)))
