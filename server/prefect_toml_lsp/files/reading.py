"""Reading files: anything wrong with one raises `Unreadable`."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path

from prefect_toml_lsp.files.traces import look
from prefect_toml_lsp.records import NamedTuple

LARGEST = 8 * 1024 * 1024
"""Bytes; a larger file is skipped. Lock files of large projects have about 2 MB."""
SMALL = 1024 * 1024
"""The same for files that people write by hand, such as requirements."""

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Note(NamedTuple):
    """A message to log once: the problem with the file `where`, without a value from it."""

    where: Path | None
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class Unreadable(Exception):  # noqa: N818 - a state of the file, not an error here
    """The file exists but cannot be read; `note` says why.

    is_ours
        Whether only our own limits prevent reading it: it is too large, a pipe or a device. In
        other cases Prefect would fail, too.
    """

    def __init__(self, note: Note, *, is_ours: bool = False) -> None:
        super().__init__(str(note))
        self.note = note
        self.is_ours = is_ours


class FolderInstead(Unreadable):
    """There is a folder instead of the file."""


def read_exact(path: Path, largest: int = LARGEST) -> str | None:
    """The text of a regular file as Prefect reads it; None if there is none.

    UTF-8, a byte order mark is a character of the text, and CRLF and CR become LF, as
    `Path.read_text` has them. Raises `Unreadable`.
    """
    found = read_bytes(path, largest)
    return None if found is None else _decode(path, found, "utf-8")


def read_lenient(path: Path, largest: int = LARGEST) -> str | None:
    """Like `read_exact`, but a byte order mark gives the encoding and is dropped.

    pip and the tools that write lock files do the same; `pip freeze > requirements.txt` is UTF-16
    in some shells. A folder of that name counts as a missing file.
    """
    try:
        found = read_bytes(path, largest)
    except FolderInstead:
        return None
    if found is None:
        return None
    for mark, encoding in _BOMS:
        if found.startswith(mark):
            return _decode(path, found[len(mark) :], encoding)
    return _decode(path, found, "utf-8")


def read_bytes(path: Path, largest: int = LARGEST) -> bytes | None:
    """The bytes of a regular file; None if there is none, for instance because a link leads nowhere
    or no file can have the name.

    Raises `Unreadable` for a folder, a loop of links, a pipe or device (opening it may wait for
    ever), a file without an end that says it is regular, and for one of more bytes than `largest`.
    """
    look(path)
    try:
        _check_regular(path, os.stat(path))
        # do not wait for a pipe that has replaced the file since then, either
        descriptor = os.open(path, _FLAGS)  # noqa: TID251 - this is the one door
        try:
            status = os.fstat(descriptor)
            _check_regular(path, status)
            content = _read(descriptor, status.st_size, largest)
        finally:
            os.close(descriptor)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        return None  # No file has such a name: there is a NUL in it, or half a character.
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Unreadable(Note(path, reason)) from error
    if len(content) > largest:
        raise Unreadable(Note(path, "the file is too large, so it was skipped"), is_ours=True)
    return content


def _check_regular(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FolderInstead(Note(path, "this is a folder, not a file"))
    if not stat.S_ISREG(status.st_mode):
        message = "this is not a regular file, so it was skipped"
        raise Unreadable(Note(path, message), is_ours=True)


def _read(descriptor: int, size: int, largest: int) -> bytes:
    """All bytes of a file with the reported `size`, or one more than `largest`. Bytes that are
    appended meanwhile may be missing; its first contents never are.
    """
    chunks: list[bytes] = []
    left = largest + 1
    while left and (chunk := os.read(descriptor, min(left, max(size, 1 << 16) + 1))):
        chunks.append(chunk)
        left -= len(chunk)
        if largest + 1 - left == size:
            break  # Another read would only say that this is the end.
    return b"".join(chunks)


def _decode(path: Path, content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"the file is not {encoding.upper()} (byte {error.start})"
        # The error contains the whole file, perhaps with secrets, so it is not chained.
        raise Unreadable(Note(path, message)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
