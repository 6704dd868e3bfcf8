"""Dotted keys, tables and inline tables, each as the others."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.actions.fixes.model import Fix
from prefect_toml_lsp.actions.refactorings.target import Target
from prefect_toml_lsp.toml.edit import (
    dotted_group,
    dotted_to_inline,
    dotted_to_table,
    inline_to_dotted,
    inline_to_table,
    table_to_dotted,
    table_to_inline,
)
from prefect_toml_lsp.toml.encode import dotted
from prefect_toml_lsp.toml.nodes import InlineTable, KeyValue, TableHeader


def table_refactorings(target: Target) -> Iterator[Fix]:
    """The other ways to write a table that TOML allows."""
    statement = target.statement
    if isinstance(statement, TableHeader):
        yield from _of_table(target, statement)
    elif isinstance(statement, KeyValue):
        if isinstance(statement.pair.value, InlineTable):
            yield from _of_inline_table(target, statement)
        for length in _lengths(target, statement):
            yield from _of_dotted_keys(target, statement, length)


def _of_table(target: Target, header: TableHeader) -> Iterator[Fix]:
    document, name = target.document, dotted(header.key.names)
    edits = table_to_dotted(document, header, target.outermost)
    if edits:
        yield Fix(f"Write `[{name}]` as dotted keys", edits, safe=True)
    edits = table_to_inline(document, header, target.outermost)
    if edits:
        yield Fix(f"Write `[{name}]` as an inline table", edits, safe=True)


def _of_inline_table(target: Target, statement: KeyValue) -> Iterator[Fix]:
    names = statement.pair.key.names
    path = (*statement.section.path, *names)
    if len(path) < target.outermost:
        return
    edits = inline_to_table(target.document, statement)
    if edits:
        yield Fix(f"Write `{dotted(names)}` as the table `[{dotted(path)}]`", edits, safe=True)
    edits = inline_to_dotted(target.document, statement)
    if edits:
        yield Fix(f"Write `{dotted(names)}` as dotted keys", edits, safe=True)


def _lengths(target: Target, statement: KeyValue) -> list[int]:
    """How many parts of a key may become a separate table: all except the last, up to the
    cursor.
    """
    parts = statement.pair.key.parts
    least = max(1, target.outermost - len(statement.section.path))
    lengths = [len(parts) - 1]
    for index, part in enumerate(parts[:-2]):
        if part.span.touches(target.position):
            lengths.append(index + 1)
    return [length for length in lengths if length >= least]


def _of_dotted_keys(target: Target, statement: KeyValue, length: int) -> Iterator[Fix]:
    document = target.document
    names = statement.pair.key.names[:length]
    path = (*statement.section.path, *names)
    group = dotted_group(document, statement, length)
    if not group:
        return
    edits = dotted_to_table(document, statement, length)
    if edits:
        what = "Move" if len(group) == 1 else f"Move the {len(group)} keys of `{dotted(names)}`"
        yield Fix(f"{what} to the table `[{dotted(path)}]`", edits, safe=True)
    edits = dotted_to_inline(document, statement, length)
    if edits:
        yield Fix(f"Write `{dotted(names)}` as an inline table", edits, safe=True)
