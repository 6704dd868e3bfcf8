"""Records which files a computation read, so that it can be repeated when one of them changes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from prefect_toml_lsp.files.stamps import stamp_of

Trace = dict[str, object]
"""The stamps (`stamp_of`) of files and folders, from before they were read, by absolute path."""

_current: Trace | None = None


def look(path: Path | str) -> None:
    """Record, if there is a trace, that a file or folder is about to be read."""
    if _current is not None:
        at = os.path.abspath(path)
        if at not in _current:
            _current[at] = stamp_of(at)


def is_traced() -> bool:
    """Whether there is a trace."""
    return _current is not None


def add(trace: Mapping[str, object]) -> None:
    """Add the files that another process has read to the trace, if there is one."""
    if _current is not None:
        for path, stamp in trace.items():
            _current.setdefault(path, stamp)


@contextmanager
def traced() -> Iterator[Trace]:
    """The trace of everything that is read until the end of the block."""
    global _current
    outer, _current = _current, {}
    try:
        yield _current
    finally:
        _current = outer


def has_changed(trace: Mapping[str, object]) -> bool:
    """Whether one of these files and folders has changed; this takes one system call for each,
    about 2 µs.
    """
    return any(stamp_of(path) != stamp for path, stamp in trace.items())
