"""Prefect's releases as numbers that compare."""

from __future__ import annotations

from collections.abc import Sequence

Release = tuple[int, int, int]
"""``(3, 8, 8)`` for 3.8.8."""


def parse_release(text: str) -> Release:
    """The release that `text` writes as three numbers; ValueError for anything else."""
    major, minor, patch = text.split(".")
    return int(major), int(minor), int(patch)


def show_release(release: Release) -> str:
    """``3.8.8`` for ``(3, 8, 8)``."""
    return ".".join(map(str, release))


def nearest_known(release: Release, known: Sequence[Release]) -> Release:
    """The newest of `known` (oldest first) that is not newer than `release`; else the oldest."""
    at_most = [each for each in known if each <= release]
    return at_most[-1] if at_most else known[0]
