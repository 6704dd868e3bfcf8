"""Renames keys."""

from __future__ import annotations

from collections.abc import Sequence

from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.encode import dotted, encode_key, encode_string
from prefect_toml_lsp.toml.nodes import Key, KeyPart, Statement


def rename_key(
    document: Document, statement: Statement, key: Key, names: Sequence[str]
) -> list[Edit]:
    """Write `key`, one of a pair or a header, as `names`; parts that stay keep their text."""
    if len(names) != len(key.parts):
        return [Edit(document.span(statement, key.span), dotted(names))]
    return [
        Edit(document.span(statement, part.span), _like(part, name))
        for part, name in zip(key.parts, names, strict=True)
        if part.name != name
    ]


def _like(part: KeyPart, name: str) -> str:
    """`name` with the quotes of `part`."""
    if part.quote == "'" and "'" not in name and name.isprintable():
        return f"'{name}'"
    return encode_string(name) if part.quote else encode_key(name)
