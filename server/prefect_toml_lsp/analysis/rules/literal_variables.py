"""References to environment variables where Prefect does not expand them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes.advice import VARIABLE_LITERAL
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.rules.secrets import (
    HEADERS,
    headers_of,
    is_credential,
    places_of_headers,
    secrets_in,
)
from prefect_toml_lsp.analysis.wording import who_reads
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Refused
from prefect_toml_lsp.prefect.acceptance.paths import HOME_TEMPLATE, TEMPLATE_SINCE
from prefect_toml_lsp.prefect.acceptance.rules import BARE_PLACEHOLDER, PLACEHOLDERS
from prefect_toml_lsp.sources.toml_entries import Entry, Known
from prefect_toml_lsp.text import Span

_BRACED = r"\$\{[A-Za-z_]\w*(?::?[-+=?][^{}]*)?\}"  # also with a default, as in a shell
_CONNECTION = "server.database.connection_url"
_REFERENCE = rf"\$[A-Za-z_]\w*|{_BRACED}"
_AFTER_SCHEME = rf"(?:[\w-]+ +)?(?:{_REFERENCE})"
_AMONG_TEXT = rf"{_BRACED}|(?<![\w$\\])\$[A-Z_][A-Z0-9_]+\b"
"""A reference in the midst of text: without braces only in capitals."""


def check_literal(entry: Entry, context: Context) -> Iterator[Finding]:
    """A hint on a value of a settings file that is, or contains, a reference, unless Prefect
    refuses it: the error then says so.
    """
    if not isinstance(entry, Known) or entry.syntax is None or entry.node.is_absent:
        return
    if isinstance(entry.verdict, Refused):
        return
    if entry.node.dotted == HEADERS:
        places = places_of_headers(entry.syntax)
        for name, text in headers_of(entry).items():
            span = places.get(name, entry.syntax.span)
            yield from literal(entry.node, {name: text}, span, context.kind)
    else:
        yield from literal(entry.node, entry.value, entry.syntax.span, context.kind)


def literal(node: Node, value: object, span: Span, kind: str) -> Iterator[Finding]:
    """A hint if a value from a source of this `kind` is, or contains, a reference that Prefect does
    not expand.
    """
    if not node.environment or not refers(node, value):
        return
    yield VARIABLE_LITERAL.at(
        span,
        variable=node.environment[0],
        kind=kind,
        who=who_reads(node),
        placeholder=_placeholder(node, value),
    )


def refers(node: Node, value: object) -> bool:
    """Whether a value is, or contains, a reference that Prefect does not expand."""
    return any(_refer(node, value))


def _placeholder(node: Node, value: object) -> str | None:
    """A placeholder for the password of the database that Prefect does not replace: only
    ``${…}`` is.
    """
    if node.dotted != _CONNECTION or not isinstance(value, str):
        return None
    found = re.search(BARE_PLACEHOLDER, value)
    return found[1] if found is not None else None


def _refer(node: Node, value: object) -> Iterator[bool]:
    """Whether each text in a value was meant to be expanded."""
    if isinstance(value, str):
        is_reference = "$" in value and not _is_said_otherwise(node, value) and _refers(node, value)
        yield is_reference or _placeholder(node, value) is not None
    elif isinstance(value, list):
        yield from (isinstance(each, str) and any(_refer(node, each)) for each in value)
    elif isinstance(value, dict) and node.dotted == HEADERS:
        pairs = value.items()
        yield from (isinstance(each, str) and _in_header(name, each) for name, each in pairs)


def _is_said_otherwise(node: Node, text: str) -> bool:
    """Whether Prefect replaces the reference, or another rule reports it."""
    if node.dotted == "profiles_path":
        is_new = node.release >= TEMPLATE_SINCE
        return (HOME_TEMPLATE if is_new else "PREFECT_HOME") in text
    if node.path[:2] != ("server", "database") or node.name == "password":
        return False
    return any(name in text for name in PLACEHOLDERS)


def _refers(node: Node, text: str) -> bool:
    """One of several parts may be a literal secret."""
    if re.fullmatch(_REFERENCE, text):
        return True
    if any(re.fullmatch(_REFERENCE, each) for each in secrets_in(node, text)):
        return True
    if node.secret:
        return node.name == "connection_url" and re.search(_BRACED, text) is not None
    return re.search(_AMONG_TEXT, text) is not None


def _in_header(name: str, text: str) -> bool:
    found = (
        re.fullmatch(_AFTER_SCHEME, text) if is_credential(name) else re.search(_AMONG_TEXT, text)
    )
    return found is not None
