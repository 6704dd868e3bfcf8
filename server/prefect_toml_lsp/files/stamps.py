"""Whether a file of the disk is the one that was read."""

from __future__ import annotations

import os
from pathlib import Path


def stamp_of(path: Path | str) -> object:
    """Another one whenever the file at `path` is written or replaced, and for a folder, whenever
    something in it comes or goes; None where there is none.

    The time of its last change of any kind tells of a write that put the time of modification
    back.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # the latter for a path that the system cannot hold
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_dev, status.st_ino
