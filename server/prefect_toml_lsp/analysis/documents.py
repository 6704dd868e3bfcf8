"""Kinds of documents: how each is parsed, and what judges it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import Holds, file_kind
from prefect_toml_lsp.text import Source, Span
from prefect_toml_lsp.toml import Document


class Live(Protocol):
    """A document of any kind."""

    @property
    def source(self) -> Source:
        """Its lines."""

    @property
    def text(self) -> str:
        """All of it."""

    def edit(self, span: Span, text: str) -> Any:
        """Replace a span; returns the change, which the analysis is to follow."""

    def replace_all(self, text: str) -> Any:
        """Replace everything; returns the change, too."""


class Judged(Protocol):
    """The analysis of a document of any kind."""

    @property
    def document(self) -> Any:
        """The document, a `Live`."""

    @property
    def context(self) -> Context:
        """The context by which it is judged."""

    def update(self, change: Any, /) -> None:
        """Follow an edit of the document."""

    def findings(self) -> list[Finding]:
        """All findings with spans in the document, in the order of the text."""


class DocumentKind(NamedTuple):
    """How a text becomes a document, and how that is judged in a context."""

    read: Callable[[str], Live]
    analyse: Callable[[Any, Context], Judged]


DOCUMENTS: Mapping[Holds, DocumentKind] = {
    Holds.SETTINGS: DocumentKind(Document, Analysis),
    Holds.PROFILES: DocumentKind(Document, ProfilesAnalysis),
    Holds.VARIABLES: DocumentKind(DotenvDocument, DotenvAnalysis),
}


def document_kind(kind: str) -> DocumentKind:
    """The kind of document that a kind of file (an `id` in `sources.kinds.FILES`) holds."""
    return DOCUMENTS[file_kind(kind).holds]
