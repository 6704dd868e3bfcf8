"""Atomic writing: a file has either its old or its new content, never a part of it."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile  # noqa: TID251 - the temporary file is next to the file that it replaces
from collections.abc import Iterable
from pathlib import Path

from prefect_toml_lsp.files.reading import Unreadable, read_bytes

_OPEN = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")
"""How the names of what a process has open begin."""


class ChangedMeanwhileError(OSError):
    """The file no longer holds what was read."""

    def __init__(self) -> None:
        super().__init__("it was changed in the meantime")


def replace(path: str | Path, content: bytes, before: bytes | None = None) -> None:
    """Write a file, or create it; a link stays a link, and the mode is kept. The content goes to a
    temporary file next to it, which then replaces it. Raises `ChangedMeanwhileError` if the file no
    longer holds `before`, and OSError if the file or its folder cannot be written; nothing is
    changed or left over then.
    """
    target = os.path.realpath(path)
    mode = _mode(target)
    handle, beside = tempfile.mkstemp(prefix=".prefect-toml-lsp-", dir=os.path.dirname(target))
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode)
        if before is not None and _content(target) != before:
            raise ChangedMeanwhileError
        os.replace(beside, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)
        raise


def create(path: str | Path, content: bytes) -> None:
    """Create a file with this content. Raises FileExistsError if there is one, or a link, even
    to nothing, and OSError where it cannot be written; nothing is left over then.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)  # noqa: TID251
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        raise


def _content(path: str) -> bytes | None:
    try:
        return read_bytes(Path(path))
    except Unreadable as error:
        raise OSError(error.note.message) from None


def write_lines(lines: Iterable[str], path: str) -> None:
    """Make a file of these lines, in UTF-8, in place of what it held. A pipe or device gets them
    as they come, and so does what the process has open (`/dev/stdout`). Raises OSError.
    """
    content = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
    if not path.startswith(_OPEN) and not _is_stream(path):
        replace(path, content)
        return
    with open(path, "ab", buffering=0) as stream:
        left = memoryview(content)
        while left:
            left = left[stream.write(left) :]


def _is_stream(path: str) -> bool:
    """Whether there is a pipe, device or socket at a path."""
    with contextlib.suppress(FileNotFoundError):
        mode = os.stat(path).st_mode
        return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
    return False


def _mode(path: str) -> int:
    """The mode of a file that may be written; that of a new one if there is none."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is not a regular file")
    if not os.access(path, os.W_OK):
        raise PermissionError("it is read-only")
    return stat.S_IMODE(status.st_mode)
