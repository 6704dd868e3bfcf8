"""References to environment variables where Prefect replaces none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes.advice import VARIABLE_LITERAL
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.rules.secrets import PASSWORD_IN_URL
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance.rules import PLACEHOLDERS
from prefect_toml_lsp.sources.toml_entries import Entry, Known
from prefect_toml_lsp.text import Span

REFERENCE = re.compile(r"\$\{?[A-Za-z_]\w*\}?")
_BRACED = re.compile(r"\$\{[A-Za-z_]\w*\}")
_SAID_OTHERWISE = (*PLACEHOLDERS, "PREFECT_HOME")
"""Names that Prefect replaces in some settings; other rules say what becomes of them."""


def check_literal(entry: Entry, _: Context) -> Iterator[Finding]:
    """A hint on a value of a settings file that is, or holds, a reference."""
    if isinstance(entry, Known) and entry.syntax is not None and not entry.node.is_absent:
        yield from literal(entry.node, entry.value, entry.syntax.span)


def literal(node: Node, value: object, span: Span) -> Iterator[Finding]:
    """A hint where the value of a setting is, or holds, a reference that Prefect takes as text."""
    if not isinstance(value, str) or "$" not in value or not node.environment:
        return
    if _refers(node, value) and not any(name in value for name in _SAID_OTHERWISE):
        yield VARIABLE_LITERAL.at(span, variable=node.environment[0])


def _refers(node: Node, text: str) -> bool:
    """Whether a text was meant to be replaced. One of several parts may be a secret as it is."""
    if REFERENCE.fullmatch(text):
        return True
    if node.name != "connection_url":
        return not node.secret and _BRACED.search(text) is not None
    found = PASSWORD_IN_URL.match(text)
    is_password = found is not None and REFERENCE.fullmatch(found["password"])
    return bool(is_password or _BRACED.search(text))
