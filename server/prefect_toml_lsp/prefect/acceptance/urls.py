"""How `urllib.parse.urlparse` reads a URL on Prefect's Python, which may not be ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from urllib.parse import ParseResult

# Neither character ends a part of a URL, nor does normalising change it.
_OPENING, _CLOSING = "\ue000", "\ue001"
_STAND_INS = str.maketrans("[]", _OPENING + _CLOSING)

HostProblem = Literal["unreadable", "not an address"]
"""unreadable: every Python refuses the host; not an address: Python 3.11 and later refuse the text
in its brackets."""


def path_of(url: str) -> str:
    """The path of a URL whose host is not unreadable."""
    return _parse(url).path


def host_of(url: str) -> str | None:
    """The host, in lower case, of a URL whose host is not unreadable; None without one."""
    return _parse(url).hostname


def host_problem(url: str) -> HostProblem | None:
    """What is wrong with the host."""
    try:
        netloc = _parse(url).netloc
    except ValueError:  # the host holds characters that become one of /?#@: when normalised (NFKC)
        return "unreadable"
    if (_OPENING in netloc) != (_CLOSING in netloc):
        return "unreadable"
    host = netloc.partition(_OPENING)[2].partition(_CLOSING)[0]
    if _OPENING in netloc and not _is_address(host):
        return "not an address"
    return None


def _parse(url: str) -> ParseResult:
    from urllib.parse import urlparse

    return urlparse(url.translate(_STAND_INS))


def _is_address(host: str) -> bool:
    """Whether a host in brackets is an IPv6 or later address (RFC 3986, 3.2.2)."""
    from ipaddress import AddressValueError, IPv6Address
    from re import fullmatch

    if host.startswith("v"):
        return fullmatch(r"v[a-fA-F0-9]+\..+", host) is not None
    try:
        IPv6Address(host)
    except AddressValueError:
        return False
    return True
