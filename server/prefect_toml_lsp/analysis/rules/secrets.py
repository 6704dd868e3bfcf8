"""Secrets in plain text, which an environment variable would keep out of the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.entries import Entry, Known
from prefect_toml_lsp.analysis.findings import Finding

_PASSWORD_IN_URL = re.compile(r"^[^:/?#]+://[^/?#@]*:(?P<password>[^/?#]+)@")
_PLACEHOLDER = re.compile(r"\$\{?\w+\}?")


def check_secret(entry: Entry, context: Context) -> Iterator[Finding]:
    """A hint, or a warning, on a secret that is written out, with the variable to set instead."""
    if not isinstance(entry, Known) or not entry.node.secret or entry.syntax is None:
        return
    if not isinstance(entry.value, str) or not _is_plain(entry.node.name, entry.value):
        return
    variable = entry.node.environment[0]
    message = (
        f"`{entry.node.dotted}` holds a secret in plain text; set {variable} in the environment "
        "instead, which Prefect reads first"
    )
    data = {"variable": variable}
    yield Finding("plain-secret", context.plain_secrets, message, entry.syntax.span, data)


def _is_plain(name: str, text: str) -> bool:
    """Whether the text is, or holds, a secret; a connection URL may go without."""
    if name != "connection_url":
        return bool(text) and not _PLACEHOLDER.fullmatch(text)
    found = _PASSWORD_IN_URL.match(text)
    return found is not None and not _PLACEHOLDER.fullmatch(found["password"])
