"""Headers that Prefect sets itself (`prefect.client.base.PrefectHttpxAsyncClient`)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from prefect_toml_lsp.analysis.codes.advice import HEADER_FOR_LOGIN, PROTECTED_HEADER
from prefect_toml_lsp.analysis.codes.names import Names
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.rules.secrets import (
    HEADERS,
    PROTECTED_HEADERS,
    headers_of,
    places_of_headers,
)
from prefect_toml_lsp.prefect.acceptance import Ignored
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.toml_entries import Entry, Known
from prefect_toml_lsp.text import Span

_LOGINS = ("api.key", "api.auth_string")


def check_header(entry: Entry, context: Context) -> Iterator[Finding]:
    """A warning on a header that Prefect ignores, or a hint on one that replaces the login, if the
    client `logs_in`.
    """
    if not isinstance(entry, Known) or isinstance(entry.verdict, Ignored):
        return
    if entry.node.dotted == HEADERS and entry.syntax is not None:
        places = places_of_headers(entry.syntax)
        for name in headers_of(entry):
            yield from headers((name,), places.get(name, entry.syntax.span), context)


def headers(names: Iterable[str], span: Span, context: Context) -> Iterator[Finding]:
    """The same for headers by their names, all at `span`."""
    for name in names:
        if name.lower() in PROTECTED_HEADERS:
            yield PROTECTED_HEADER.at(span, data={"header": name}, name=name)
        elif name.lower() == "authorization":
            yield HEADER_FOR_LOGIN.at(span, names=Names(context.kind, context.schema))


def logs_in(own: Container[str], folder: Folder | None) -> bool:
    """Whether the client has a login: from the document, which sets `own` (dotted paths), or from
    another source of the folder.
    """
    return any(path in own or (folder and folder.of(path)) for path in _LOGINS)
