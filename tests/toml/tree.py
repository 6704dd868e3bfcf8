"""The syntax tree of a document as plain tuples, for comparing documents."""

from __future__ import annotations

from typing import Any

from prefect_toml_lsp.toml import Document, nodes

_OUTSIDE = {"order", "section"}  # the place of a statement, which `tree` shows itself


def tree(document: Document) -> list[Any]:
    """For each statement its line, the path of its section, its nodes and its problems."""
    return [
        (start, statement.section.path, node(statement), document.problems(statement))
        for start, statement in zip(document.starts, document.statements, strict=True)
    ]


def node(value: Any) -> Any:
    """A node with all its fields; NaN is replaced so that it can be compared."""
    kind = type(value)
    if kind.__module__ == nodes.__name__:
        names = [name for each in kind.__mro__[:-1] for name in each.__slots__]
        return kind.__name__, {n: node(getattr(value, n)) for n in names if n not in _OUTSIDE}
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list | tuple):
        return [node(item) for item in value]
    return value
