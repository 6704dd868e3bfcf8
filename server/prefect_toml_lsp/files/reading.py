"""Reading the files of a folder: whatever is wrong with one ends in `Unreadable`."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path
from typing import NamedTuple

LARGEST = 32 * 1024 * 1024
"""Bytes; a larger file is passed over. Lock files of large projects have about 2 MB."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Note(NamedTuple):
    """Something to say once in the log: what is wrong with `where`, never a value from it."""

    where: Path | None
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class Unreadable(Exception):  # noqa: N818 - a state of the file, not a failure of ours
    """The file is there and cannot be read; `note` says why.

    is_ours
        Whether only a bound of ours keeps it from being read: its size, or that it is a pipe or a
        device. Others would fail, too.
    """

    def __init__(self, note: Note, *, is_ours: bool = False) -> None:
        super().__init__(str(note))
        self.note = note
        self.is_ours = is_ours


class FolderInstead(Unreadable):
    """There is a folder where a file is looked for."""


def read_exact(path: Path) -> str | None:
    """The text of a regular file as Prefect reads it; None where there is none.

    UTF-8, a byte order mark is a character of the text, and CRLF and CR become LF, as
    `Path.read_text` has them. Raises `Unreadable`.
    """
    found = read_bytes(path)
    return None if found is None else _decode(path, found, "utf-8")


def read_lenient(path: Path) -> str | None:
    """Like `read_exact`, but a byte order mark gives the encoding and is dropped.

    So do pip and the tools that write lock files; `pip freeze > requirements.txt` is UTF-16 in
    some shells. A folder of that name is another matter, and as good as nothing.
    """
    try:
        found = read_bytes(path)
    except FolderInstead:
        return None
    if found is None:
        return None
    for mark, encoding in _BOMS:
        if found.startswith(mark):
            return _decode(path, found[len(mark) :], encoding)
    return _decode(path, found, "utf-8")


def read_bytes(path: Path) -> bytes | None:
    """What a regular file holds; None where there is none, as for a link that leads nowhere or a
    name that no file can have.

    Raises `Unreadable` for a folder, a loop of links, a pipe or device (opening it may wait for
    ever), and for a file that is too large.
    """
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise FolderInstead(Note(path, "this is a folder, not a file"))
        if not stat.S_ISREG(status.st_mode):
            message = "this is not a regular file, so it was passed over"
            raise Unreadable(Note(path, message), is_ours=True)
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        return None  # No file has such a name: there is a NUL in it, or half a character.
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Unreadable(Note(path, reason)) from error
    if len(content) > LARGEST:
        raise Unreadable(Note(path, "the file is too large, so it was passed over"), is_ours=True)
    return content


def _decode(path: Path, content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"the file is not {encoding.upper()} (byte {error.start})"
        # The error holds the whole file, which may have secrets in it: it is not chained.
        raise Unreadable(Note(path, message)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
