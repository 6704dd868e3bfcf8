"""The whole syntax tree of a document as plain tuples, to compare two documents."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from prefect_toml_lsp.toml import Document

_OUTSIDE = {"order", "section"}  # where a statement stands, which `tree` shows in its own way


def tree(document: Document) -> list[Any]:
    """Per statement: its line, its section's path, its nodes and its problems."""
    return [
        (start, statement.section.path, node(statement), document.problems(statement))
        for start, statement in zip(document.starts, document.statements, strict=True)
    ]


def node(value: Any) -> Any:
    """A node with all its fields; NaN is made comparable."""
    if is_dataclass(value):
        shown = {f.name: node(getattr(value, f.name)) for f in fields(value)
                 if f.name not in _OUTSIDE}  # fmt: skip
        return type(value).__name__, shown
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list | tuple):
        return [node(item) for item in value]
    return value
