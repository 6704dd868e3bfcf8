"""`.env` beside a `prefect.toml`: the lines of Prefect's variables; the rest is others'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Severity
from prefect_toml_lsp.analysis.variables import Variable, Where, check_variables
from prefect_toml_lsp.analysis.variables.names import PREFIX
from prefect_toml_lsp.analysis.variables.variable import UNKNOWN, UNSET
from prefect_toml_lsp.schema import Schema
from prefect_toml_lsp.text import LineChange
from prefect_toml_lsp.workspace.dotenv_document import DotenvDocument, DotenvStatement

WHERE = Where("dotenv")
_REFERENCE = re.compile(r"\$\{[^}]*\}")
_OURS = re.compile(rf"(?:export[^\S\r\n]+)?'?{PREFIX}", re.IGNORECASE)


class DotenvAnalysis:
    """What there is to say about a `.env` file in its `context`.

    The file is short, so all of it is gone over again after an edit.
    """

    def __init__(self, document: DotenvDocument, context: Context) -> None:
        self.document = document
        self.context = context
        self._findings: list[Finding] | None = None

    @property
    def schema(self) -> Schema:
        """Prefect's settings as the release in force has them."""
        return self.context.schema

    def update(self, _: LineChange) -> None:
        """Follow an edit of the document."""
        self._findings = None

    def variables(self) -> list[Variable]:
        """Prefect's variables, by the beginning of their names, in the order of the text."""
        return [*map(variable_of, filter(is_ours, self.document.statements))]

    def findings(self) -> list[Finding]:
        """All findings with spans in the document, in the order of the text."""
        if self._findings is None:
            found = [] if self.context.is_prefect_2 else [*self._find()]
            self._findings = sorted(found, key=lambda each: each.span)
        return self.context.as_asked(self._findings)

    def _find(self) -> Iterator[Finding]:
        yield from check_variables(self.variables(), WHERE, self.context)
        for statement in self.document.statements:
            if statement.name is None and _OURS.match(self.document.source.slice(statement.key)):
                message = (
                    "this is no assignment, and is passed over: write `NAME=value`, close quotes, "
                    "and let nothing but a comment follow them"
                )
                yield Finding("unreadable-line", Severity.WARNING, message, statement.key)


def is_ours(statement: DotenvStatement) -> bool:
    """Whether a statement is for a variable of Prefect's, known or not."""
    return statement.name is not None and statement.name.upper().startswith(PREFIX)


def variable_of(statement: DotenvStatement) -> Variable:
    """What a statement that is an assignment sets."""
    value = statement.value
    if value is None:
        value = UNSET
    elif _REFERENCE.search(value):
        value = UNKNOWN  # What is put in its place may come from the environment.
    return Variable(statement.name or "", value, statement.key, statement.literal)
