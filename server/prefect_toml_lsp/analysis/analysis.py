"""The findings of one live document, kept up to date by its changes."""

from __future__ import annotations

from prefect_toml_lsp.analysis.entries import entries
from prefect_toml_lsp.analysis.findings import Finding, Severity
from prefect_toml_lsp.analysis.rules import ENTRY_RULES
from prefect_toml_lsp.schema import Schema
from prefect_toml_lsp.toml import Change, Document
from prefect_toml_lsp.toml.nodes import Statement


class Analysis:
    """What there is to say about `document` if Prefect reads it as `schema` describes.

    Findings are kept by statement; an edit judges only the statements that it changed, and those
    whose section it changed.
    """

    def __init__(self, document: Document, schema: Schema) -> None:
        self.document = document
        self.schema = schema
        self._findings: dict[Statement, tuple[Finding, ...]] = {}
        self._broken: dict[Statement, None] = {}
        self._judge_all(document.statements)

    def update(self, change: Change) -> None:
        """Follow an edit of the document."""
        for statement in change.removed:
            self._findings.pop(statement, None)
            self._broken.pop(statement, None)
        self._judge_all(change.added)
        self._judge_all(change.moved)

    def findings(self) -> list[Finding]:
        """All findings with spans in the document, in the order of the text."""
        placed: list[Finding] = []
        concerned = {*self._findings, *self._broken, *self.document.clashing}
        for statement in sorted(concerned, key=lambda statement: statement.order):
            line = self.document.start(statement)
            found = [*self._syntax(statement), *self._findings.get(statement, ())]
            found.sort(key=lambda finding: finding.span)
            placed.extend(each._replace(span=each.span.down(line)) for each in found)
        return placed

    def _judge_all(self, statements: list[Statement] | tuple[Statement, ...]) -> None:
        for statement in statements:
            if statement.problems:
                self._broken[statement] = None
            found = tuple(
                finding
                for entry in entries(statement, self.schema)
                for rule in ENTRY_RULES
                for finding in rule(entry, self.schema)
            )
            if found:
                self._findings[statement] = found
            else:
                self._findings.pop(statement, None)

    def _syntax(self, statement: Statement) -> list[Finding]:
        return [
            Finding(
                problem.code,
                Severity.ERROR,
                f"{problem.message}. Prefect cannot read this file",
                problem.span,
            )
            for problem in self.document.problems(statement)
        ]
