"""Reading the files of a folder: every failure is a note, none an exception."""

from __future__ import annotations

import codecs
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
    """The file is there and cannot be read; `note` says why."""

    def __init__(self, note: Note) -> None:
        super().__init__(str(note))
        self.note = note


def read_exact(path: Path) -> str | None:
    """The text of a regular file as Prefect reads it; None where there is none.

    UTF-8, a byte order mark is a character of the text, and CRLF and CR become LF, as
    `Path.read_text` has them. Raises `Unreadable`.
    """
    found = _bytes(path)
    return None if found is None else _decode(path, found, "utf-8")


def read_lenient(path: Path) -> str | None:
    """Like `read_exact`, but a byte order mark gives the encoding and is dropped.

    So do pip and the tools that write lock files; `pip freeze > requirements.txt` is UTF-16 in
    some shells.
    """
    found = _bytes(path)
    if found is None:
        return None
    for mark, encoding in _BOMS:
        if found.startswith(mark):
            return _decode(path, found[len(mark) :], encoding)
    return _decode(path, found, "utf-8")


def _bytes(path: Path) -> bytes | None:
    # A pipe or a device is no regular file: opening it may wait for ever.
    try:
        if not path.is_file():
            return None
        if path.stat().st_size > LARGEST:
            raise Unreadable(Note(path, "the file is too large, so it was passed over"))
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Unreadable(Note(path, f"the file cannot be read: {reason}")) from error


def _decode(path: Path, content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"the file is not {encoding.upper()} (byte {error.start})"
        # The error holds the whole file, which may have secrets in it: it is not chained.
        raise Unreadable(Note(path, message)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
