"""Secrets in plain text, which an environment variable would keep out of the repository."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from prefect_toml_lsp.analysis.codes.settings import PLAIN_SECRET
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.prefect.acceptance import Converted
from prefect_toml_lsp.prefect.acceptance.null_words import is_null_word
from prefect_toml_lsp.prefect.nodes import Node
from prefect_toml_lsp.prefect.secrets import is_credential_name, is_placeholder, passwords_in_url
from prefect_toml_lsp.sources.toml_entries import Entry, Known
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import InlineTable, Value

HEADERS = "client.custom_headers"
PROTECTED_HEADERS = ("user-agent", "prefect-csrf-token", "prefect-csrf-client")
"""In lower case: Prefect ignores them in settings."""


def check_secret(entry: Entry, context: Context) -> Iterator[Finding]:
    """A hint, or a warning, on a secret that is written out, with the variable to set instead."""
    if not isinstance(entry, Known) or entry.syntax is None:
        return
    if entry.node.dotted == HEADERS:
        yield from _check_headers(entry, entry.syntax, context)
        return
    variable = next(iter(entry.node.environment), None)
    if variable is not None and _is_plain(entry.node, entry.value):
        subject, span = f"`{entry.node.dotted}`", entry.syntax.span
        yield _plain(subject, span, variable, variable, context, is_all=_is_all(entry.node))


def _is_plain(node: Node, value: object) -> bool:
    """Whether a value is, or contains, a secret in plain text."""
    # No secret is a list.
    items = value if isinstance(value, list) and not _is_all(node) else [value]
    texts = [each for each in items if isinstance(each, str)]
    if node.secret and any(map(is_null_word, texts)):
        return False
    return any(_has_plain(secrets_in(node, each)) for each in texts)


def _has_plain(secrets: Iterable[str]) -> bool:
    return any(each and not is_placeholder(each) for each in secrets)


def secrets_in(node: Node, text: str) -> Iterator[str]:
    """The secrets, or placeholders for them, in the text of a setting."""
    if not _is_all(node):
        yield from passwords_in_url(text)
    elif node.name == "auth_string" and ":" in text:
        yield text.partition(":")[2]
    else:
        yield text


def _is_all(node: Node) -> bool:
    """Whether the whole text of a setting is a secret; a URL only contains one."""
    return node.secret and not node.name.endswith("url")


def _check_headers(entry: Known, syntax: Value, context: Context) -> Iterator[Finding]:
    """One for each header that carries credentials, however the table is written."""
    variable = entry.node.environment[0]
    places = places_of_headers(syntax)
    for name, text in headers_of(entry).items():
        if not isinstance(text, str) or not text:
            continue
        is_all = is_credential(name) and _is_literal(text)
        if is_all or _has_plain(passwords_in_url(text)):
            assignment = f'{variable}={{"{name}": "…"}}'
            span = places.get(name, syntax.span)
            yield _plain(f"Header `{name}`", span, variable, assignment, context, is_all=is_all)


def _plain(
    subject: str, span: Span, variable: str, shown: str, context: Context, *, is_all: bool
) -> Finding:
    """The finding on a secret at `span`, which `is_all` of the value or a part of it; `shown` is
    the name in the message of what to set.
    """
    return PLAIN_SECRET.at(
        span,
        data={"variable": variable},
        severity=context.plain_secrets,
        subject=subject,
        is_all=is_all,
        variable=shown,
    )


def is_credential(name: str) -> bool:
    """Whether a header carries credentials, except for those that Prefect sets itself."""
    return name.lower() not in PROTECTED_HEADERS and is_credential_name(name)


def _is_literal(text: str) -> bool:
    """Whether the value of a header is not a placeholder, which may follow a scheme."""
    scheme, _, rest = text.rpartition(" ")
    return not is_placeholder(rest) or re.fullmatch(r"[\w-]* *", scheme) is None


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
