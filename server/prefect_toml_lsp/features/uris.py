"""What the URIs of a client name; one that is malformed names nothing."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlparse

from pygls.uris import to_fs_path


def path_of(uri: str) -> Path | None:
    """The file or folder on the disk; None for what is elsewhere."""
    path = to_fs_path(uri) if _part(uri, "scheme") == "file" else None
    return Path(path) if path else None


def name_of(uri: str) -> str:
    """The last part of the path, which may be empty."""
    return unquote(_part(uri, "path")).rpartition("/")[2]


def scheme_of(uri: str) -> str:
    """The scheme; empty without one."""
    return _part(uri, "scheme")


def _part(uri: str, name: str) -> str:
    try:
        part: str = getattr(urlparse(uri), name)
    except ValueError:  # [ and ] of an IPv6 address that do not match
        return ""
    return part
