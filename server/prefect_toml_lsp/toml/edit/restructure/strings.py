"""Strings in the other kind of quotes (TOML 1.0, String)."""

from __future__ import annotations

from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.encode import encode_string
from prefect_toml_lsp.toml.nodes import Statement, String


def to_literal_string(
    document: Document, statement: Statement, string: String
) -> list[Edit] | None:
    r"""``"C:\\x"`` as ``'C:\x'``: only where that saves an escape, and nothing needs one."""
    value = string.value
    saves = "\\" in value or '"' in value
    if string.opening != '"' or not saves or not _is_plain(value):
        return None
    return [Edit(document.span(statement, string.span), f"'{value}'")]


def _is_plain(value: str) -> bool:
    """Whether a literal string can hold the text, and a person see what it holds."""
    return "'" not in value and value.isprintable()


def to_basic_string(document: Document, statement: Statement, string: String) -> list[Edit] | None:
    """``'x'`` as ``"x"``, with escapes where it needs them."""
    if string.opening != "'":
        return None
    return [Edit(document.span(statement, string.span), encode_string(string.value))]
