"""Fixes for values that Prefect accepts but that cannot work.

Those of text in a URL only write what is added or replaced, because the rest may be a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from prefect_toml_lsp.actions.fixes.as_toml import change_title, verdict_on
from prefect_toml_lsp.actions.fixes.model import Case, Proposal, all_of
from prefect_toml_lsp.actions.fixes.removals import propose_needless_removal
from prefect_toml_lsp.prefect.acceptance import Converted
from prefect_toml_lsp.prefect.acceptance.advice import ANY_ADDRESS, ASYNC_DRIVERS, TWO_SIGNS
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span

_QUOTED = r"""(?s)(\"{3}|'{3}|["']|)(.*)\1"""
_MISSPELLED_SCHEME = r"(?i)h?tt?p(s?)(?::/*|/{2,})(?=[\w\[])"
_ADDRESS = r"(?:[^/?#@\s]*@)?(\[[\da-fA-F:.]+\]|[\w.-]+)(?::(\d{1,5}))?([/?#]\S*)?"
_PRIVATE = ("", "internal", "lan", "local", "localdomain", "localhost")
"""The last parts of names that are not on the internet."""
_PORTS = {"80": "http", "443": "https", "4200": "http", "8443": "https"}

_DEFAULT_PROFILES = ("$PREFECT_HOME/profiles.toml", "~/.prefect/profiles.toml")


class _Text(NamedTuple):
    """The text of a value, without its quotes, and where it starts."""

    text: str
    line: int
    column: int

    def span(self, start: int, end: int) -> Span:
        """The span of some of its characters."""
        return Span(self.line, self.column + start, self.line, self.column + end)


def _text_of(case: Case) -> _Text | None:
    """The text that the finding covers; None if Prefect reads other characters than are written
    there.
    """
    given, span = case.given, case.finding.span
    found = re.fullmatch(_QUOTED, case.source.slice(case.span))
    if given is None or found is None or found[2] != given[1] or span.line != span.end_line:
        return None
    return _Text(found[2], span.line, span.column + found.start(2))


def propose_scheme(case: Case) -> Iterator[Proposal]:
    """The scheme that a URL lacks; where both are as likely, both."""
    found = _text_of(case)
    if found is None:
        return
    misspelled = re.match(_MISSPELLED_SCHEME, found.text)
    end = misspelled.end() if misspelled else len(found.text) - len(found.text.lstrip("/"))
    schemes = _schemes(found.text[end:])
    if misspelled:
        schemes = (f"http{misspelled[1].lower()}",) if schemes else ()
    for scheme in schemes:
        title = f"Put `{scheme}://` at the start"
        span = found.span(0, end)
        yield case.replacing(title, f"{scheme}://", span, preferred=len(schemes) == 1)


def _schemes(address: str) -> tuple[str, ...]:
    """The schemes that an address without one may have; none if it is not clearly one."""
    found = re.fullmatch(_ADDRESS, address)
    if found is None:
        return ()
    host, port, path = found.groups()
    *around, last = host.strip("[]").lower().split(".")
    is_number = host.startswith("[") or last.isdecimal()
    if not around and not is_number and last != "localhost" and not (port or path):
        return ()  # one word alone
    if port in _PORTS:
        return (_PORTS[port],)
    if not around or is_number or last in _PRIVATE:
        return ("http",)
    return ("https", "http") if port else ("https",)


def propose_driver(case: Case) -> Iterator[Proposal]:
    """The asynchronous driver of the same database."""
    found = _text_of(case)
    scheme = found.text.partition("://")[0] if found else ""
    driver = ASYNC_DRIVERS.get(scheme)
    if found is not None and driver is not None:
        title = f"Change the scheme to `{driver}://`"
        yield case.replacing(title, driver, found.span(0, len(scheme)))


def propose_option(case: Case) -> Iterator[Proposal]:
    """The name that asyncpg has for an option, whose values are the same."""
    found = _text_of(case)
    option = re.search(r"[?&](sslmode)=", found.text) if found is not None else None
    if found is not None and option is not None:
        yield case.replacing("Write `ssl` instead of `sslmode`", "ssl", found.span(*option.span(1)))


def propose_api_path(case: Case) -> Iterator[Proposal]:
    """`/api` after an address without a path."""
    found = _text_of(case)
    if found is not None and re.fullmatch(r"[^:/?#]+://[^/?#]+/*", found.text):
        end = len(found.text)
        start = len(found.text.rstrip("/"))
        yield case.replacing("Add `/api`", "/api", found.span(start, end))


def propose_slash(case: Case) -> Iterator[Proposal]:
    """The slash at the start of a path."""
    found = _text_of(case)
    if found is not None:
        yield case.replacing("Put `/` at the start", "/", found.span(0, 0))


def propose_own_address(case: Case) -> Iterator[Proposal]:
    """The address by which a client reaches a server on the same machine."""
    found = _text_of(case)
    host = re.match(ANY_ADDRESS, found.text) if found else None
    if found is not None and host is not None:
        own = "[::1]" if host[1].startswith("[") else "127.0.0.1"
        yield case.replacing(f"Change the host to `{own}`", own, found.span(*host.span(1)))


def propose_no_spaces(case: Case) -> Iterator[Proposal]:
    """A list with commas, without the spaces around them."""
    given = case.given
    if given is not None and isinstance(given[1], str):
        text = ",".join(each.strip() for each in given[1].split(","))
        yield case.replacing("Remove the spaces", case.write(text))


def propose_whole_seconds(case: Case) -> Iterator[Proposal]:
    """The number that Prefect uses."""
    given = case.given
    try:
        seconds = float(given[1]) if given is not None else None
    except (TypeError, ValueError):
        return
    if given is not None and seconds is not None and seconds >= 1:
        text = case.write(int(seconds))
        yield case.replacing(change_title(given[0], text), text)


def propose_encoded_password(case: Case) -> Iterator[Proposal]:
    """A password as it must be in a URL, unless it seems to be encoded already."""
    from urllib.parse import quote

    given, found = case.given, _text_of(case)
    if found is not None and re.match(TWO_SIGNS, found.text):
        start = found.text.index("://")
        start = found.text.index(":", start + 1) + 1
        end = found.text.partition("?")[0].rindex("@")
        signs = [at for at in range(start, end) if found.text[at] == "@"]
        each = [case.replacing("", "%40", found.span(at, at + 1)) for at in signs]
        yield Proposal("Write it percent-encoded", all_of(each), preferred=True)
    elif given is not None and given[0].name == "password" and "%" not in given[1]:
        text = case.write(quote(given[1], safe=""))
        yield case.replacing("Write it percent-encoded", text, preferred=True)


def propose_default_path(case: Case) -> Iterator[Proposal]:
    """Remove a path that Prefect takes literally, if its default is what was meant."""
    given = case.given
    if given is not None and given[1] in _DEFAULT_PROFILES:
        yield from propose_needless_removal(case)


def propose_without_header(case: Case) -> Iterator[Proposal]:
    """Remove one header from its table, or from JSON in a string."""
    given, name = case.given, case.finding.data["header"]
    verdict = verdict_on(*given) if given is not None and isinstance(given[1], str) else None
    headers = verdict.result if isinstance(verdict, Converted) else {}
    left = {key: value for key, value in headers.items() if key != name}
    if left:
        yield case.replacing(f"Remove the header `{name}`", case.write(left))
    else:
        yield from propose_needless_removal(case)
