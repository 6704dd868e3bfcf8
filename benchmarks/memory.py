"""The resident memory of a process tree, from Linux's ``/proc``."""

from __future__ import annotations

from pathlib import Path


def resident(pid: int) -> float:
    """Megabytes (2**20 bytes) of ``VmRSS``, summed over the process and its descendants.

    Raises OSError if there is no ``/proc`` or no such process.
    """
    return sum(_kilobytes(process) for process in _tree(pid)) / 1024


def _tree(pid: int) -> list[int]:
    found = [pid]
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in file.read_text().split():
            found += _tree(int(child))
    return found


def _kilobytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0  # a zombie: a process that has ended, but that its parent has not waited for
