"""JSON arrays in text, of which Prefect keeps the brackets and quotes."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes.advice import JSON_ARRAY_IN_STRING
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.rules.overridden import winner_over
from prefect_toml_lsp.analysis.wording import who_reads
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Refused
from prefect_toml_lsp.prefect.json_arrays import array_meant
from prefect_toml_lsp.sources.toml_entries import Entry, Known
from prefect_toml_lsp.text import Span


def check_json_array(entry: Entry, context: Context) -> Iterator[Finding]:
    """Information on text that Prefect splits at its commas although it is a JSON array."""
    if not isinstance(entry, Known) or entry.syntax is None or entry.inner:
        return
    if isinstance(entry.verdict, Refused) or entry.node.is_absent or winner_over(entry, context):
        return
    yield from json_array(entry.node, entry.value, entry.syntax.span)


def json_array(node: Node, value: object, span: Span) -> Iterator[Finding]:
    """The same for a value that a setting is given."""
    meant = array_meant(node, value)
    if meant is not None:
        write = "only commas between the items" if isinstance(meant, str) else "an array"
        yield JSON_ARRAY_IN_STRING.at(span, write=write, who=who_reads(node))
