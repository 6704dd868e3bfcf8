"""The input of features: the state of one document, and the capabilities of its client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Analysis
from prefect_toml_lsp.analysis.documents import Judged
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import Holds, file_kind
from prefect_toml_lsp.text import Position, PositionEncoding, Source, Span
from prefect_toml_lsp.text.surrogates import edit_of_units
from prefect_toml_lsp.toml import Document, Path

SUGGEST = "editor.action.triggerSuggest"
"""The client's command, by its name in VS Code, that opens the completion list."""
SHOW_EFFECTIVE_PAGE = "prefectToml.showEffectiveSettings"
"""The client's command that shows the answer of `prefect-toml.showEffectiveSettings` for the
document in its argument.
"""


class Client(NamedTuple):
    """The client's capabilities that features depend on (LSP 3.17, Client Capabilities); missing
    ones are off.

    documents_items_at_once
        It never asks for the documentation of a completion item later, and gets plain text if it
        takes that. Neovim 0.11 does so, and shows Markdown as it is written.
    """

    encoding: PositionEncoding = PositionEncoding.UTF16
    snippets: bool = False
    hover_markdown: bool = False
    completion_markdown: bool = False
    documents_items_at_once: bool = False
    insert_replace: bool = False
    label_details: bool = False
    reopens_lists: bool = False
    shows_effective: bool = False
    action_literals: bool = False
    disabled_actions: bool = False
    resolves_action_edits: bool = False
    diagnostic_tags: frozenset[lsp.DiagnosticTag] = frozenset()
    related_information: bool = False
    code_description: bool = False
    pulls_diagnostics: bool = False
    nested_symbols: bool = False
    whole_line_folds: bool = False
    definition_links: bool = False
    link_tooltips: bool = False
    resolves_hints: frozenset[str] = frozenset()

    @classmethod
    def of(cls, capabilities: lsp.ClientCapabilities, encoding: PositionEncoding) -> Client:
        """Read the capabilities."""
        markdown = lsp.MarkupKind.Markdown
        text = capabilities.text_document or lsp.TextDocumentClientCapabilities()
        item = text.completion.completion_item if text.completion else None
        published = text.publish_diagnostics
        tags = published.tag_support.value_set if published and published.tag_support else ()
        actions = text.code_action
        resolvable = item.resolve_support if item else None
        at_once = resolvable is not None and "documentation" not in resolvable.properties
        formats = (item and item.documentation_format) or ()
        later = actions.resolve_support if actions else None
        hints = text.inlay_hint.resolve_support if text.inlay_hint else None
        commands = _commands(capabilities.experimental)
        return cls(
            encoding,
            snippets=bool(item and item.snippet_support),
            hover_markdown=markdown in ((text.hover and text.hover.content_format) or ()),
            completion_markdown=(
                markdown in formats and not (at_once and lsp.MarkupKind.PlainText in formats)
            ),
            documents_items_at_once=at_once,
            insert_replace=bool(item and item.insert_replace_support),
            label_details=bool(item and item.label_details_support),
            reopens_lists=SUGGEST in commands,
            shows_effective=SHOW_EFFECTIVE_PAGE in commands,
            action_literals=bool(actions and actions.code_action_literal_support),
            disabled_actions=bool(actions and actions.disabled_support),
            resolves_action_edits="edit" in (later.properties if later else ()),
            diagnostic_tags=frozenset(tags),
            related_information=bool(published and published.related_information),
            code_description=bool(published and published.code_description_support),
            pulls_diagnostics=_pulls_diagnostics(capabilities),
            nested_symbols=bool(
                text.document_symbol and text.document_symbol.hierarchical_document_symbol_support
            ),
            whole_line_folds=bool(text.folding_range and text.folding_range.line_folding_only),
            definition_links=bool(text.definition and text.definition.link_support),
            link_tooltips=bool(text.document_link and text.document_link.tooltip_support),
            resolves_hints=frozenset(hints.properties if hints else ()),
        )


def _commands(experimental: Any) -> Sequence[str]:
    """The commands that a client says it has, in the way that rust-analyzer introduced."""
    match experimental:
        case {"commands": {"commands": list(names)}}:
            return names
    return ()


def _pulls_diagnostics(capabilities: lsp.ClientCapabilities) -> bool:
    """Whether the client pulls diagnostics, and pulls again on request, because another file may
    change them. Neovim 0.11 only does the first, so it gets them pushed.
    """
    text, workspace = capabilities.text_document, capabilities.workspace
    again = workspace.diagnostics if workspace else None
    return bool(text and text.diagnostic and again and again.refresh_support)


_DEFAULTS = ServerOptions()
AnalysisT = TypeVar("AnalysisT", bound=Judged)


@dataclass(frozen=True)
class View(Generic[AnalysisT]):
    """One document of any kind, its client and the user's settings; nothing changes while a handler
    runs.

    uri
        The client's name of the document.
    kept
        The caches of features for the document, by name; dropped when the document is closed or
        judged in another context.
    """

    analysis: AnalysisT
    client: Client
    settings: ServerOptions = _DEFAULTS
    uri: str = ""
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def holds(self) -> Holds:
        """The kind of document."""
        return file_kind(self.analysis.context.kind).holds

    @property
    def source(self) -> Source:
        """The lines of the document."""
        source: Source = self.analysis.document.source
        return source

    @property
    def schema(self) -> Schema:
        """The settings of the release in force."""
        return self.analysis.context.schema

    @property
    def is_whole(self) -> bool:
        """Whether the whole document is read, so that the effect of an action is known."""
        is_whole: bool = self.analysis.document.is_whole
        return is_whole

    def position(self, position: lsp.Position) -> Position:
        """A client's position; one that does not exist is clamped (LSP 3.17, Position)."""
        source = self.source
        if position.line >= len(source.lines):
            return source.end
        line = source.lines[position.line]
        return Position(position.line, self.client.encoding.column(line, position.character))

    def range(self, span: Span) -> lsp.Range:
        """A span of the document as the client counts."""
        lines, units = self.source.lines, self.client.encoding.units
        return lsp.Range(
            lsp.Position(span.line, units(lines[span.line], span.column)),
            lsp.Position(span.end_line, units(lines[span.end_line], span.end_column)),
        )

    def span(self, range_: lsp.Range) -> Span:
        """A client's range."""
        return Span.between(self.position(range_.start), self.position(range_.end))

    def edit(self, range_: lsp.Range, text: str) -> tuple[Span, str]:
        """A client's edit. If the client counts UTF-16 units, it may contain half a character."""
        span = self.span(range_)
        if self.client.encoding is not PositionEncoding.UTF16 or _is_ascii(self.source, span, text):
            return span, text
        start, end = range_.start, range_.end
        points = (start.line, start.character), (end.line, end.character)
        return edit_of_units(self.source, *points, text)

    def text_edits(self, edits: Iterable[tuple[Span, str]]) -> list[lsp.TextEdit]:
        """Edits of the document as the client counts."""
        return [lsp.TextEdit(self.range(span), text) for span, text in edits]


def _is_ascii(source: Source, span: Span, text: str) -> bool:
    """Whether an edit and the lines at its ends are."""
    lines = source.lines
    return text.isascii() and lines[span.line].isascii() and lines[span.end_line].isascii()


class TomlSnapshot(View[AnalysisT]):
    """A snapshot of any TOML document, for features that only need the syntax
    (``TomlSnapshot[Any]``).
    """

    @property
    def document(self) -> Document:
        """The document."""
        document: Document = self.analysis.document
        return document


class Snapshot(TomlSnapshot[Analysis]):
    """A snapshot of a document of settings: `prefect.toml`, `pyproject.toml`."""

    def find(self, path: Path) -> Node | None:
        """The setting or table at `path` of the document; None if it is not Prefect's."""
        prefix = self.analysis.context.prefix
        return self.schema.find(path[len(prefix) :]) if path[: len(prefix)] == prefix else None


class ProfilesSnapshot(TomlSnapshot[ProfilesAnalysis]):
    """A snapshot of a `profiles.toml`."""


class DotenvSnapshot(View[DotenvAnalysis]):
    """A snapshot of a `.env` file."""
