"""Lock files for tests."""

from __future__ import annotations


def uv_lock(**versions: str) -> str:
    """The text of a `uv.lock` with these packages; `_` in a name stands for `-`."""
    return "\n".join(
        f'[[package]]\nname = "{name.replace("_", "-")}"\nversion = "{version}"\n'
        for name, version in versions.items()
    )
