"""One of Prefect's sources: what it assigns, regardless of other sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from prefect_toml_lsp.dotenv.document import DotenvDocument, DotenvStatement
from prefect_toml_lsp.dotenv.expansion import TOO_LONG, expand
from prefect_toml_lsp.dotenv.grammar import Assignment as DotenvAssignment
from prefect_toml_lsp.files.reading import Note
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.acceptance import judge
from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.prefect.variable_names import bare_names
from prefect_toml_lsp.project.readers import NEWEST, Readers, TomlReader
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.assignment import Assignment, current, table_given
from prefect_toml_lsp.sources.kinds import ENVIRONMENT, file_kind
from prefect_toml_lsp.sources.legacy_view import compare, look, stopping_line
from prefect_toml_lsp.sources.precedence import SourceLocation, Strength, legacy_rank, rank
from prefect_toml_lsp.sources.toml_entries import UNDECODABLE, Entry, Known, entries
from prefect_toml_lsp.sources.variable import UNKNOWN, UNSET, Variable, Where
from prefect_toml_lsp.sources.variable_values import meaning_in, read
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document, Problem
from prefect_toml_lsp.toml.legacy_reading import LONGEST
from prefect_toml_lsp.toml.nodes import Statement

_HARMLESS = ("bare-carriage-return",)  # text mode makes every CR a line break
_PLACES_OF_PROFILES = re.compile(r"profiles_path|home|\\")
_NOWHERE = Span(0, 0, 0, 0)


class Source(NamedTuple):
    """What one source assigns.

    notes
        The errors of the file as a whole, which stop Prefect. A file that does not parse still
        assigns the values of its statements, as it will once it is corrected.
    """

    kind: str
    path: Path | None
    assignments: tuple[Assignment, ...] = ()
    notes: tuple[Note, ...] = ()


# TOML


def broken_line(document: Document, reader: TomlReader = "tomllib") -> int | None:
    """The first line (0-based) that makes a document unreadable for Prefect."""
    seen = look(document) if reader == "toml" else None
    if seen is not None and not seen.is_too_long:
        return stopping_line(document, seen)
    return min(map(document.start, broken_statements(document)), default=None)


def broken_statements(document: Document) -> Iterator[Statement]:
    """The statements that make a document unreadable for Prefect, in no order."""
    for each in {*document.clashing, *(each for each in document.statements if each.problems)}:
        if any(is_fatal(problem) for problem in document.problems(each)):
            yield each


def is_fatal(problem: Problem) -> bool:
    """Whether a problem stops Prefect, which corrects some when it opens a file."""
    return problem.code not in _HARMLESS


def read_toml(
    kind: str, path: Path, document: Document, schema: Schema, reader: TomlReader = "tomllib"
) -> Source:
    """What a settings file assigns."""
    line = broken_line(document, reader)
    notes = [] if line is None else [not_toml(path, line, reader)]
    if document.unread is not None:
        notes.append(
            Note(path, f"too large: nothing from line {document.starts[-1] + 1} on counts")
        )
    prefix = file_kind(kind).prefix
    seen = look(document) if reader == "toml" else None
    if seen is not None and seen.is_too_long:
        notes.append(Note(path, TOO_LONG_FOR_TOML))
    differences = compare(document, seen, schema, prefix) if seen else {}
    entered = (
        (start, differences[each].entries if each in differences else entries(each, schema, prefix))
        for each, start in zip(document.statements, document.starts, strict=True)
    )
    return Source(kind, path, _assigned(kind, path, entered, schema), tuple(notes))


def read_places_of_profiles(
    kind: str, path: Path, document: Document, schema: Schema, reader: TomlReader = "tomllib"
) -> Source:
    """The assignments of a settings file that decide where the profiles are, and maybe more: those
    of all statements with such a name, even if it is escaped. Without notes.
    """
    if reader == "toml":  # How it reads a statement depends on others.
        return read_toml(kind, path, document, schema, reader)
    prefix, lines = file_kind(kind).prefix, document.source.lines
    entered = (
        (start, entries(each, schema, prefix))
        for each, start in zip(document.statements, document.starts, strict=True)
        if any(map(_PLACES_OF_PROFILES.search, lines[start : start + each.height]))
    )
    return Source(kind, path, _assigned(kind, path, entered, schema))


def _assigned(
    kind: str, path: Path, entered: Iterable[tuple[int, Iterable[Entry]]], schema: Schema
) -> tuple[Assignment, ...]:
    """The assignments of statements, each given by its first line and its entries."""
    gathered: dict[str, _Parts] = {}
    for start, found in entered:
        for entry in found:
            if isinstance(entry, Known) and not (entry.node.is_table or entry.node.is_absent):
                gathered.setdefault(entry.node.dotted, _Parts(entry.node)).add(entry, start)
    return tuple(each.assignment(kind, path, schema) for each in gathered.values())


TOO_LONG_FOR_TOML = (
    f"it has more than {LONGEST:,} characters, so it is read as TOML 1.0 and not as the package "
    "toml reads it"
)


def not_toml(path: Path, line: int, reader: TomlReader) -> Note:
    """A note that Prefect cannot read a file, of which `line` (0-based) is the first wrong one."""
    if reader == "toml":
        return Note(path, f"the package toml cannot read line {line + 1}, which stops Prefect")
    return Note(path, f"line {line + 1} is not TOML, which stops Prefect")


class _Parts:
    """A setting of a file, which may be written entry by entry."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._entries: dict[str, int | None] | None = {}
        self._parts: list[tuple[Known, int]] = []

    def add(self, entry: Known, start: int) -> None:
        line = start + entry.part.span.line
        self._parts.append((entry, line))
        table = table_given(self._node, entry.value)
        if table is None:
            self._entries = None
        elif self._entries is not None:
            self._entries.update(dict.fromkeys(table, line))

    def assignment(self, kind: str, path: Path, schema: Schema) -> Assignment:
        node = self._node
        first, line = self._parts[0]
        value, verdict = first.value, first.verdict
        if len(self._parts) > 1:
            value = self._parts[-1][0].value if self._entries is None else self._merged()
            verdict = judge(node.dotted, node.keywords, value, node.release)
            if value is UNDECODABLE:
                verdict = None
        written = SourceLocation(kind, node.dotted, path, line)
        present = schema.by_path.get(current(node.dotted, schema.release), node)
        strength = strength_in_toml(kind, node, schema)
        table = table_given(node, value)
        entries = self._entries if node.is_free_form else None
        return Assignment(
            written, present, strength, value if table is None else table, verdict, entries
        )

    def _merged(self) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for entry, _ in self._parts:
            _put_into(merged, entry.value)
        return merged


def strength_in_toml(kind: str, node: Node, schema: Schema) -> Strength:
    """The rank of a settings file for a setting, which may be written in its former place."""
    is_present = node.dotted == current(node.dotted, schema.release)
    return (rank(kind) if is_present else legacy_rank(kind)), 0


def _put_into(table: dict[str, Any], part: Mapping[str, Any]) -> None:
    """Add a part of a table to `table`; the part keeps its own tables."""
    for name, value in part.items():
        if isinstance(value, dict):
            _put_into(table.setdefault(name, {}), value)
        else:
            table[name] = value


# Variables


def read_variables(variables: Sequence[Variable], where: Where, schema: Schema) -> Source:
    """The assignments of variables, in the order of the text."""
    counting = counting_variables(variables, where)
    found: list[Assignment] = []
    notes: list[Note] = []
    for index, each in enumerate(variables):
        if counting[spelling(each, where)] == index:
            reading = read(each, meaning_in(each, where, schema), where)
            found.extend(reading.given)
            if reading.broken is not None:
                message = f"`{each.name}` must hold JSON but does not, which stops Prefect"
                notes.append(Note(where.path, message))
    return Source(where.kind, where.path, tuple(found), tuple(notes))


_Spelling: TypeAlias = tuple[str, Node | None]


def spelling(variable: Variable, where: Where) -> _Spelling:
    """The key by which a variable is compared with others of its source."""
    return variable.name.upper() if where.any_case else variable.name, variable.setting


def counting_variables(variables: Sequence[Variable], where: Where) -> dict[_Spelling, int]:
    """The index of the variable that counts, by `spelling`: of several spellings, that with
    the last first line, and of its lines the last. In TOML a second key is an error.
    """
    lines: dict[_Spelling, int] = {}
    for index, each in enumerate(variables):
        lines[each.name, each.setting] = index
    if not where.any_case:
        return lines
    return {(name.upper(), setting): index for (name, setting), index in lines.items()}


def environment_variables(environment: Mapping[str, str]) -> list[Variable]:
    """Prefect's variables of a process."""
    ours = (name for name in environment if name.upper().startswith(PREFIX))
    return [Variable(name, environment[name], _NOWHERE, None) for name in ours]


def read_environment(
    environment: Mapping[str, str], schema: Schema, readers: Readers = NEWEST
) -> Source:
    """The assignments of the environment of a process."""
    where = Where(ENVIRONMENT, readers=readers)
    return read_variables(environment_variables(environment), where, schema)


def is_ours(statement: DotenvStatement) -> bool:
    """Whether a statement of `.env` is for one of Prefect's variables, known or not."""
    return statement.name is not None and statement.name.upper().startswith(PREFIX)


class DotenvVariables(NamedTuple):
    """Prefect's variables in a `.env` file (by prefix), in order; names that set settings without
    prefix; and the variables whose references are too long to expand.
    """

    variables: list[Variable]
    bare: list[Variable]
    too_long: list[Variable]


def dotenv_variables(
    document: DotenvDocument, environment: Mapping[str, str] | None, schema: Schema
) -> DotenvVariables:
    """The variables of a `.env` file with references expanded as far as the file, and the
    `environment` if it is known, decide them.
    """
    bare = bare_names(schema)
    statements = [each for each in document.statements if each.name is not None]
    written = (DotenvAssignment(each.name or "", each.value, 0) for each in statements)
    found = DotenvVariables([], [], [])
    for statement, value in zip(statements, expand(written, environment), strict=True):
        if is_ours(statement):
            variable = _variable(statement, value)
            found.variables.append(variable)
            if value is TOO_LONG:
                found.too_long.append(variable)
        for node in bare.get((statement.name or "").lower(), ()):
            found.bare.append(_variable(statement, value)._replace(setting=node))
    return found


def _variable(statement: DotenvStatement, value: Any) -> Variable:
    if value is None:
        value = UNSET
    elif not isinstance(value, str):
        value = UNKNOWN
    return Variable(statement.name or "", value, statement.key, statement.literal)


def stated_path(source: Source) -> str | None:
    """The path of the profiles that a settings file names."""
    paths: Iterator[Any] = (
        each.value for each in source.assignments if each.node.dotted == "profiles_path"
    )
    return next((path for path in paths if isinstance(path, str)), None)
