"""Key/value pairs with their places."""

from __future__ import annotations

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Position
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.nodes import InlineTable, Key, KeyValue, Pair, Statement, Value


class LocatedPair(NamedTuple):
    """A key/value pair and what contains it.

    outer
        The innermost inline table around it; None if it is a statement of its own.
    path
        The path of its table from the document's root.
    """

    statement: KeyValue
    pair: Pair
    outer: InlineTable | None
    path: tuple[str, ...]

    @classmethod
    def of(cls, statement: KeyValue) -> LocatedPair:
        """The statement's own pair."""
        return cls(statement, statement.pair, None, statement.section.path)

    @property
    def names(self) -> tuple[str, ...]:
        """The whole path of the pair."""
        return (*self.path, *self.pair.key.names)


def pair_at(statement: KeyValue, position: Position) -> LocatedPair:
    """The innermost pair that `position`, relative to the statement, lies in; outside of all of
    them the statement's own.
    """
    found = LocatedPair.of(statement)
    while isinstance(table := found.pair.value, InlineTable):
        inner = next((each for each in table.pairs if each.span.touches(position)), None)
        if inner is None:
            break
        found = LocatedPair(statement, inner, table, found.names)
    return found


def source_of(document: Document, statement: Statement, node: Key | Value | Pair) -> str:
    """The text of a node as it is written."""
    return document.source.slice(document.span(statement, node.span))
