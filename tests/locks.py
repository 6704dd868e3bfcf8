"""Lock files of projects."""

from __future__ import annotations


def uv_lock(**versions: str) -> str:
    """A `uv.lock` with these packages; an underscore stands for a hyphen."""
    return "\n".join(
        f'[[package]]\nname = "{name.replace("_", "-")}"\nversion = "{version}"\n'
        for name, version in versions.items()
    )
