"""References to environment variables where Prefect replaces none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes.advice import VARIABLE_LITERAL
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance.rules import PLACEHOLDERS
from prefect_toml_lsp.sources.toml_entries import Entry, Known
from prefect_toml_lsp.text import Span

REFERENCE = re.compile(r"\$\{?[A-Za-z_]\w*\}?")
_IN_PATHS = "$PREFECT_HOME"  # Prefect replaces it in `profiles_path`


def check_literal(entry: Entry, _: Context) -> Iterator[Finding]:
    """A hint on a value of a settings file that is a reference as a whole."""
    if isinstance(entry, Known) and entry.syntax is not None and not entry.node.is_absent:
        yield from literal(entry.node, entry.value, entry.syntax.span)


def literal(node: Node, value: object, span: Span) -> Iterator[Finding]:
    """A hint where the value of a setting is a reference that Prefect takes as text."""
    if not isinstance(value, str) or not node.environment or not REFERENCE.fullmatch(value):
        return
    if value != _IN_PATHS and value.strip("${}") not in PLACEHOLDERS:
        yield VARIABLE_LITERAL.at(span, variable=node.environment[0])
