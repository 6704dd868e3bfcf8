"""Findings on variables: in `.env`, and in profiles."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from prefect_toml_lsp.actions.fixes.as_toml import quoted_like
from prefect_toml_lsp.actions.fixes.model import (
    Case,
    Change,
    CommentPlace,
    Path,
    Proposal,
    Refusal,
    only_for,
)
from prefect_toml_lsp.actions.fixes.toml_case import TomlCase, decoded
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.ignores import Directive
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvStatement
from prefect_toml_lsp.dotenv.quoting import text_of
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Refused
from prefect_toml_lsp.prefect.variable_names import meaning_of
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.profiles_document import ACTIVE, PROFILES
from prefect_toml_lsp.sources.variable import Variable, Where
from prefect_toml_lsp.sources.variable_values import meaning_in, read
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.encode import encode, encode_key, encode_string
from prefect_toml_lsp.toml.nodes import InlineTable, Value

_MOST = 3  # names that are offered


class _Group(NamedTuple):
    """The variables of a file or profile; `name` is that of the profile."""

    name: str
    variables: Sequence[Variable]
    where: Where


class VariableCase(Case):
    """A finding on the name or the value of a variable."""

    @abstractmethod
    def groups(self) -> Iterator[_Group]:
        """All variables of the document, grouped by those that override each other."""

    @cached_property
    def found(self) -> tuple[_Group, Variable] | None:
        """The variable whose name or value the finding is about, and its group."""
        for group in self.groups():
            for each in group.variables:
                if self.span in (each.key, each.literal):
                    return group, each
        return None

    @property
    def subject(self) -> str:
        """The name of the variable."""
        return self.found[1].name if self.found else ""

    @property
    def on_value(self) -> Variable | None:
        """The variable whose value the finding covers."""
        return self.found[1] if self.found and self.span == self.found[1].literal else None

    @property
    def refusal(self) -> Refusal | None:
        """Why Prefect refuses the whole value for the variable's own setting; None if it does
        not.
        """
        if self.found is None or self.on_value is None:
            return None
        (_, _, where), variable = self.found
        for given in read(variable, meaning_in(variable, where, self.schema), where).given:
            whole = variable.name.upper() in given.node.environment
            refused = given.verdict
            if whole and isinstance(refused, Refused):
                while refused.rule == "item":
                    refused = Refused(refused.detail["rule"], refused.detail["detail"])
                    if "bound" in refused.detail:
                        return None  # The other items would be lost.
                return Refusal(given.node, refused, given.value)
        return None

    @property
    def given(self) -> tuple[Node, Any] | None:
        """The value of the variable for its own setting, as written."""
        if self.found is None or self.on_value is None:
            return None
        (_, _, where), variable = self.found
        node = meaning_in(variable, where, self.schema).known
        return (node, variable.value) if node is not None and node.is_setting else None

    @property
    def table(self) -> tuple[Node, Any] | None:
        """The table that the variable sets, and its value, decoded if it is JSON."""
        if self.found is None or self.on_value is None:
            return None
        (_, _, where), variable = self.found
        node = meaning_in(variable, where, self.schema).node
        if node is None or not node.is_table:
            return None
        word = variable.value.lower() if isinstance(variable.value, str) else ""
        return node, {"true": True, "false": False}.get(word, variable.value)

    def rename(self, name: str) -> Change:
        """Another name for the variable."""
        assert self.found is not None
        return self.replace(self.in_statement(self.found[1].key), name)

    def is_free(self, name: str) -> bool:  # noqa: ARG002
        """Whether the variable may have this name among the others."""
        return True

    @abstractmethod
    def in_statement(self, span: Span) -> Span:
        """Convert a span of the document to one relative to what the finding's span is."""

    def placements(self) -> Iterator[Proposal]:
        """The names of variables."""
        for name in self.candidates[:_MOST]:
            proposal = self.replacing(f"Change to `{name}`", name)
            if self.found is None:
                yield proposal
                continue
            if not self.is_free(name):
                continue
            group, variable = self.found
            node = meaning_of(name, self.schema).node
            activates = (group.name, *node.path) if node else None
            fits = _fits(variable, name, group, self)
            yield proposal._replace(safe=fits, activates=activates)


def _fits(variable: Variable, name: str, group: _Group, case: VariableCase) -> bool:
    """Whether a variable may have another name: no other sets the setting, and Prefect takes the
    value.
    """
    meaning = meaning_of(name, case.schema)
    for each in group.variables:
        spelt = each.name.upper() if group.where.any_case else each.name
        if each is not variable and meaning_of(spelt, case.schema).node is meaning.node:
            return False
    reading = read(variable._replace(name=name), meaning, group.where)
    return (
        bool(reading.given)
        and reading.broken is None
        and not any(isinstance(each.verdict, Refused) for each in reading.given)
    )


of_variables = only_for(VariableCase)  # type: ignore[type-abstract]


class ProfilesCase(VariableCase, TomlCase):
    """A finding in a `profiles.toml`."""

    analysis: ProfilesAnalysis

    def groups(self) -> Iterator[_Group]:
        """The profiles."""
        active, readers = self.analysis.active, self.analysis.context.readers
        for name, variables in self.analysis.profiles.profiles.items():
            where = Where("profile", active=name == active, readers=readers)
            yield _Group(name, [*variables.values()], where)

    def is_free(self, name: str) -> bool:
        """Whether no other key of the profile has it: TOML takes each only once."""
        return self.found is None or all(each.name != name for each in self.found[0].variables)

    @property
    def refusal(self) -> Refusal | None:
        """As for any variable; an inline table is given as it is written."""
        found = super().refusal
        if found is None or not isinstance(self.value, InlineTable):
            return found
        return found._replace(written=decoded(self.value))

    @property
    def assigned(self) -> tuple[Node, Value] | None:
        """The setting of a variable with a literal value."""
        variable, value = self.on_value, self.value
        node = self.schema.by_variable.get(variable.name) if variable else None
        return (node, value) if node and value else None

    def node_named(self, names: Path) -> Node | None:
        """The schema node of the variable at `names` (`profiles`, profile name, variable); None if
        `names` is not such a path or the variable is unknown.
        """
        is_variable = len(names) == 3 and names[0] == PROFILES
        return self.schema.by_variable.get(names[2]) if is_variable else None

    def is_vain(self, path: Path) -> bool:
        """One at the top that is neither a profile nor around one."""
        return bool(path) and path[0] not in (ACTIVE, PROFILES)

    def write(self, value: Any) -> str:
        """The value as TOML; a string stays a string."""
        variable = self.on_value
        if isinstance(value, dict):
            value = text_of(value)
        elif isinstance(variable and variable.value, str) and not isinstance(value, str | list):
            value = encode(value)
        return quoted_like(self.value, value)

    def in_statement(self, span: Span) -> Span:
        """Convert a span of the document to one relative to the first line of the statement."""
        return span.down(-self.start)

    def placements(self) -> Iterator[Proposal]:
        """The names of variables, or of profiles as the value of `active`."""
        if self.found is not None:
            yield from super().placements()
            return
        for name in self.candidates[:_MOST]:
            yield self.replacing(f"Change to `{encode_key(name)}`", encode_string(name))


class DotenvCase(VariableCase):
    """A finding in a `.env` file; spans are those of the document."""

    analysis: DotenvAnalysis
    statement: DotenvStatement | None

    def __init__(self, analysis: Any, finding: Finding) -> None:
        super().__init__(analysis, finding)
        self.statement = analysis.document.at(finding.span.start)

    def groups(self) -> Iterator[_Group]:
        """The file."""
        yield _Group("", self.analysis.variables(), self.analysis.where)

    def removals(self) -> Iterator[Proposal]:
        """The lines of the variable."""
        found = self.statement
        if found is not None and found.name is not None:
            span = self._lines(found.key.line, found.span.end_line + 1)
            yield Proposal(f"Remove `{found.name}`", self.replace(span, ""))

    def changes(self) -> DotenvChanges:
        """No changes of the document yet."""
        return DotenvChanges()

    def replace(self, span: Span, text: str) -> Change:
        """Replace a span by `text`."""
        return lambda changes: changes.append(Edit(span, text))

    @property
    def refusal(self) -> Refusal | None:
        """As for any variable, but None if the value may contain references to others (`$`)."""
        return None if "$" in self.source.slice(self.span) else super().refusal

    def in_statement(self, span: Span) -> Span:
        """The same span: findings in `.env` have spans of the document."""
        return span

    def write(self, value: Any) -> str:
        """Text without quotes; JSON for a table or an array, in single quotes if possible."""
        if isinstance(value, dict | list):
            text = text_of(value)
            return text if "'" in text or "\\" in text else f"'{text}'"
        return value if isinstance(value, str) else encode(value)

    def directives(self) -> Sequence[Directive]:
        """All of the document."""
        return list(self.analysis.directives())

    def where_to_comment(self, row: int) -> CommentPlace | None:
        """Not within a value of several lines, nor on a line that is not an assignment."""
        statement = self.analysis.document.at((row, 0))
        if statement is None or statement.name is None:
            return "above"
        end = statement.span.end
        if end.line == row and not self.source.content(row)[end.column :].strip():
            return "after"
        return "above" if statement.key.line == row else None

    def remove_line(self) -> Change:
        """The line and its break."""
        return self.replace(self._lines(self.span.line, self.span.line + 1), "")

    def _lines(self, first: int, end: int) -> Span:
        """The lines ``[first, end)`` with their breaks, as far as there are such."""
        if end < len(self.source.lines):
            return Span(first, 0, end, 0)
        return Span.between(self.source.clamp((first, 0)), self.source.end)


class DotenvChanges(list[Edit]):
    """Edits of a `.env` file."""

    def edits(self) -> list[Edit]:
        """All of them, in the order of the text."""
        return sorted(self, key=lambda each: each.span)
