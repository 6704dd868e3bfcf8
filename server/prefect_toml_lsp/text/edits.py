"""Edits of a text, all relative to the text as it was before any of them."""

from __future__ import annotations

from collections.abc import Iterable

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text.positions import Span
from prefect_toml_lsp.text.source import Source


class Edit(NamedTuple):
    """Put `text` in the place of `span`; an empty span inserts, an empty text removes."""

    span: Span
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all `edits` made; several at one place are made in their order (LSP 3.17,
    TextEdit[]). Raises `ValueError` if two overlap.
    """
    source = Source(text)
    pieces: list[str] = []
    start = source.clamp((0, 0))
    for span, new in sorted(edits, key=lambda edit: edit.span):
        if span.start < start:
            raise ValueError(f"edits overlap on line {span.line + 1}")
        pieces.append(source.slice(Span.between(start, span.start)))
        pieces.append(new)
        start = span.end
    pieces.append(source.slice(Span.between(start, source.end)))
    return "".join(pieces)
