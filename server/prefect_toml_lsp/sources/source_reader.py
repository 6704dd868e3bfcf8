"""Reads the sources of a folder: which settings they set, where, and to what.

What Prefect ignores (`acceptance.judge`) sets nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from prefect_toml_lsp.dotenv.grammar import Assignment, Skipped, expand
from prefect_toml_lsp.files.reading import Note, Unreadable
from prefect_toml_lsp.prefect import Node, Release, Schema
from prefect_toml_lsp.prefect.acceptance import Verdict, judge
from prefect_toml_lsp.prefect.acceptance.rules import LEGACY_PLUGINS, PLUGINS_MOVED_IN
from prefect_toml_lsp.prefect.variables import read_variable
from prefect_toml_lsp.sources.active_profile import active_variables, find_profiles
from prefect_toml_lsp.sources.file_store import Contents
from prefect_toml_lsp.sources.precedence import (
    DOTENV,
    ENVIRONMENT,
    PREFECT,
    PROFILE,
    PYPROJECT,
    Setter,
    SourceLocation,
    legacy_rank,
    rank,
    table_rank,
)
from prefect_toml_lsp.toml.as_data import Assigned, TomlError, merge

_TOOL = ("tool", "prefect")
_PLUGINS = "plugins."
_NO_JSON: Any = object()


class Reaching(NamedTuple):
    """A value before Prefect looks at it, and what Prefect would say of it if nothing was merged
    with it; None where nobody has asked yet.
    """

    value: Any
    verdict: Verdict | None

    def __repr__(self) -> str:
        return "Reaching(…)"  # values may be secrets


class Sources(NamedTuple):
    """What was read.

    setters
        By setting (dotted path), the strongest first.
    stamps
        The files that were looked for, each with its `Contents.stamp` from before it was read.
    values
        What reaches the setting, by its dotted path and the rank of the source; a free-form table
        as a whole.
    """

    setters: Mapping[str, Sequence[Setter]]
    notes: tuple[Note, ...]
    profiles_path: Path | None
    stamps: Mapping[Path, object]
    values: Mapping[tuple[str, int], Reaching]


class _Variable(NamedTuple):
    """A variable that is set, and its line (0-based) in its file."""

    name: str
    value: Any
    line: int | None

    def __repr__(self) -> str:
        return f"_Variable(name={self.name!r}, line={self.line})"  # values may be secrets


def current(path: str, release: Release) -> str:
    """The dotted path of a setting, also for one that is written in its legacy place."""
    if release >= PLUGINS_MOVED_IN and path.startswith(LEGACY_PLUGINS):
        return _PLUGINS + path.removeprefix(LEGACY_PLUGINS)
    return path


def former(path: str, release: Release) -> tuple[str, ...]:
    """The legacy places of a setting that the release still reads, as dotted paths."""
    if release >= PLUGINS_MOVED_IN and path.startswith(_PLUGINS):
        return (LEGACY_PLUGINS + path.removeprefix(_PLUGINS),)
    return ()


class Reader:
    """Reads one folder once; see `FolderSources.read` for the arguments."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        schema: Schema,
        contents: Contents,
    ) -> None:
        self._folder = folder
        self._environment = environment
        self._schema = schema
        self._contents = contents
        self._notes: list[Note] = []
        self._stamps: dict[Path, object] = {}
        self._setters: dict[str, list[Setter]] = {}
        self._values: dict[tuple[str, int], Reaching] = {}

    def read(self, home: Path | None) -> Sources:
        """All that the folder, the environment and the active profile set."""
        dotenv_path = self._folder / ".env"
        prefect_path = self._folder / "prefect.toml"
        pyproject_path = self._folder / "pyproject.toml"
        statements = self._dotenv(dotenv_path)
        dotenv = expand(statements, self._environment)
        prefect = self._toml(prefect_path)
        pyproject = [
            each._replace(path=each.path[len(_TOOL) :])
            for each in self._toml(pyproject_path)
            if each.path[: len(_TOOL)] == _TOOL and len(each.path) > len(_TOOL)
        ]
        tables = (_top(prefect), _top(pyproject))
        profiles = find_profiles(
            self._folder, self._environment, dotenv, tables, home, self._schema.release
        )
        self._add_variables(ENVIRONMENT, None, _any_case(self._environment, {}))
        lines = {each.name: each.line for each in statements}
        self._add_variables(DOTENV, dotenv_path, _any_case(dotenv, lines))
        self._add_assigned(PREFECT, prefect_path, prefect)
        self._add_assigned(PYPROJECT, pyproject_path, pyproject)
        if profiles:
            active = active_variables(self._toml(profiles), self._environment)
            self._add_variables(PROFILE, profiles, {each.name: _Variable(*each) for each in active})
        for setters in self._setters.values():
            setters.sort(key=lambda setter: setter.rank)
        notes = tuple(dict.fromkeys(self._notes))
        return Sources(self._setters, notes, profiles, self._stamps, self._values)

    # Files

    def _dotenv(self, path: Path) -> list[Assignment]:
        self._stamps[path] = self._contents.stamp(path)
        try:
            statements = self._contents.statements(path)
        except Unreadable as error:
            self._notes.append(error.note)
            return []
        for each in statements:
            if isinstance(each, Skipped):
                message = f"line {each.line + 1} does not parse, so it was passed over"
                self._notes.append(Note(path, message))
        return [each for each in statements if isinstance(each, Assignment)]

    def _toml(self, path: Path) -> Sequence[Assigned]:
        self._stamps[path] = self._contents.stamp(path)
        try:
            return self._contents.assigned(path)
        except Unreadable as error:
            self._notes.append(error.note)
        except TomlError as error:
            message = f"line {error.line + 1} is not TOML, so the file was passed over"
            self._notes.append(Note(path, message))
        return []

    # What they set

    def _add(
        self,
        node: Node,
        strength: int,
        place: SourceLocation,
        reaching: Reaching,
        entries: Mapping[str, int | None] | None,
    ) -> None:
        if entries is None or entries:  # an empty table sets nothing
            self._values[node.dotted, strength] = reaching
            setter = Setter(strength, place, entries)
            self._setters.setdefault(node.dotted, []).append(setter)

    def _add_assigned(self, kind: str, where: Path, assigned: Iterable[Assigned]) -> None:
        """What a TOML file sets."""
        for path, (node, parts) in self._by_setting(assigned).items():
            value = merge(parts)
            verdict = judge(node.dotted, node.keywords, value, self._schema.release)
            if verdict.outcome == "ignored":
                continue
            reaching = Reaching(value, verdict)
            strength = rank(kind) if path == node.dotted else legacy_rank(kind)
            if not node.is_free_form or not isinstance(value, dict):
                entries = _entries(node, value, parts[0].line)
            else:
                entries = {}
                for inner, _, line in parts:
                    if inner:
                        entries.setdefault(inner[0], line)
            place = SourceLocation(kind, path, where, parts[0].line)
            self._add(node, strength, place, reaching, entries)

    def _by_setting(self, assigned: Iterable[Assigned]) -> dict[str, tuple[Node, list[Assigned]]]:
        """Assignments by the dotted path of the setting that they are for, and their own paths
        cut to what is below it.
        """
        found: dict[str, tuple[Node, list[Assigned]]] = {}
        inside: dict[tuple[str, ...], tuple[Node, int] | None] = {}
        for path, value, line in assigned:
            table = path[:-1]  # of which a free-form setting may have thousands of entries
            if table not in inside:
                inside[table] = self._setting(table)
            setting = inside[table] or self._setting(path)
            if setting:
                node, length = setting
                rest = Assigned(path[length:], value, line)
                found.setdefault(".".join(path[:length]), (node, []))[1].append(rest)
        return found

    def _setting(self, names: tuple[str, ...]) -> tuple[Node, int] | None:
        """The setting at `names` or above, and how many of them lead to it."""
        node: Node | None = self._schema.root
        for length, name in enumerate(names, 1):
            node = node.children.get(name) if node else None
            node = node or self._legacy(names[:length])
            if node is not None and node.is_setting:
                return node, length
        return None

    def _legacy(self, names: tuple[str, ...]) -> Node | None:
        """The setting that `names` are the legacy place of."""
        dotted = ".".join(names)
        path = current(dotted, self._schema.release)
        if path == dotted or len(names) != dotted.count(".") + 1:
            return None
        return self._schema.find(path.split("."))

    def _add_variables(
        self, kind: str, where: Path | None, variables: Mapping[str, _Variable]
    ) -> None:
        """What variables set; `variables` are by their names in upper case."""
        for node in _existing(self._schema.root):
            if node.is_table:
                name = "_".join(("PREFECT", *node.path)).upper()
                if name in variables:
                    self._add_table(kind, where, variables[name], node)
                continue
            set_by = next((variables[name] for name in node.environment if name in variables), None)
            if set_by is None:
                continue
            # A profile is like a TOML file: JSON stays text.
            value = set_by.value if kind == PROFILE else read_variable(node, set_by.value)
            if value is not None:
                place = SourceLocation(kind, set_by.name, where, set_by.line)
                entries = _entries(node, set_by.value, set_by.line)
                self._add(node, rank(kind), place, Reaching(value, None), entries)

    def _add_table(self, kind: str, where: Path | None, variable: _Variable, table: Node) -> None:
        """What a variable sets that names a whole table."""
        value = _from_json(variable.value)
        if value is _NO_JSON:
            message = (
                f"{variable.name} names a table of settings and is not JSON, "
                "so Prefect refuses to start"
            )
            self._notes.append(Note(where, message))
        place = SourceLocation(kind, variable.name, where, variable.line)
        strength = table_rank(kind, len(table.path))
        waiting = [(table, value)]
        while waiting:
            node, value = waiting.pop()
            if node.is_setting:
                entries = _entries(node, value, variable.line)
                self._add(node, strength, place, Reaching(value, None), entries)
            elif isinstance(value, dict):
                below = {name.lower(): inner for name, inner in value.items()}
                known = node.children.items()
                waiting.extend((child, below[name]) for name, child in known if name in below)


def _existing(node: Node) -> Iterator[Node]:
    """The tables and settings below `node` that the release has."""
    for child in node.children.values():
        yield child
        yield from _existing(child)


def _top(assigned: Iterable[Assigned]) -> dict[str, Any]:
    return {each.path[0]: each.value for each in assigned if len(each.path) == 1}


def _any_case(values: Mapping[str, str | None], lines: Mapping[str, int]) -> dict[str, _Variable]:
    """Variables by upper-case name; of several spellings the last one counts, set or not."""
    spelt = {name.upper(): name for name in values if name.upper().startswith("PREFECT_")}
    return {
        upper: _Variable(name, values[name], lines.get(name))
        for upper, name in spelt.items()
        if values[name] is not None
    }


def _from_json(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return _NO_JSON


def _entries(node: Node, value: Any, line: int | None) -> Mapping[str, int | None] | None:
    """The keys that `value`, which starts on `line`, sets in a free-form table; None for other
    settings, and for a value that is no table.
    """
    if not node.is_free_form:
        return None
    decoded = _from_json(value) if isinstance(value, str) else value
    return dict.fromkeys(decoded, line) if isinstance(decoded, dict) else None
