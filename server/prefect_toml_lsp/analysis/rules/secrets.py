"""Secrets in plain text, which an environment variable would keep out of the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from prefect_toml_lsp.analysis.codes.settings import PLAIN_SECRET
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.prefect.acceptance import Converted
from prefect_toml_lsp.prefect.acceptance.null_words import is_null_word
from prefect_toml_lsp.sources.toml_entries import Entry, Known
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import InlineTable, Value

PASSWORD_IN = {
    "connection_url": r"^[^:/?#]+://[^/?#@]*:(?P<password>[^/?#]+)@",
    "auth_string": r"(?s)^[^:]*:(?P<password>.+)$",
}
"""Regular expressions for the password in settings whose text contains more, by name."""
_PLACEHOLDER = r"\$\{?\w+\}?"
HEADERS = "client.custom_headers"
PROTECTED_HEADERS = ("user-agent", "prefect-csrf-token", "prefect-csrf-client")
"""In lower case: Prefect ignores them in settings."""
# Headers that say who asks: `Proxy-Authorization`, `X-Api-Key`, but not `Idempotency-Key`. Compiled
# on the first header, which few files have.
_CREDENTIAL = (
    r"(?:[\w-]*[-_])?(?:authorization|cookie|jwt|password|secret|token"
    r"|(?:access|api|auth|client|functions|private|secret|subscription)[-_]?key)"
)
_BEHIND_SCHEME = rf"(?:[\w-]+ +)?{_PLACEHOLDER}"


def check_secret(entry: Entry, context: Context) -> Iterator[Finding]:
    """A hint, or a warning, on a secret that is written out, with the variable to set instead."""
    if not isinstance(entry, Known) or entry.syntax is None:
        return
    if entry.node.dotted == HEADERS:
        yield from _check_headers(entry, entry.syntax, context)
        return
    if not entry.node.secret:
        return
    if not isinstance(entry.value, str) or not _is_plain(entry.node.name, entry.value):
        return
    variable = entry.node.environment[0]
    yield _plain(f"`{entry.node.dotted}`", entry.syntax.span, variable, variable, context)


def _is_plain(name: str, text: str) -> bool:
    """Whether the text is, or contains, a secret; a connection URL may have none."""
    found = re.match(PASSWORD_IN[name], text) if name in PASSWORD_IN else None
    if found is None:
        is_secret = name != "connection_url" and not is_null_word(text)
        return is_secret and bool(text) and not re.fullmatch(_PLACEHOLDER, text)
    return not re.fullmatch(_PLACEHOLDER, found["password"])


def _check_headers(entry: Known, syntax: Value, context: Context) -> Iterator[Finding]:
    """One for each header that carries credentials, however the table is written."""
    variable = entry.node.environment[0]
    places = places_of_headers(syntax)
    for name, text in headers_of(entry).items():
        if is_credential(name) and isinstance(text, str) and text and not has_placeholder(text):
            assignment = f'{variable}={{"{name}": "…"}}'
            span = places.get(name, syntax.span)
            yield _plain(f"Header `{name}`", span, variable, assignment, context)


def _plain(subject: str, span: Span, variable: str, shown: str, context: Context) -> Finding:
    """The finding on a secret at `span`; `shown` is the name in the message of what to set."""
    return PLAIN_SECRET.at(
        span,
        data={"variable": variable},
        severity=context.plain_secrets,
        subject=subject,
        variable=shown,
    )


def is_credential(name: str) -> bool:
    """Whether a header carries credentials, except for those that Prefect sets itself."""
    is_ours = name.lower() not in PROTECTED_HEADERS
    return is_ours and re.fullmatch(_CREDENTIAL, name, re.IGNORECASE) is not None


def has_placeholder(text: str) -> bool:
    """Whether the value of a header is a reference to a variable, after a scheme or alone."""
    return re.fullmatch(_BEHIND_SCHEME, text) is not None


def headers_of(entry: Known) -> dict[str, Any]:
    """The headers that an entry sets; a string may contain JSON for them."""
    if isinstance(entry.value, dict):
        return entry.value
    decoded = entry.verdict.result if isinstance(entry.verdict, Converted) else None
    return decoded if isinstance(decoded, dict) else {}


def places_of_headers(syntax: Value) -> dict[str, Span]:
    """The values of the headers in an inline table; other syntax is the place of all of them."""
    places: dict[str, Span] = {}
    for pair in syntax.pairs if isinstance(syntax, InlineTable) else ():
        if pair.value is not None and len(pair.key.parts) == 1:
            places.setdefault(pair.key.parts[0].name, pair.value.span)
    return places
