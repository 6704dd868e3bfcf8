"""The argument that names a source of settings."""

from __future__ import annotations

_BY_FILE = {".env": "dotenv", "profiles.toml": "profile", "pyproject.toml": "pyproject"}


def source(name: str) -> str:
    """The name of a source on the command line; its file stands for it, too."""
    return _BY_FILE.get(name, name)
