"""Convert paths of files to URIs and back (RFC 8089); a malformed URI of a client names nothing.

File names are bytes, and a URI escapes those that are not UTF-8, so every name has a URI.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, unquote, unquote_to_bytes, urlparse

from pygls.uris import from_fs_path, to_fs_path

_LONGEST = 4096
"""Bytes of a path; Linux opens none that is longer, and others have no use for one."""


def uri_of(path: str | os.PathLike[str]) -> str:
    """The URI of a path."""
    text = os.fspath(path)
    try:
        # pygls takes the text after two slashes for a host, which it only is on Windows
        uri = None if text.startswith("//") and os.name == "posix" else from_fs_path(text)
    except UnicodeEncodeError:
        uri = None
    return uri or f"file://{quote(_bytes(text))}"


def _bytes(text: str) -> bytes:
    try:
        return os.fsencode(text)
    except UnicodeEncodeError:  # Half a character, which no name of a file is read as.
        return text.encode("utf-8", "surrogatepass")


def path_of(uri: str) -> Path | None:
    """The file or folder on the disk; None if it is elsewhere, or not a possible path."""
    if _part(uri, "scheme") != "file":
        return None
    try:
        content = unquote_to_bytes(_part(uri, "path"))
    except UnicodeEncodeError:
        return None
    if b"\0" in content or len(content) > _LONGEST:
        return None
    if os.name == "posix" and not _part(uri, "netloc"):
        path: str | None = os.fsdecode(content)
    else:
        path = to_fs_path(uri)
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
