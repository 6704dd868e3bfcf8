"""Settings that a `profiles.toml` gives by their paths, as settings files do, not by variables."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.edit import LocatedPair
from prefect_toml_lsp.toml.nodes import Header, InlineTable, KeyValue, Statement

Path = tuple[str, ...]


class PathInProfile(NamedTuple):
    """A pair, and the setting that its path names; None if there is no such setting."""

    written: LocatedPair
    path: Path
    node: Node | None


def paths_below(
    document: Document, table: Path, around: int, schema: Schema
) -> list[PathInProfile]:
    """The pairs below `table` in the order of the text; its first `around` names are not part of
    the settings' paths.
    """
    statements: dict[Statement, None] = {}
    for statement, _ in document.claims(table):
        below = document.section_statements(statement) if isinstance(statement, Header) else ()
        statements.update(dict.fromkeys((statement, *below)))
    for end in range(1, len(table)):  # inline tables around it
        around_it = (each for each, _ in document.claims(table[:end]))
        statements.update((each, None) for each in around_it if isinstance(each, KeyValue))
    found = [
        each
        for statement in sorted(statements, key=lambda each: each.order)
        if isinstance(statement, KeyValue)
        for each in _pairs(statement)
        if each.names[: len(table)] == table and each.pair.key.whole
    ]
    return [_named(each, around, schema) for each in found]


def _named(written: LocatedPair, around: int, schema: Schema) -> PathInProfile:
    path = written.names[around:]
    node = schema.by_path.get(".".join(path))
    known = node is not None and node.is_setting and node.exists and node.environment
    return PathInProfile(written, path, node if known else None)


def _pairs(statement: KeyValue) -> Iterator[LocatedPair]:
    """The pairs of a statement that are not inline tables themselves."""
    waiting = [LocatedPair.of(statement)]
    while waiting:
        written = waiting.pop()
        value = written.pair.value
        if isinstance(value, InlineTable):
            inner = [LocatedPair(statement, each, value, written.names) for each in value.pairs]
            waiting.extend(reversed(inner))
        else:
            yield written
