"""Files that cannot be read normally: directories, pipes, link loops, huge files and others."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from prefect_toml_lsp.files.reading import LARGEST


def _huge(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(LARGEST + 1)


def _forbidden(path: Path) -> None:
    path.write_bytes(b"")
    path.chmod(0)


WAYS: dict[str, Callable[[Path], object]] = {
    "pipe": lambda path: os.mkfifo(path),
    "device": lambda path: path.symlink_to("/dev/zero"),
    "loop": lambda path: path.symlink_to(path.name),
    "folder": lambda path: path.mkdir(),
    "huge": _huge,
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 12),
    "forbidden": _forbidden,
}
"""A function for each kind of bad file, which makes one at a path."""


def is_possible(way: str) -> bool:
    """Whether this system can make such a file, and the current user cannot read it."""
    if way == "forbidden":
        return hasattr(os, "geteuid") and os.geteuid() != 0  # The superuser reads everything.
    return os.name == "posix"
