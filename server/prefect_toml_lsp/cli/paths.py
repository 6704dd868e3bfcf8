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
