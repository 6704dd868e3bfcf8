"""`.env` files: the lines with Prefect's variables; the rest belongs to other tools."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from prefect_toml_lsp.analysis.codes.cross_setting import PROFILES_PATH_IS_FOLDER
from prefect_toml_lsp.analysis.codes.files import DOTENV_NOT_READ, EXPANSION_TOO_LONG
from prefect_toml_lsp.analysis.codes.names import Names
from prefect_toml_lsp.analysis.codes.variables import (
    PAST_VARIABLE,
    PROCESS_VARIABLE,
    UNKNOWN_VARIABLE,
    UNREADABLE_LINE,
)
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.ignores import MARK, Directive, read_directive, settle_lines
from prefect_toml_lsp.analysis.variables import Variable, Where, check_variables, meaning_of
from prefect_toml_lsp.analysis.variables.refusals import describe_refused
from prefect_toml_lsp.dotenv.document import DotenvDocument, DotenvStatement
from prefect_toml_lsp.dotenv.expansion import references
from prefect_toml_lsp.prefect import Schema, show_release
from prefect_toml_lsp.prefect.acceptance import Refused
from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.project.images import WHOLE_FILE
from prefect_toml_lsp.sources.source import DotenvVariables, dotenv_variables
from prefect_toml_lsp.sources.variable_values import meaning_in, read
from prefect_toml_lsp.text import LineChange, Span

WHERE = Where("dotenv")
_ANYWAY = ("PREFECT_PROFILES_PATH",)  # every release takes the path of the profiles from it
_IN_USE = {each.name for each in (PAST_VARIABLE, PROCESS_VARIABLE, UNKNOWN_VARIABLE)}
"""Findings that do not concern a variable which another program reads."""
_OURS = re.compile(rf"(?:export[^\S\r\n]+)?'?{PREFIX}", re.IGNORECASE)


class DotenvAnalysis:
    """The findings on a `.env` file in its `context`. The file is short, so all of it is judged
    again after an edit.
    """

    def __init__(self, document: DotenvDocument, context: Context) -> None:
        self.document = document
        self.context = context
        self._findings: list[Finding] | None = None

    @property
    def schema(self) -> Schema:
        """Prefect's settings as the release in force has them."""
        return self.context.schema

    @property
    def where(self) -> Where:
        """How the Prefect that runs here reads the file."""
        return WHERE._replace(readers=self.context.readers)

    def update(self, _: LineChange) -> None:
        """Follow an edit of the document."""
        self._findings = None

    def variables(self) -> list[Variable]:
        """Prefect's variables, by the beginning of their names, in the order of the text."""
        return self._read().variables

    def variable_at(self, statement: DotenvStatement) -> Variable | None:
        """The variable that a statement sets; None for one that is not Prefect's."""
        return next((each for each in self.variables() if each.key == statement.key), None)

    def _read(self) -> DotenvVariables:
        folder = self.context.folder
        return dotenv_variables(self.document, folder.environment if folder else None, self.schema)

    def findings(self) -> list[Finding]:
        """All findings with spans in the document, in the order of the text."""
        if self._findings is None:
            found = [] if self.context.is_prefect_2 else [*self._find()]
            found = [*settle_lines(self.document.source.lines, self.directives(), found)]
            self._findings = sorted(found, key=lambda each: each.span)
        return self.context.as_asked(self._findings)

    def directives(self) -> Iterator[Directive]:
        """The comments that silence findings, on separate lines or after a value."""
        for row in range(len(self.document.source.lines)):
            text = self.document.source.content(row)
            column = text.rfind("#", 0, text.find(MARK) + 1)
            if column < 0:
                continue
            statement = self.document.at((row, column))
            end = statement.span.end if statement else None
            directive = read_directive(text[column:], Span(row, column, row, len(text)))
            if directive is not None and (end is None or end <= (row, column)):
                yield directive

    def _find(self) -> Iterator[Finding]:
        where = self.where
        variables = self.variables()
        if where.is_exact:
            read = [each for each in variables if meaning_in(each, where, self.schema).known]
            unread = [each for each in variables if each not in read and each.name not in _ANYWAY]
            if unread:
                yield _not_read(unread[0], self.context)
            variables = read
            yield from self._check_profiles_path()
        used = self._used_in_references()
        is_environment = WHOLE_FILE in self.context.compose_variables
        for finding in check_variables([*variables, *self._read().bare], where, self.context):
            is_used = finding.code in _IN_USE and finding.span in used
            if not is_used and not (is_environment and finding.code == PROCESS_VARIABLE.name):
                yield finding
        for each in self._read().too_long:
            yield EXPANSION_TOO_LONG.at(each.key, name=each.name)
        for statement in self.document.statements:
            if statement.name is None and _OURS.match(self.document.source.slice(statement.key)):
                yield UNREADABLE_LINE.at(statement.key)

    def _used_in_references(self) -> set[Span]:
        """The names that a value of the file, or a compose file next to it, refers to: they are in
        use, whatever their names.
        """
        names = {name for each in self.document.statements for name in references(each.value or "")}
        names |= self.context.compose_variables
        return {each.key for each in self.variables() if each.name in names}

    def _check_profiles_path(self) -> Iterator[Finding]:
        """Where Prefect reads no setting from the file, it still takes this path from it."""
        folder = self.context.folder
        named = [each for each in self.variables() if each.name in _ANYWAY]
        if not named or folder is None:
            return
        variable = named[-1]
        environment: Mapping[str, str] = folder.environment or {}
        if environment.get(variable.name):
            return
        for given in read(variable, meaning_of(variable.name, self.schema), self.where).given:
            if isinstance(given.verdict, Refused):
                yield describe_refused(
                    variable, f"`{variable.name}`", given.verdict, given.node, self.where
                )
                return
        if folder.profiles_path is not None and os.path.isdir(folder.profiles_path):
            yield PROFILES_PATH_IS_FOLDER.at(
                variable.span, names=Names(self.context.kind, self.schema)
            )


def _not_read(first: Variable, context: Context) -> Finding:
    """One warning for the file, at its first variable that this Prefect does not read."""
    version = context.readers.pydantic_settings or "2.14 or later"
    package = f"pydantic-settings {version}"
    release = show_release(context.schema.release)
    return DOTENV_NOT_READ.at(first.key, release=release, package=package)
