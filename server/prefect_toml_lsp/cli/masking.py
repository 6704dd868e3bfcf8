"""Mask texts in which any value may be a secret: variables and profiles."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.cli.context import newest_schema
from prefect_toml_lsp.cli.redaction import Redactor, apart
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect.secrets import MASK, find_assigned, find_in_text
from prefect_toml_lsp.sources.kinds import Holds, file_kind
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit, apply_edits
from prefect_toml_lsp.toml import Document


def masked(kind: str, text: str) -> str:
    """`text` with everything masked that may be a secret: in a file of variables and in profiles,
    every value.
    """
    holds = file_kind(kind).holds
    if holds is Holds.VARIABLES:
        spans = hidden_variables(DotenvDocument(text))
    else:
        redactor = Redactor(Document(text), newest_schema())
        spans = redactor.values() if holds is Holds.PROFILES else redactor.secrets()
    return apply_edits(text, [Edit(span, MASK) for span in spans])


def hidden_variables(document: DotenvDocument) -> list[Span]:
    """The values of a file of variables, the lines that do not parse, and secrets in comments, in
    order.
    """
    return apart((*_values(document), *_in_comments(document)))


def _values(document: DotenvDocument) -> Iterator[Span]:
    for each in document.statements:
        hidden = each.literal if each.name is not None else each.span
        if hidden is not None:
            yield hidden


def _in_comments(document: DotenvDocument) -> Iterator[Span]:
    """Mask any line, because a comment may be the rest of a broken value."""
    for row in range(len(document.source.lines)):
        line = document.source.content(row)
        before, mark, comment = line.partition("#")
        if not mark:
            continue
        start = len(before) + 1
        assigned = find_assigned(comment)
        if assigned is not None:
            yield Span(row, start + assigned, row, len(line))
        for first, last in find_in_text(comment):
            yield Span(row, start + first, row, start + last)
