"""How `urllib.parse.urlparse` reads a URL on Prefect's Python, which may not be ours."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from prefect_toml_lsp.records import NamedTuple

if TYPE_CHECKING:
    from urllib.parse import ParseResult

# Neither character ends a part of a URL, nor does normalising change it.
_OPENING, _CLOSING = "\ue000", "\ue001"
_STAND_INS = str.maketrans("[]", _OPENING + _CLOSING)

HostProblem = Literal["unreadable", "not an address"]
"""unreadable: every Python refuses the host; not an address: Python 3.11 and later refuse the text
in its brackets."""


class Url(NamedTuple):
    """The parts of a URL.

    problem
        The problem with the host.
    path
        Empty if the host is unreadable.
    """

    problem: HostProblem | None
    path: str


_UNREADABLE = Url("unreadable", "")


@lru_cache(maxsize=8)
def read_url(url: str) -> Url:
    """The parts of `url`, cached because several rules need them."""
    try:
        parsed = _parse(url)
    except ValueError:  # the host contains characters that NFKC normalises to one of /?#@:
        return _UNREADABLE
    netloc = parsed.netloc
    if (_OPENING in netloc) != (_CLOSING in netloc):
        return _UNREADABLE
    host = netloc.partition(_OPENING)[2].partition(_CLOSING)[0]
    problem: HostProblem | None = None
    if _OPENING in netloc and not _is_address(host):
        problem = "not an address"
    return Url(problem, parsed.path)


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
