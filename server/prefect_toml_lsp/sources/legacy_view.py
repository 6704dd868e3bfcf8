"""How the package *toml* reads a document, compared with TOML 1.0."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.profiles_document import ACTIVE, PROFILES, Profiles
from prefect_toml_lsp.sources.toml_entries import Entry, Known, entries, judged, wrap
from prefect_toml_lsp.sources.variable import Variable
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.legacy_reading import (
    LONGEST,
    LegacyTomlError,
    plain,
    read_legacy,
    same,
)
from prefect_toml_lsp.toml.nodes import Header, Statement

_MOST = 8
"""Refused statements that are looked for in one document."""
_SHORT = 20_000
"""Characters of a text in which more than the first one is looked for."""


class LegacyView(NamedTuple):
    """How the package reads a document.

    data
        None if it refuses the text, or if the text is longer than we let it read.
    refused
        The statements that it refuses, in the order of the text.
    is_complete
        Whether it takes the text without these.
    is_too_long
        Whether the text is longer than is read.
    """

    data: Mapping[str, Any] | None = None
    refused: tuple[Statement, ...] = ()
    is_complete: bool = False
    is_too_long: bool = False


class Difference(NamedTuple):
    """What a statement sets by the package's reading.

    entries
        As `toml_entries.entries`, those without a value left out.
    lost, changed
        The keys that set nothing, and those that get another value than is written.
    """

    entries: tuple[Entry, ...]
    lost: tuple[Known, ...]
    changed: tuple[Known, ...]


def look(document: Document) -> LegacyView:
    """How the package *toml* reads the current document."""
    text = document.text
    if len(text) > LONGEST:
        return LegacyView(is_too_long=True)
    try:
        return LegacyView(read_legacy(text))
    except LegacyTomlError as error:
        return _refusals(document, error)


def _refusals(document: Document, error: LegacyTomlError) -> LegacyView:
    lines = [*document.source.lines]
    most = _MOST if sum(map(len, lines)) <= _SHORT else 1
    found: list[Statement] = []
    while len(found) < most:
        index = _first_refused(document, lines, error.line)
        statement, start = document.statements[index], document.starts[index]
        found.append(statement)
        end = start + statement.height
        if isinstance(statement, Header):
            end = _end_of_section(document, index)  # Without it, this would mean something else.
        lines[start:end] = [each[len(each.rstrip("\r\n")) :] for each in lines[start:end]]
        try:
            read_legacy("".join(lines))
        except LegacyTomlError as another:
            error = another
        else:
            return LegacyView(refused=_in_order(found), is_complete=True)
    return LegacyView(refused=_in_order(found))


def _end_of_section(document: Document, index: int) -> int:
    """The line after the section of the header at an index."""
    following = zip(document.statements[index + 1 :], document.starts[index + 1 :], strict=True)
    ends = (start for each, start in following if isinstance(each, Header))
    return next(ends, len(document.source.lines))


def _in_order(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(set(statements), key=lambda each: each.order))


def _first_refused(document: Document, lines: Sequence[str], named: int | None) -> int:
    """The index of the first statement with which `lines`, which are refused, are; `named` is the
    line that the package names.
    """
    starts = [*document.starts, len(lines)]

    def is_refused(count: int) -> bool:
        try:
            read_legacy("".join(lines[: starts[count]]))
        except LegacyTomlError:
            return True
        return False

    if named is not None:
        index = document.index_at(min(max(named, 0), len(lines) - 1))
        if not is_refused(index) and is_refused(index + 1):
            return index
    # It reads from the top down: what it refuses stays refused with more below it.
    return min(
        bisect_left(range(len(starts) - 1), True, key=lambda index: is_refused(index + 1)),
        len(document.statements) - 1,
    )


def stopping_line(document: Document, seen: LegacyView) -> int | None:
    """The first line (0-based) at which the package refuses the document; None if it does not,
    or where nobody asked it.
    """
    return min((document.start(each) for each in seen.refused), default=None)


def compare(
    document: Document, seen: LegacyView, schema: Schema, prefix: tuple[str, ...]
) -> dict[Statement, Difference]:
    """The statements that the package reads differently from TOML 1.0; keys that no release
    has are left out.
    """
    found: dict[Statement, Difference] = {}
    for statement in document.statements if seen.data is not None else ():
        here = tuple(entries(statement, schema, prefix))
        difference = _difference(here, seen.data or {}, prefix)
        if difference.lost or difference.changed:
            found[statement] = difference
    return found


def _difference(
    here: Sequence[Entry], data: Mapping[str, Any], prefix: tuple[str, ...]
) -> Difference:
    kept: list[Entry] = []
    lost: list[Known] = []
    changed: list[Known] = []
    for entry in here:
        if not isinstance(entry, Known) or entry.syntax is None:
            kept.append(entry)
            continue
        value = _find(data, (*prefix, *entry.node.path, *entry.inner))
        if value is _LOST:
            lost.append(entry)
            continue
        given = wrap(entry.inner, value)
        if value is _ELSEWHERE or same(entry.value, given):
            kept.append(entry)
        else:
            other = judged(entry.node, entry.part, plain(given), entry.syntax, entry.inner)
            kept.append(other)
            changed.append(other)
    return Difference(tuple(kept), tuple(lost), tuple(changed))


_LOST: Any = object()
_ELSEWHERE: Any = object()  # below an array, or below a value that is judged itself


def _find(data: Mapping[str, Any], path: Sequence[str]) -> Any:
    found: Any = data
    for name in path:
        if not isinstance(found, Mapping):
            return _ELSEWHERE
        if name not in found:
            return _LOST
        found = found[name]
    return found


class ProfilesRead(NamedTuple):
    """Profiles by the package's reading, and the variables that it loses or reads otherwise."""

    profiles: Profiles
    lost: tuple[Variable, ...] = ()
    changed: tuple[Variable, ...] = ()


def read_profiles_as(profiles: Profiles, seen: LegacyView) -> ProfilesRead:
    """How the package reads all profiles' variables, and the name of the active profile."""
    if seen.data is None:
        return ProfilesRead(profiles)
    found: dict[str, dict[str, Variable]] = {}
    lost: list[Variable] = []
    changed: list[Variable] = []
    for name, variables in profiles.profiles.items():
        kept = found[name] = {}
        for key, variable in variables.items():
            value = _find(seen.data, (PROFILES, name, key))
            if value is _LOST:
                lost.append(variable)
            elif value is _ELSEWHERE or _is_same(variable.value, value):
                kept[key] = variable
            else:
                kept[key] = variable._replace(value=plain(value))
                changed.append(kept[key])
    active = profiles.active
    if active is not None:
        value = _find(seen.data, (ACTIVE,))
        active = None if value is _LOST else active._replace(value=plain(value))
    read = profiles._replace(active=active, profiles=found)
    return ProfilesRead(read, tuple(lost), tuple(changed))


def _is_same(one: object, other: object) -> bool:
    """`same`, except for tables, of which profiles know no more than that there are some."""
    return (isinstance(one, dict) and isinstance(other, dict)) or same(one, other)
