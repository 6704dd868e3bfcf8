"""The target of a refactoring."""

from __future__ import annotations

from prefect_toml_lsp.analysis.analysis import Analysis, lies_below
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.toml_entries import Known
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.layout import is_sound
from prefect_toml_lsp.toml.nodes import Blank, Header, KeyValue


class Target(NamedTuple):
    """A valid statement, and the place of the cursor in it.

    `position` is relative to the statement.
    """

    analysis: Analysis
    statement: KeyValue | Header
    position: Position

    @property
    def document(self) -> Document:
        """The document."""
        return self.analysis.document

    @property
    def outermost(self) -> int:
        """The least number of names in the path of a section to which keys may move: tables outside
        of ``[tool.prefect]`` are not ours.
        """
        return len(self.analysis.context.prefix)

    @property
    def entry(self) -> Known | None:
        """The setting of the pair at the cursor; None if it is not exactly one setting."""
        known = [each for each in self.analysis.entries(self.statement) if isinstance(each, Known)]
        own = self.statement.pair.value if isinstance(self.statement, KeyValue) else None
        for each in known:
            if each.syntax is own:
                return each
            end = each.syntax.span.end if each.syntax else each.part.span.end
            if Span.between(each.part.span.start, end).touches(self.position):
                return each
        return None


def find_target(analysis: Analysis, span: Span) -> Target | None:
    """The first statement of a span of the document that is more than a comment; None if it is
    broken, clashes with another, or is not Prefect's.
    """
    document = analysis.document
    index, last = document.index_at(span.line), document.index_at(span.end_line)
    while index < last and isinstance(document.statements[index], Blank):
        index += 1
    statement = document.statements[index]
    if not isinstance(statement, KeyValue | Header):
        return None
    if not lies_below(analysis.context.prefix, statement) or not is_sound(document, statement):
        return None
    if document.source.lines[0].endswith("\r"):  # no line break of TOML's: nothing here is sound
        return None
    row = span.line - document.starts[index]
    at = Position(row, span.column) if row >= 0 else Position(0, 0)
    return Target(analysis, statement, at)
