"""Changes of one inline table."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.located_pair import source_of
from prefect_toml_lsp.toml.nodes import InlineTable, Pair, Statement


class InlineChange:
    """Removed and added pairs; the rest keeps its text and spacing."""

    def __init__(self, document: Document, statement: Statement, table: InlineTable) -> None:
        self._document = document
        self._statement = statement
        self._table = table
        self._gone: list[Pair] = []
        self._new: list[str] = []

    def remove(self, pair: Pair) -> None:
        """Leave a pair out."""
        self._gone.append(pair)

    def append(self, pair: str) -> None:
        """Put a pair at the end."""
        self._new.append(pair)

    def edits(self) -> Iterator[Edit]:
        """The edits of the document."""
        pairs = self._table.pairs
        kept = [pair for pair in pairs if pair not in self._gone]
        if self._gone and kept and not self._new:
            yield from self._removals()
        elif self._gone or not pairs:
            texts = [source_of(self._document, self._statement, pair) for pair in kept]
            texts += self._new
            where = self._between_brackets()
            yield self._edit(where, f" {', '.join(texts)} " if texts else "")
        elif self._new:
            end = pairs[-1].span.end
            yield self._edit(Span.between(end, end), "".join(f", {text}" for text in self._new))

    def _removals(self) -> Iterator[Edit]:
        """Each removed pair with the comma after it, or, at the end, with those before it."""
        pairs = self._table.pairs
        last = max(index for index, pair in enumerate(pairs) if pair not in self._gone)
        for index, pair in enumerate(pairs[:last]):
            if pair in self._gone:
                yield self._edit(Span.between(pair.span.start, pairs[index + 1].span.start), "")
        if last + 1 < len(pairs):
            yield self._edit(Span.between(pairs[last].span.end, pairs[-1].span.end), "")

    def _between_brackets(self) -> Span:
        span = self._table.span
        return Span.between(
            Position(span.line, span.column + 1), Position(span.end_line, span.end_column - 1)
        )

    def _edit(self, span: Span, text: str) -> Edit:
        return Edit(self._document.span(self._statement, span), text)
