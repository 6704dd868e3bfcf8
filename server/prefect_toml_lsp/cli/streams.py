"""What a process gets from whoever starts it, and may have to do without: its standard streams and
its working directory.
"""

from __future__ import annotations

import errno
import io
import os
import sys

TYPE_CHECKING = False  # as type checkers know it, too: `typing` takes as long as all of `--version`
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


class Lost(Exception):  # noqa: N818 - a state of the process, not an error here
    """One of them cannot be used; the message says which, and why."""


def say(lines: Iterable[str]) -> bool:
    """Print `lines` in whatever encoding the terminal has, for as long as someone reads them;
    whether someone does. Raises `Lost`.
    """
    out = open_stream(sys.stdout, "output")
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="backslashreplace")
    try:
        out.writelines(f"{line}\n" for line in lines)
        out.flush()
    except BrokenPipeError:  # The reader has seen enough (`| head`).
        _discard(out)
        return False
    except OSError as error:
        _discard(out)
        if os.name == "nt" and error.errno == errno.EINVAL:  # what Windows says of such a pipe
            return False
        raise Lost(f"cannot write to standard output: {error.strerror}") from None
    return True


def complain(text: str) -> None:
    """Write a line to standard error, if that is possible: there is no other way to report it.
    Names of files are of whoever made them.
    """
    from prefect_toml_lsp.cli.columns import printable  # only for those who have to complain

    write_error(f"prefect-toml-lsp: {printable(text)}\n")


def write_error(text: str) -> None:
    """Write to standard error, if that is possible."""
    out: TextIO | None = sys.stderr
    if out is None:
        return
    try:
        out.write(text)
        out.flush()
    except OSError:
        _discard(out)


def read_input() -> bytes:
    """All of standard input. Raises `Lost`, also if there is more than a file may have."""
    from prefect_toml_lsp.files.reading import LARGEST

    try:
        content = open_stream(sys.stdin, "input").buffer.read(LARGEST + 1)
    except OSError as error:
        raise Lost(f"cannot read standard input: {error.strerror}") from None
    if len(content) > LARGEST:
        raise Lost("cannot read standard input: it is too large")
    return content


def open_stream(stream: TextIO | None, name: str) -> TextIO:
    """A standard stream, which is None for Python where a process starts without. Raises `Lost`."""
    if stream is None:
        raise Lost(f"standard {name} is closed")
    return stream


def working_directory() -> str:
    """The path of the working directory. Raises `Lost`."""
    try:
        return os.getcwd()
    except OSError:
        raise Lost("the working directory does not exist") from None


def _discard(out: TextIO) -> None:
    """Have what Python flushes at exit go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)  # noqa: TID251
    os.dup2(nowhere, out.fileno())
