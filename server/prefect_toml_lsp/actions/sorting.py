"""`source.sort`: keys and tables in the order in which the reference lists them.

Names that are not in the reference come after the others, in their order. `toml.edit.sort` says
what moves with a key or table, and what stays.
"""

from __future__ import annotations

from functools import cache

from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.text import Edit
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml import edit as toml_edit

_UNKNOWN = 1 << 32  # after every name that the reference has


def sort(document: Document, schema: Schema, prefix: tuple[str, ...] = ()) -> list[Edit]:
    """The edits that put what is below `prefix` in order, in the order of the text; none for a
    document that is sorted, or that has problems.
    """
    numbers = cache(_numbers)

    def rank(path: tuple[str, ...]) -> tuple[int, ...] | None:
        """The sort key of `path`, which comes before those below it; None outside of the prefix."""
        if path[: len(prefix)] != prefix:
            return None
        node = schema.root
        found: list[int] = []
        for name in path[len(prefix) :]:
            number = numbers(node).get(name)
            if number is None:
                return (*found, _UNKNOWN)
            found.append(number)
            node = node.known[name]
        return tuple(found)

    return toml_edit.sort(document, rank)


def _numbers(node: Node) -> dict[str, int]:
    return {name: number for number, name in enumerate(node.known)}
