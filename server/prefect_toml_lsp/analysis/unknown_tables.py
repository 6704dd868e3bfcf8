"""One mistake, one finding: an unknown table is reported where it is opened, with the number of its
keys. A key in it is only reported if it belongs somewhere other than its table; if all of them do,
the table is not reported.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Placed
from prefect_toml_lsp.analysis.ignores import Silencer
from prefect_toml_lsp.analysis.rules.own import is_own
from prefect_toml_lsp.analysis.rules.packages import is_left_to_packages
from prefect_toml_lsp.analysis.rules.unknown import (
    Ignored,
    look_up,
    taken_for,
    without_advice,
)
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.toml_entries import Entry, Unknown
from prefect_toml_lsp.toml.encode import dotted
from prefect_toml_lsp.toml.nodes import Statement

Path = tuple[str, ...]
LookUp = Callable[[Unknown, Context], Ignored]

ADVISED = 500
"""How many names of a document, the first ones, get suggestions."""


class _Part(NamedTuple):
    """An unknown key or table.

    look_up
        Finds suggestions for it and for the tables around it.
    """

    statement: Statement
    entry: Unknown
    ignored: Ignored
    look_up: LookUp

    @property
    def is_table(self) -> bool:
        return isinstance(self.entry.value, dict)

    @property
    def place(self) -> tuple[int, tuple[int, int]]:
        """For the order of the text."""
        return self.statement.order, self.ignored.span.start

    def names_profile(self, tables: Container[Path]) -> bool:
        """Whether this names the active profile, and one of `tables`, where it is reported, is
        that profile or the table of all profiles.
        """
        if self.ignored.detail["of_profiles"] != "active":
            return False
        return any((name,) in tables for name in (self.entry.value, "profiles", "profile"))

    def finding(self, **more: Any) -> Placed:
        return Placed(self.statement, self.ignored.finding(**more))

    def is_silenced(self, silencer: Silencer) -> bool:
        code, span = self.ignored.code.name, self.ignored.span
        return silencer.silences_code(code, self.statement, span)


class _Table:
    """An unknown table with the keys directly in it.

    opener
        Its header or its key; None if only dotted keys name it.
    taken
        The number of keys in its finding, including those of its subtables.
    name
        The path that is reported.
    is_spread
        Whether its finding covers more than the opener and the keys directly in it.
    meant
        The table of which it is a misspelling, if its keys show that and its name does not.
    """

    def __init__(self, path: Path, opener: _Part | None) -> None:
        self.path = self.name = path
        self.opener = opener
        self.keys: list[_Part] = []
        self.homes: tuple[Path, ...] = opener.ignored.homes if opener else ()
        self.taken = 0
        self.meant: Path | None = None
        self.is_spread = opener is None
        self.left: list[_Part] = []

    @property
    def place(self) -> tuple[int, tuple[int, int]]:
        return (self.opener or self.keys[0]).place

    def holds(self, path: Path) -> bool:
        """Whether `path` is below it."""
        return len(path) > len(self.path) and path[: len(self.path)] == self.path

    def is_home(self, homes: Iterable[Path]) -> bool:
        """Whether one of `homes`, the right places of a key, is in the right table for this one."""
        return any(home[: len(own)] == own for home in homes for own in self.homes)

    def look_at_keys(self) -> None:
        """Find the table that is meant if the name does not show it: the only table to which all
        known keys belong, if its name is similar. A dotted key alone is not a table.
        """
        if self.homes or not self.keys or (self.opener is None and len(self.keys) == 1):
            return
        homes = [key.ignored.homes for key in self.keys if key.ignored.homes]
        tables = [{home[:-1] for home in each if home[:-1]} for each in homes]
        shared = set.intersection(*tables) if tables else ()
        if len(shared) == 1:
            from prefect_toml_lsp.prefect.spelling import nearest

            (table,) = shared
            if table[-1] != self.path[-1] and nearest(self.path[-1], table[-1:]):
                self.meant, self.homes = table, (table,)

    def split(self, silencer: Silencer) -> list[_Part]:
        """The keys that belong elsewhere; `left` is then the others, without the silenced ones."""
        keys = [each for each in self.keys if not each.is_silenced(silencer)]
        strays = [each for each in keys if self._is_stray(each.ignored.homes)]
        self.left = [each for each in keys if each not in strays]
        return strays

    def _is_stray(self, homes: tuple[Path, ...]) -> bool:
        """Whether a key whose right places are `homes` gets its own finding: they are in another
        table than this one's, or it is the only key, which shows best what was meant.
        """
        is_misspelled = self.meant or any(len(home) == len(self.path) for home in self.homes)
        if len(self.keys) == 1 and not is_misspelled:
            return bool(homes)
        return bool(homes) and not self.is_home(homes)


class UnknownTables:
    """The unknown keys and tables of a document, by statement."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._entries: dict[Statement, tuple[Unknown, ...]] = {}
        self._parts: dict[tuple[Statement, LookUp], tuple[_Part, ...]] = {}
        self._kept: tuple[Placed, ...] | None = None  # until a part is added or removed

    def add(self, statement: Statement, entries: Iterable[Entry]) -> None:
        """Add what a statement sets."""
        context = self._context
        unknown = tuple(
            each
            for each in entries
            if isinstance(each, Unknown)
            and not is_left_to_packages(each)
            and not is_own(each, context)
        )
        if unknown:
            self._entries[statement] = unknown
            self._kept = None

    def remove(self, statement: Statement) -> None:
        """Forget a statement."""
        if self._entries.pop(statement, None):
            for look in (look_up, without_advice):
                self._parts.pop((statement, look), None)
            self._kept = None

    def copy(self, twins: Mapping[Statement, Statement]) -> UnknownTables:
        """The same for a copy of the document, with the statement of it for each of this one's."""
        other = UnknownTables(self._context)
        other._entries = {twins[each]: entries for each, entries in self._entries.items()}
        for (statement, look), parts in self._parts.items():
            twin = twins[statement]
            other._parts[twin, look] = tuple(each._replace(statement=twin) for each in parts)
        return other

    def settle(self, silencer: Silencer) -> Iterable[Placed]:
        """The findings that are not silenced. Findings that are left out also go through the
        silencer, so that a comment on one counts as used.
        """
        if silencer or self._waits():
            return self._settle_all(silencer)
        if self._kept is None:
            self._kept = tuple(self._settle_all(silencer))
        return self._kept

    def _waits(self) -> bool:
        """Whether findings wait for the search for the project's classes."""
        return bool(self._entries) and self._context.is_searching

    def _settle_all(self, silencer: Silencer) -> Iterator[Placed]:
        waits = self._waits()
        groups: dict[Path, list[_Part]] = {}
        alone: list[_Part] = []
        for parts in self._all_parts():
            for each in parts:
                if each.is_table or each.entry.names != each.entry.root:
                    groups.setdefault(each.entry.root, []).append(each)
                else:
                    alone.append(each)
        for each in alone:
            if not each.is_silenced(silencer) and not each.names_profile(groups):
                placed = each.finding()
                yield placed if each.entry.table.path or not waits else _waiting(placed)
        for root, found in groups.items():
            found.sort(key=lambda part: part.place)
            shown = list(self._settle(root, found, silencer))
            for each in found:
                each.is_silenced(silencer)
            left = (each for each in shown if not silencer.silences(each))
            yield from map(_waiting, left) if waits else left

    def _all_parts(self) -> Iterator[Sequence[_Part]]:
        """All parts by statement, in the order of the text where not all of them get advice."""
        statements: Iterable[Statement] = self._entries
        if sum(map(len, self._entries.values())) > ADVISED:
            statements = sorted(statements, key=lambda each: each.order)
        count = 0
        for statement in statements:
            look = look_up if count < ADVISED else without_advice
            entries = self._entries[statement]
            count += len(entries)
            parts = self._parts.get((statement, look))
            if parts is None:
                parts = self._parts[statement, look] = self._parts_of(statement, look)
            yield parts

    def _parts_of(self, statement: Statement, look: LookUp) -> tuple[_Part, ...]:
        found = []
        for number, each in enumerate(self._entries[statement]):
            used = look if number < ADVISED else without_advice
            found.append(_Part(statement, each, used(each, self._context), used))
        return tuple(found)

    def _settle(self, root: Path, parts: list[_Part], silencer: Silencer) -> Iterator[Placed]:
        """The findings about one unknown table and its subtables."""
        tables = _tables(root, parts)
        reported: list[_Table] = []
        for table in tables:
            if table.opener is None and len(table.keys) > 1:
                table.homes = self._root(table).homes
            around = next((each for each in reported if each.holds(table.path)), None)
            if around is not None and around.meant is not None:
                table.meant = (*around.meant, *table.path[len(around.path) :])
                table.homes = (table.meant,)
            table.look_at_keys()
            strays = table.split(silencer)
            yield from (each.finding() for each in strays)
            if table.left or (table.opener and not strays):
                _report(table, reported)
        for table in reported:
            if table.taken or table.is_spread or not any(table.holds(each.path) for each in tables):
                yield self._finding(table)

    def _finding(self, table: _Table) -> Placed:
        if table.opener is not None:
            part = table.opener
        elif table.taken == 1:
            return table.left[0].finding()
        else:
            part = table.left[0]._replace(ignored=self._root(table))
        ignored = part.ignored
        if table.meant is not None and table.name == table.path:
            ignored = taken_for(ignored, table.meant)
        if table.is_spread:
            data = {**ignored.data, "table": list(table.name)}
            ignored = ignored._replace(data=data)
        part = part._replace(ignored=ignored)
        more = {} if table.name == table.path else {"variable": None}
        return part.finding(name=dotted(table.name), keys=table.taken, **more)

    def _root(self, table: _Table) -> Ignored:
        """The finding on a table that dotted keys name, at the first of them."""
        part = (table.left or table.keys)[0]
        return part.look_up(part.entry._replace(names=table.path, value={}), self._context)


def _waiting(placed: Placed) -> Placed:
    """Findings that only hold if no settings class of the project reads the table."""
    return placed._replace(finding=placed.finding._replace(waits=True))


def _tables(root: Path, parts: Iterable[_Part]) -> list[_Table]:
    """The tables below `root` with their keys, in the order of the text."""
    tables: dict[Path, _Table] = {}
    for part in parts:
        if not part.is_table:
            continue
        table = tables.setdefault(part.entry.names, _Table(part.entry.names, part))
        table.is_spread = table.opener is not part  # an array of tables
    for part in parts:
        if not part.is_table:
            path = part.entry.names[:-1]
            while path not in tables and len(path) > len(root):
                path = path[:-1]
            tables.setdefault(path, _Table(path, None)).keys.append(part)
    return sorted(tables.values(), key=lambda table: table.place)


def _report(table: _Table, reported: list[_Table]) -> None:
    """Report a table, or add it to the finding of a table around it that has the same right place
    or is also unknown.
    """
    table.taken = len(table.keys)
    for each in reported:
        if each.holds(table.path) and (not table.homes or each.is_home(table.homes)):
            each.taken += table.taken
            each.is_spread = True
            return
    for each in reported:
        if not (each.homes or table.homes):
            each.taken += table.taken
            each.is_spread = True
            each.name = _shared(each.name, table.path)
            return
    reported.append(table)


def _shared(first: Path, second: Path) -> Path:
    """The table around both paths, or the first path if it is around the second."""
    for length, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return first[:length]
    return first[: min(len(first), len(second))]
