"""Other ways to write a value."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.actions.fixes.as_toml import quoted_like, verdict_on
from prefect_toml_lsp.actions.fixes.model import Fix
from prefect_toml_lsp.actions.refactorings.target import Target
from prefect_toml_lsp.prefect.acceptance import Accepted, durations
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml import locate
from prefect_toml_lsp.toml.edit import (
    join_array,
    spread_array,
    to_basic_string,
    to_literal_string,
)
from prefect_toml_lsp.toml.nodes import KeyValue, String


def value_refactorings(target: Target) -> Iterator[Fix]:
    """The value at the cursor on more or fewer lines, in other quotes, in larger units."""
    statement = target.statement
    if isinstance(statement, KeyValue):
        yield from _of_array(target, statement)
        yield from _of_string(target, statement)
        yield from _of_duration(target, statement)


def _of_array(target: Target, statement: KeyValue) -> Iterator[Fix]:
    edits = spread_array(target.document, statement)
    if edits:
        yield Fix("Put each item on its own line", edits, safe=True)
    edits = join_array(target.document, statement)
    if edits:
        yield Fix("Put the array on one line", edits, safe=True)


def _of_string(target: Target, statement: KeyValue) -> Iterator[Fix]:
    document = target.document
    row, column = target.position
    string = locate(
        document, document.source.clamp((document.start(statement) + row, column))
    ).value
    if not isinstance(string, String):
        return
    edits = to_literal_string(document, statement, string)
    if edits:
        yield Fix("Write as a literal string, without escapes", edits, safe=True)
    edits = to_basic_string(document, statement, string)
    if edits:
        yield Fix("Write as a basic string, in double quotes", edits, safe=True)


def _of_duration(target: Target, statement: KeyValue) -> Iterator[Fix]:
    """``"PT3600S"`` as ``"PT1H"``; a value that is not an ISO 8601 duration is a finding with a
    fix.
    """
    entry = target.entry
    if entry is None or not entry.node.is_duration or entry.inner or entry.syntax is None:
        return
    if not isinstance(entry.value, str) or not isinstance(entry.verdict, Accepted):
        return
    shortest = durations.parse(entry.value).iso()
    if shortest == entry.value or not isinstance(verdict_on(entry.node, shortest), Accepted):
        return
    text = quoted_like(entry.syntax, shortest)
    span = target.document.span(statement, entry.syntax.span)
    yield Fix(f"Write the duration as `{text}`", [Edit(span, text)], safe=True)
