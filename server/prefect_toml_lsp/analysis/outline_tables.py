"""Tables of files without settings, for the outline of these files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from prefect_toml_lsp.prefect import Node, Schema


class Table:
    """A table of a file other than a settings file, with the interface of a `Node` for a table.

    known
        The known children by name.
    entry
        The child for any other name.
    """

    __slots__ = ("entry", "known")
    is_table = True
    exists = True

    def __init__(self, known: Mapping[str, Known], entry: Known | None) -> None:
        self.known = known
        self.entry = entry


Known: TypeAlias = Node | Table
"""Something that Prefect has in a file."""


def is_gone(found: Known | None) -> bool:
    """Whether it belongs to another release than the one in force."""
    return found is not None and not found.exists


def find(table: Known | None, name: str) -> Known | None:
    """The child `name` of a table, in any release."""
    if table is None:
        return None
    return table.known.get(name) or table.entry


@lru_cache(maxsize=8)
def profiles_table(schema: Schema) -> Table:
    """All of `profiles.toml`: ``profiles.NAME.VARIABLE``, in upper case only."""
    profile = Table(schema.by_variable, None)
    return Table({"profiles": Table({}, profile)}, None)
