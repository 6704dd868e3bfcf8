"""Which tables and variables the settings classes of a project read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from prefect_toml_lsp.records import NamedTuple


class Field(NamedTuple):
    """A field of a settings class.

    annotation
        Its type as written, without the metadata of ``Annotated``, which may contain a default.
    variables
        Its environment variables, in upper case.
    line
        Where it is in the file of its class, 0-based.
    """

    name: str
    annotation: str
    variables: tuple[str, ...]
    line: int = 0


class SettingsClass(NamedTuple):
    """A class that reads a table.

    line
        0-based.
    is_complete
        Whether `fields` are all that it has.
    has_all_variables
        Whether the variables of its fields are all that there are.
    """

    name: str
    where: Path
    line: int
    table: tuple[str, ...]
    fields: Mapping[str, Field]
    is_complete: bool
    has_all_variables: bool


class Taken(NamedTuple):
    """A key or table that a class reads.

    reader
        None for a table that only contains tables of classes.
    field
        None for a table.
    """

    reader: SettingsClass | None
    field: Field | None


class LeftOut(NamedTuple):
    """A key or table for which the class of its table has no field.

    path
        Of the key, from Prefect's root.
    meant
        The names of fields of which it may be a misspelling, the most similar first.
    """

    reader: SettingsClass
    path: tuple[str, ...]
    meant: Sequence[str]


class _Table:
    """A table, and the classes that read it."""

    def __init__(self) -> None:
        self.below: dict[str, _Table] = {}
        self.readers: list[SettingsClass] = []
        self.fields: dict[str, tuple[SettingsClass, Field]] = {}

    def is_known_as_value(self, name: str) -> bool:
        """Whether `name` is a field whose subkeys are merely part of its value, because its type is
        not a settings class that reads the table of that name.
        """
        found, below = self.fields.get(name), self.below.get(name)
        if found is None:
            return False
        readers = below.readers if below else ()
        return not any(each.name in found[1].annotation for each in readers)


class ClassIndex:
    """The classes of a project.

    derived
        The files in which a class derives from one of this name, by name.
    """

    def __init__(
        self,
        classes: Iterable[SettingsClass] = (),
        derived: Mapping[str, Collection[Path]] | None = None,
    ) -> None:
        shared = derived or {}
        self.classes = tuple(_judged_with(each, shared.get(each.name, ())) for each in classes)
        self._root = _Table()
        self._by_variable: dict[str, tuple[SettingsClass, Field]] = {}
        for each in self.classes:
            table = self._root
            for name in each.table:
                table = table.below.setdefault(name, _Table())
            table.readers.append(each)
            table.readers.sort(key=lambda reader: -len(reader.fields))
            for field in each.fields.values():
                table.fields.setdefault(field.name, (each, field))
                for variable in field.variables:
                    self._by_variable.setdefault(variable, (each, field))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClassIndex) and self.classes == other.classes

    def __hash__(self) -> int:
        return hash(tuple(each.name for each in self.classes))

    def __bool__(self) -> bool:
        return bool(self.classes)

    def at(self, path: Sequence[str], known: int) -> Taken | LeftOut | None:
        """The class and field that read `path`; None if no class does. The first `known` names lead
        to one of Prefect's own tables: a class may add keys to such a table, but does not make
        other keys in it wrong.
        """
        table = self._root
        reader: SettingsClass | None = None
        for index, name in enumerate(path):
            if name not in table.below or table.is_known_as_value(name):
                if name in table.fields:
                    return Taken(*table.fields[name])
                if index <= known or not table.readers:
                    return None
                return self._left_out(table, (*path[:index], name))
            table = table.below[name]
            reader = next(iter(table.readers), None)
        return Taken(reader, None)

    def _left_out(self, table: _Table, path: tuple[str, ...]) -> Taken | LeftOut:
        if not all(each.is_complete for each in table.readers):
            return Taken(table.readers[0], None)
        near = _near(path[-1], (*table.fields, *table.below))
        return LeftOut(table.readers[0], path, near)

    def fields_of(self, path: Sequence[str]) -> Sequence[Field]:
        """The fields that are keys of the table at `path`, except for tables of other classes."""
        table = self._table(path)
        if table is None:
            return ()
        fields = ((name, field) for name, (_, field) in table.fields.items())
        return [
            field
            for name, field in fields
            if name not in table.below or table.is_known_as_value(name)
        ]

    def tables_below(self, path: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """The tables below `path`, by their names relative to it."""
        table = self._table(path)
        waiting: list[tuple[tuple[str, ...], _Table]] = [((), table)] if table else []
        while waiting:
            names, table = waiting.pop()
            for name, below in sorted(table.below.items(), reverse=True):
                waiting.append(((*names, name), below))
            if names:
                yield names

    def _table(self, path: Sequence[str]) -> _Table | None:
        table: _Table | None = self._root
        for name in path:
            table = table.below.get(name) if table else None
        return table

    @property
    def variables(self) -> Mapping[str, tuple[SettingsClass, Field]]:
        """The fields that variables set, by the names of the variables in upper case."""
        return self._by_variable

    def of_variable(self, name: str) -> tuple[SettingsClass, Field] | None:
        """The class and field that a variable sets; `name` is in upper case."""
        return self._by_variable.get(name)

    def may_be_variable(self, name: str) -> bool:
        """Whether a class whose variables are not all known may have this one."""
        return any(
            name.startswith("_".join(("PREFECT", *each.table, "")).upper())
            for each in self.classes
            if each.table and not each.has_all_variables
        )

    def near_variables(self, name: str) -> Sequence[str]:
        """The variables that `name`, in upper case, may be a misspelling of, the nearest first."""
        return _near(name, self._by_variable)


def _near(name: str, names: Iterable[str]) -> Sequence[str]:
    from prefect_toml_lsp.prefect.spelling import nearest  # few names are nobody's

    return nearest(name, names)


def _judged_with(each: SettingsClass, derived: Collection[Path]) -> SettingsClass:
    """A class shares its table with classes in other files that derive from it."""
    if {each.where}.issuperset(derived):
        return each
    return each._replace(is_complete=False, has_all_variables=False)


class Classes(Protocol):
    """The classes of a project; the first request starts the search."""

    @property
    def root(self) -> Path:
        """The folder that is searched."""

    def index(self) -> ClassIndex | None:
        """The classes found; None while the first search has not ended."""
