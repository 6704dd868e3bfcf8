"""Whether a file of the disk is the one that was read."""

from __future__ import annotations

import os
from pathlib import Path


def stamp_of(path: Path | str) -> object:
    """Another one whenever the file at `path` is written or replaced, and for a folder, whenever
    something in it comes or goes; None where there is none, and the number of the error where the
    system does not tell.

    The time of its last change of any kind tells of a write that put the time of modification
    back.
    """
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # No file has a NUL in its name.
        return None
    except OSError as error:
        return error.errno
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_dev, status.st_ino
