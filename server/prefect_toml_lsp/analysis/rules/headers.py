"""Headers that Prefect sets itself (`prefect.client.base.PrefectHttpxAsyncClient`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prefect_toml_lsp.analysis.codes.advice import HEADER_FOR_LOGIN, PROTECTED_HEADER
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.rules.secrets import (
    PROTECTED_HEADERS,
    headers_of,
    place_of_header,
)
from prefect_toml_lsp.sources.toml_entries import Entry, Known
from prefect_toml_lsp.text import Span

HEADERS = "client.custom_headers"
_LOGINS = ("api.key", "api.auth_string")


def check_header(entry: Entry, context: Context) -> Iterator[Finding]:
    """A warning on a header that Prefect ignores, a hint on one that takes the place of a login."""
    if isinstance(entry, Known) and entry.node.dotted == HEADERS and entry.syntax is not None:
        for name in headers_of(entry):
            yield from headers((name,), place_of_header(name, entry.syntax), context)


def headers(names: Iterable[str], span: Span, context: Context) -> Iterator[Finding]:
    """The same for headers by their names, all of which stand at `span`."""
    for name in names:
        if name.lower() in PROTECTED_HEADERS:
            yield PROTECTED_HEADER.at(span, name=name)
        elif name.lower() == "authorization" and _logs_in(context):
            yield HEADER_FOR_LOGIN.at(span)


def _logs_in(context: Context) -> bool:
    """Whether another source of the folder gives the client a login."""
    folder = context.folder
    return folder is not None and any(folder.of(path) for path in _LOGINS)
