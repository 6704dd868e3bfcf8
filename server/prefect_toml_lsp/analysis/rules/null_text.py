"""``None`` and ``null`` as text, from a template or a program that had no value to write."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.analysis.codes.advice import NULL_TEXT
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.rules.overridden import winner_over
from prefect_toml_lsp.analysis.wording import who_reads
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Verdict
from prefect_toml_lsp.prefect.acceptance.null_words import stays_null_word
from prefect_toml_lsp.prefect.acceptance.rules import VACUUM_TYPE_RULE
from prefect_toml_lsp.sources.toml_entries import Entry, Known
from prefect_toml_lsp.text import Span


def check_null_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """A hint on a value of a settings file that is one of these words."""
    if isinstance(entry, Known) and entry.syntax is not None and isinstance(entry.value, str):
        yield from (
            each
            for each in null_text(entry.node, entry.value, entry.verdict, entry.syntax.span)
            if winner_over(entry, context) is None
        )


def null_text(node: Node, value: object, verdict: Verdict | None, span: Span) -> Iterator[Finding]:
    """The same for a value that a setting is given."""
    is_told = node.dotted in VACUUM_TYPE_RULE.reads  # that it is not one of the types
    if verdict is not None and not is_told and stays_null_word(node.dotted, value, verdict):
        yield NULL_TEXT.at(span, who=who_reads(node))
