"""What is looked at while something is worked out, so that one can tell when to do it again."""

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
    """Tell the trace, if there is one, that a file or folder is about to be looked at."""
    if _current is not None:
        at = os.path.abspath(path)
        if at not in _current:
            _current[at] = stamp_of(at)


def is_traced() -> bool:
    """Whether somebody wants to know what is looked at."""
    return _current is not None


def add(trace: Mapping[str, object]) -> None:
    """Tell the trace, if there is one, what another process has looked at."""
    if _current is not None:
        for path, stamp in trace.items():
            _current.setdefault(path, stamp)


@contextmanager
def traced() -> Iterator[Trace]:
    """What is looked at from now on until the end of the block."""
    global _current
    outer, _current = _current, {}
    try:
        yield _current
    finally:
        _current = outer


def has_changed(trace: Mapping[str, object]) -> bool:
    """Whether one of these files and folders is another one now: it costs a call of the system for
    each of them, about 2 µs.
    """
    return any(stamp_of(path) != stamp for path, stamp in trace.items())
