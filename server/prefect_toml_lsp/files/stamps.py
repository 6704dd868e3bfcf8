"""Detects whether a file on the disk has changed since it was read."""

from __future__ import annotations

import os
from pathlib import Path


def stamp_of(path: Path | str) -> object:
    """A value that changes whenever the file at `path` is written or replaced, or an entry of the
    folder is added or removed; None if there is no such file, and the error's number if the system
    does not tell. It includes ctime, which reveals a write that restored the modification time.
    """
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # No file has a NUL in its name.
        return None
    except OSError as error:
        return error.errno
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_dev, status.st_ino
