"""Where in a document a key belongs (TOML 1.0, Keys, Table, Inline Table)."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.pairs import comments_above, is_comment, is_empty
from prefect_toml_lsp.toml.namespace import Claim
from prefect_toml_lsp.toml.nodes import (
    Header,
    InlineTable,
    KeyValue,
    Section,
    Statement,
    TableHeader,
)

Path = tuple[str, ...]


class NoPlaceError(ValueError):
    """The document has no place for a key: it is set already, a part of its path is a value or an
    array of tables, or what stands there is broken.
    """


class InSection(NamedTuple):
    """On line `line`, as the dotted key `names`; `apart` from what is above and below by an empty
    line each.
    """

    line: int
    names: Path
    indent: str
    apart: bool


class InInlineTable(NamedTuple):
    """In an inline table of `statement`, as the dotted key `names`."""

    statement: KeyValue
    table: InlineTable
    names: Path


class InNewTable(NamedTuple):
    """Below a header for `table` that is to be written, see `line_of_new`."""

    table: Path
    names: Path


Home = InSection | InInlineTable | InNewTable


def find_home(
    document: Document, table: Path, names: Path, gone: Collection[Statement] = ()
) -> Home:
    """Where the key `names` of the table at `table` goes; the statements `gone` count as removed.

    A key of several names stays dotted where the table has a section and nothing else makes the
    tables between them. Raises `NoPlaceError`.
    """
    path = (*table, *names)
    if _claims(document, path, gone):
        raise NoPlaceError("set already")
    inner = path[:-1]
    for length in range(1, len(inner) + 1):
        for statement, claim in _claims(document, inner[:length], gone):
            if claim is Claim.ARRAY:
                raise NoPlaceError("in an array of tables")
            if claim is Claim.VALUE:
                return _in_value(statement, path, length)
    section = _section_of(document, table, gone) if len(names) > 1 else None
    if section and _free_for_dots(document, section, table, names, gone):
        return _in_section(document, section, path, gone)
    section = _section_of(document, inner, gone)
    if section is None:
        return InNewTable(inner, path[-1:])
    return _in_section(document, section, path, gone)


def _claims(
    document: Document, path: Path, gone: Collection[Statement]
) -> list[tuple[Statement, Claim]]:
    found = [each for each in document.claims(path) if each[0] not in gone]
    return sorted(found, key=lambda each: each[0].order)


def _section_of(document: Document, table: Path, gone: Collection[Statement]) -> Section | None:
    """The section where keys of `table` go: below its header, or where dotted keys make it."""
    if not table:
        return Section(None)
    found = _claims(document, table, gone)
    for statement, claim in found:
        if claim is Claim.TABLE and isinstance(statement, TableHeader):
            return statement.section
    return next((statement.section for statement, claim in found if claim is Claim.DOTTED), None)


def _free_for_dots(
    document: Document, section: Section, table: Path, names: Path, gone: Collection[Statement]
) -> bool:
    """Whether dotted keys in `section` may open the tables on the way to `names`."""
    return section.path == table and all(
        claim is Claim.DOTTED and statement.section.header is section.header
        for length in range(1, len(names))
        for statement, claim in _claims(document, (*table, *names[:length]), gone)
    )


def _in_value(statement: Statement, path: Path, length: int) -> InInlineTable:
    """A place in the inline table that is the value at `path[:length]`, or in one inside it."""
    assert isinstance(statement, KeyValue)
    pair, rest = statement.pair, path[length:]
    while True:
        table = pair.value
        if not isinstance(table, InlineTable) or not table.closed or statement.problems:
            raise NoPlaceError("below a value")
        below = [each for each in table.pairs if _alike(each.key.names, rest)]
        if not below:
            return InInlineTable(statement, table, rest)
        pair = below[0]
        rest = rest[len(pair.key.names) :]
        if not rest:
            raise NoPlaceError("set already")


def _alike(first: Path, second: Path) -> bool:
    """Whether one of two paths starts with the other."""
    return _shared(first, second) == min(len(first), len(second))


def _shared(first: Path, second: Path) -> int:
    """How many names two paths have in common from their start."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _in_section(
    document: Document, section: Section, path: Path, gone: Collection[Statement]
) -> InSection:
    """After the last key of the section, for a table made of dotted keys after the last of them;
    right below the header where there is no key.
    """
    names = path[len(section.path) :]
    members = [each for each in document.section_statements(section.header) if each not in gone]
    keys = [each for each in members if isinstance(each, KeyValue)]
    near = [each for each in keys if each.pair.key.names[: len(names) - 1] == names[:-1]]
    last = (near or keys)[-1] if keys else section.header
    if last is None:
        return InSection(_line_of_first_root_key(document), names, "", apart=True)
    line = document.start(last) + last.height
    if not isinstance(last, KeyValue):
        line += _comments_below(document, last)
    return InSection(line, names, _indent(document, last), apart=False)


def _indent(document: Document, statement: Statement) -> str:
    line = document.source.lines[document.start(statement)]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _comments_below(document: Document, header: Statement) -> int:
    """How many comment lines right below a header are about its table, and not about the next
    header below them.
    """
    first = index = document.index(header) + 1
    while index < len(document.statements) and is_comment(document.statements[index]):
        index += 1
    if index < len(document.statements) and not is_empty(document.statements[index]):
        return 0
    return index - first


def _line_of_first_root_key(document: Document) -> int:
    """Above the first header and its comments; at the end of a document without headers."""
    for statement in document.statements:
        if isinstance(statement, Header):
            return _top(document, statement)
    return len(document.source.lines)


def _top(document: Document, statement: Statement) -> int:
    """The first line of a statement and its comments."""
    return document.start((*comments_above(document, statement), statement)[0])


def line_of_new(document: Document, table: Path, gone: Collection[Statement]) -> int:
    """Where a header for `table` goes: above the first header of a table inside it, else after
    the last table that shares most of its path, else at the end.
    """
    headers = [
        each for each in document.statements if isinstance(each, Header) and each not in gone
    ]
    nearest: Header | None = None
    most = 0
    for header in headers:
        names = header.key.names
        if len(names) > len(table) and names[: len(table)] == table:
            return _top(document, header)
        shared = _shared(names, table)
        if shared and shared >= most:
            nearest, most = header, shared
    if nearest is None or nearest is headers[-1]:
        return len(document.source.lines)
    return _top(document, headers[headers.index(nearest) + 1])
