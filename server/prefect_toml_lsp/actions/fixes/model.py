"""What a fix is, and what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.sources.toml_entries import Known, Unknown
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.edit import LocatedPair, NoPlaceError, Rewrite, pair_at
from prefect_toml_lsp.toml.nodes import Header, KeyValue, Statement

Path = tuple[str, ...]


class Fix(NamedTuple):
    """A change that a person may choose.

    title
        What it does, in the imperative; never a value that may be a secret.
    edits
        Of the document as it is, in the order of the text.
    findings
        What it fixes, with spans in the document; none for a refactoring.
    preferred
        Whether it is the one that most people mean (LSP 3.17, CodeAction.isPreferred).
    safe
        Whether Prefect reads the same settings afterwards, or reads one that it ignored and that
        has one clear meaning.
    """

    title: str
    edits: Sequence[Edit]
    findings: tuple[Finding, ...] = ()
    preferred: bool = False
    safe: bool = False


class Proposal(NamedTuple):
    """A fix that is not worked out yet; `change` writes it down, or raises `NoPlaceError`.

    activates
        The path of a setting that Prefect reads only afterwards.
    moves
        The statements that it takes away or takes elsewhere.
    """

    title: str
    change: Callable[[Rewrite], None]
    preferred: bool = False
    safe: bool = False
    activates: Path | None = None
    moves: tuple[Statement, ...] = ()

    def edits(self, document: Document) -> list[Edit] | None:
        """The edits of `document`; None where the change cannot be made there."""
        rewrite = Rewrite(document)
        try:
            self.change(rewrite)
            return rewrite.edits()
        except NoPlaceError:
            return None

    def has_place(self, document: Document) -> bool:
        """Whether the change finds a place for all that it inserts."""
        rewrite = Rewrite(document)
        try:
            self.change(rewrite)
            rewrite.check()
        except NoPlaceError:
            return False
        return True


class Case:
    """A finding in its document, its span relative to `statement`."""

    def __init__(self, analysis: Analysis, statement: Statement, finding: Finding) -> None:
        self.analysis = analysis
        self.statement = statement
        self.finding = finding

    @property
    def document(self) -> Document:
        """The document."""
        return self.analysis.document

    @property
    def schema(self) -> Schema:
        """The settings of the release in force."""
        return self.analysis.schema

    @property
    def prefix(self) -> Path:
        """The path of the table that stands for Prefect's root."""
        return self.analysis.context.prefix

    @property
    def header(self) -> Header | None:
        """The header that the finding is about."""
        return self.statement if isinstance(self.statement, Header) else None

    @cached_property
    def written(self) -> LocatedPair | None:
        """The pair that the finding is about."""
        if not isinstance(self.statement, KeyValue):
            return None
        return pair_at(self.statement, self.finding.span.start)

    @cached_property
    def known(self) -> Known | None:
        """The setting that the finding is about."""
        span = self.finding.span
        for entry in self.analysis.entries(self.statement):
            if isinstance(entry, Known) and (
                entry.part.span == span
                or (entry.syntax and entry.syntax.span.start <= span.start
                    and span.end <= entry.syntax.span.end)
            ):  # fmt: skip
                return entry
        return None

    @cached_property
    def unknown(self) -> Unknown | None:
        """The path that Prefect does not have."""
        for entry in self.analysis.entries(self.statement):
            if isinstance(entry, Unknown) and entry.part.span == self.finding.span:
                return entry
        return None

    @property
    def candidates(self) -> list[Path]:
        """The places that the finding names, the likeliest first."""
        return [tuple(each) for each in self.finding.data.get("candidates", ())]

    def relative(self, path: Path) -> Path:
        """A path of the document as seen from Prefect's root."""
        return path[len(self.prefix) :]

    def node_at(self, path: Path) -> Node | None:
        """The setting or table that `path`, which counts from Prefect's root, is or lies in the
        value of.
        """
        node: Node | None = self.schema.root
        for name in path:
            if node is None or not node.is_table:
                break
            node = node.step(name)
        return node

    def members(self, header: Header) -> list[KeyValue]:
        """The keys below a header."""
        below = self.document.section_statements(header)
        return [each for each in below if isinstance(each, KeyValue)]
