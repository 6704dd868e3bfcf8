"""Where the commands write: standard output, a file, and standard error."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable


def say(lines: Iterable[str]) -> None:
    """Print `lines` in whatever encoding the terminal has, for as long as someone reads them."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.writelines(f"{line}\n" for line in lines)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`); what Python flushes at exit must go somewhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"prefect-toml-lsp: {text}\n")


def write_report(lines: Iterable[str], path: str) -> None:
    """Write `lines` to a file as UTF-8, in place of what it held. Raises OSError."""
    from prefect_toml_lsp.files.writing import replace

    text = "".join(f"{line}\n" for line in lines)
    replace(path, text.encode("utf-8", "surrogateescape"))
