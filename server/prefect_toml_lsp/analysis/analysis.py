"""The findings of one live document, kept up to date by its changes."""

from __future__ import annotations

from collections.abc import Iterable

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.entries import Known, entries
from prefect_toml_lsp.analysis.findings import Finding, Placed, Related, Severity
from prefect_toml_lsp.analysis.ignores import Ignores
from prefect_toml_lsp.analysis.rules import ENTRY_RULES
from prefect_toml_lsp.analysis.rules.together import check_together
from prefect_toml_lsp.analysis.settings import Settings
from prefect_toml_lsp.schema import Schema
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Change, Document, Problem
from prefect_toml_lsp.toml.nodes import KeyValue, Statement

PREFECT_2 = Finding(
    "prefect-2",
    Severity.WARNING,
    "this project asks for Prefect 2, which does not read `prefect.toml`; it needs 3.1 or later",
    Span(0, 0, 0, 0),
)


class Analysis:
    """What there is to say about `document` in its `context`.

    Findings are kept by statement; an edit judges only the statements that it changed, and those
    whose section it changed. `settings` is what the document sets.
    """

    def __init__(self, document: Document, context: Context) -> None:
        self.document = document
        self.context = context
        self._findings: dict[Statement, tuple[Finding, ...]] = {}
        self._broken: dict[Statement, None] = {}
        self._ignores = Ignores()
        self.settings = Settings()
        self._together: list[Placed] | None = None
        self._judge(document.statements)

    def update(self, change: Change) -> None:
        """Follow an edit of the document."""
        for statement in change.removed:
            self._forget(statement)
        self._judge(change.added)
        self._judge(change.moved)

    def findings(self) -> list[Finding]:
        """All findings with spans in the document, in the order of the text."""
        found = [PREFECT_2] if self.context.is_prefect_2 else []
        for statement, finding in self.placed():
            found.append(finding.down(self.document.start(statement)))
        return self._as_asked(found)

    def _as_asked(self, found: list[Finding]) -> list[Finding]:
        """`found` with the severities that the user wants."""
        wanted = self.context.severities
        if not wanted:
            return found
        asked = [(each, wanted.get(each.code, each.severity)) for each in found]
        return [each._replace(severity=severity) for each, severity in asked if severity]

    def placed(self) -> list[Placed]:
        """All findings with the statements that they are about, in the order of the text; spans
        are relative to the statement.
        """
        placed = [
            Placed(statement, finding)
            for statement in {*self._broken, *self.document.clashing}
            for finding in self._syntax(statement)
        ]
        for statement, found in self._findings.items():
            placed.extend(Placed(statement, finding) for finding in found)
        placed.extend(self._found_together())
        if self._ignores:
            placed = list(self._ignores.settle(self.document, placed))
        placed.sort(key=lambda each: (each.statement.order, each.finding.span))
        return placed

    @property
    def schema(self) -> Schema:
        """Prefect's settings as the release in force has them."""
        return self.context.schema

    def _judge(self, statements: Iterable[Statement]) -> None:
        for statement in statements:
            self._forget(statement)
            if statement.comments:
                self._ignores.add(statement)
            if statement.problems:
                self._broken[statement] = None
            here = tuple(entries(statement, self.schema, self.context.prefix))
            if self.settings.add(statement, (each for each in here if isinstance(each, Known))):
                self._together = None
            found = tuple(
                finding for entry in here for rule in ENTRY_RULES
                for finding in rule(entry, self.context)
            )  # fmt: skip
            if found:
                self._findings[statement] = found

    def _forget(self, statement: Statement) -> None:
        self._findings.pop(statement, None)
        self._broken.pop(statement, None)
        self._ignores.remove(statement)
        if self.settings.remove(statement):
            self._together = None

    def _found_together(self) -> list[Placed]:
        if self._together is None:
            self._together = list(check_together(self.settings, self.context))
        return self._together

    def _syntax(self, statement: Statement) -> list[Finding]:
        if not _lies_below(self.context.prefix, statement):
            return []
        return [_syntax_finding(problem) for problem in self.document.problems(statement)]


def _lies_below(prefix: tuple[str, ...], statement: Statement) -> bool:
    """Whether a statement is about what is below `prefix`; the rest of a file is another tool's."""
    names = statement.section.path
    if isinstance(statement, KeyValue):
        names = (*names, *statement.pair.key.names)
    return names[: len(prefix)] == prefix


def _syntax_finding(problem: Problem) -> Finding:
    """A syntax error, which Prefect does not read past; but for one that its way of opening the
    file repairs (`prefect.settings.sources`: text mode makes every CR a line break).
    """
    if problem.code == "bare-carriage-return":
        message = "Prefect reads this carriage return as a line break; other TOML readers refuse it"
        return Finding(problem.code, Severity.HINT, message, problem.span)
    message = f"{problem.message}. Prefect cannot read this file"
    related = (Related(None, problem.earlier, "this was first"),) if problem.earlier else ()
    return Finding(problem.code, Severity.ERROR, message, problem.span, related=related)
