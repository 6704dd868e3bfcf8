"""What a feature works on: one document as it is now, and what its client can do."""

from __future__ import annotations

from typing import NamedTuple

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Analysis
from prefect_toml_lsp.schema import Node, Schema
from prefect_toml_lsp.text import Position, PositionEncoding, Span
from prefect_toml_lsp.toml import Document, Path


class Client(NamedTuple):
    """What the client said at `initialize` that features depend on."""

    encoding: PositionEncoding = PositionEncoding.UTF16
    snippets: bool = False
    hover_markdown: bool = False
    completion_markdown: bool = False

    @classmethod
    def of(cls, capabilities: lsp.ClientCapabilities, encoding: PositionEncoding) -> Client:
        """Read the capabilities; what the client leaves out, it does not have."""
        markdown = lsp.MarkupKind.Markdown
        text = capabilities.text_document
        item = text.completion.completion_item if text and text.completion else None
        return cls(
            encoding,
            snippets=bool(item and item.snippet_support),
            hover_markdown=markdown in ((text and text.hover and text.hover.content_format) or ()),
            completion_markdown=markdown in ((item and item.documentation_format) or ()),
        )


class Snapshot(NamedTuple):
    """One open document and its client; nothing changes while a handler runs."""

    analysis: Analysis
    client: Client

    @property
    def document(self) -> Document:
        """The document."""
        return self.analysis.document

    @property
    def schema(self) -> Schema:
        """The settings of the release in force."""
        return self.analysis.schema

    def find(self, path: Path) -> Node | None:
        """What the release has at `path` of the document; None for what is not Prefect's."""
        prefix = self.analysis.context.prefix
        return self.schema.find(path[len(prefix) :]) if path[: len(prefix)] == prefix else None

    def position(self, position: lsp.Position) -> Position:
        """A client's position; one that does not exist is clamped (LSP 3.17, Position)."""
        source = self.document.source
        if position.line >= len(source.lines):
            return source.end
        line = source.lines[position.line]
        return Position(position.line, self.client.encoding.column(line, position.character))

    def range(self, span: Span) -> lsp.Range:
        """A span of the document as the client counts."""
        lines, units = self.document.source.lines, self.client.encoding.units
        return lsp.Range(
            lsp.Position(span.line, units(lines[span.line], span.column)),
            lsp.Position(span.end_line, units(lines[span.end_line], span.end_column)),
        )

    def span(self, range_: lsp.Range) -> Span:
        """A client's range."""
        return Span.between(self.position(range_.start), self.position(range_.end))
