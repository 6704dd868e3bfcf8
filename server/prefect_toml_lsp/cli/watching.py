"""`check --watch`: a screen that is drawn again whenever something that it depends on changes, the
width of the terminal included.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from prefect_toml_lsp.cli import context, notes
from prefect_toml_lsp.cli.columns import columns_of, printable
from prefect_toml_lsp.cli.exit_status import CLEAN, CannotRunError
from prefect_toml_lsp.cli.streams import Lost, complain, open_stream, say, working_directory
from prefect_toml_lsp.files.traces import Trace, has_changed, look, traced
from prefect_toml_lsp.prefect.units import counted

INTERVAL = 0.3
"""Seconds between two looks at the disk, at least."""
_SHARE = 20
"""A look at the disk takes at most one part in so many of the time: there may be many files."""
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""To the first cell, clear the screen, and what was scrolled out of it."""

Draw = Callable[[], tuple[list[str], int]]
"""The lines to show, and the number of files that they are about. Raises `CannotRunError`."""


def watch(draw: Draw, paths: Sequence[str]) -> int:
    """Show what `draw` gives, again and again until Ctrl-C, or until nobody reads it; the exit
    status. What is wrong with how it was called is raised by the first look; later ones report it
    and go on.

    Where the output is not a terminal, lines are printed only when they differ from those before.
    """
    is_screen = open_stream(sys.stdout, "output").isatty() and os.environ.get("TERM") != "dumb"
    home, before, is_first = working_directory(), None, True
    try:
        while True:
            if is_screen:
                sys.stdout.write(_CLEAR)
                sys.stdout.flush()  # before what is complained of
            width = columns_of(sys.stdout)
            with traced() as trace:
                look(home)
                shown = _drawn(draw, home, is_first=is_first)
            if shown is not None and (is_screen or shown != before):
                lines, count = shown
                if not say([*lines, *([""] if lines else []), _footer(paths, count)]):
                    return CLEAN
            before, is_first = shown, False
            _wait(trace, width)
    except KeyboardInterrupt:
        return CLEAN


def _drawn(draw: Draw, home: str, *, is_first: bool) -> tuple[list[str], int] | None:
    """What is to be shown; None if that cannot be told, which is complained of."""
    context.forget()
    notes.repeat()
    with suppress(OSError):
        os.chdir(home)  # It may have been removed and made again.
    try:
        return _draw_here(draw)
    except (CannotRunError, Lost) as error:
        if is_first:
            raise
        complain(f"{error}; waiting for a change")
        return None


def _draw_here(draw: Draw) -> tuple[list[str], int]:
    """What `draw` gives. Raises `Lost` if the working directory is removed meanwhile, too."""
    try:
        return draw()
    except FileNotFoundError:
        working_directory()
        raise


def _footer(paths: Sequence[str], count: int) -> str:
    """What is watched, and since when it is known."""
    what = printable(", ".join(paths))
    now = time.strftime("%H:%M:%S")
    return f"Watching {what} ({counted(count, 'files')}). Checked at {now}; Ctrl-C ends it."


def _wait(trace: Trace, width: int | None) -> None:
    """Return once something is not as it was looked at, or the terminal not as wide."""
    while True:
        started = time.monotonic()
        if has_changed(trace) or columns_of(sys.stdout) != width:
            return
        time.sleep(max(INTERVAL, (time.monotonic() - started) * _SHARE))
