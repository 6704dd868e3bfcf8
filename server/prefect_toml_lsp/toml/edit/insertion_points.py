"""Where in a document a key may be set (TOML 1.0, Keys, Table, Inline Table)."""

from __future__ import annotations

from collections.abc import Collection

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.layout import KeyPlace, Path, place_of_key
from prefect_toml_lsp.toml.namespace import Claim
from prefect_toml_lsp.toml.nodes import InlineTable, KeyValue, Section, Statement, TableHeader


class NoPlaceError(ValueError):
    """The document has no place for a key: it is set already, a part of its path is a value or an
    array of tables, or the text there is broken.
    """


class SetAlreadyError(NoPlaceError):
    """The document already contains what is to be written."""


class InSection(NamedTuple):
    """On a separate line, as the dotted key `names`."""

    place: KeyPlace
    names: Path


class InInlineTable(NamedTuple):
    """In an inline table of `statement`, as the dotted key `names`."""

    statement: KeyValue
    table: InlineTable
    names: Path


class InNewTable(NamedTuple):
    """Below a header for `table` that is to be written, see `layout.line_of_table`."""

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
        raise SetAlreadyError("set already")
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
            raise SetAlreadyError("set already")


def _alike(first: Path, second: Path) -> bool:
    """Whether one of two paths starts with the other."""
    return all(one == other for one, other in zip(first, second, strict=False))


def _in_section(
    document: Document, section: Section, path: Path, gone: Collection[Statement]
) -> InSection:
    names = path[len(section.path) :]
    return InSection(place_of_key(document, section, names[:-1], gone), names)
