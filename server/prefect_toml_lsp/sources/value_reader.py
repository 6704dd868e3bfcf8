"""What settings are in force, read on demand.

`FolderSources` knows where settings are set and forgets the values, which may be secrets. Here one
place is read again when its value is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from prefect_toml_lsp.dotenv.grammar import Assignment, expand
from prefect_toml_lsp.files.reading import Unreadable
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, Verdict, effective, judge
from prefect_toml_lsp.prefect.variables import read_variable
from prefect_toml_lsp.sources.active_profile import active_variables
from prefect_toml_lsp.sources.file_store import Contents
from prefect_toml_lsp.sources.precedence import (
    ENVIRONMENT,
    PREFECT,
    PROFILE,
    PYPROJECT,
    SourceLocation,
)
from prefect_toml_lsp.toml.as_data import TomlError, merge

_TOOL = ("tool", "prefect")
NOTHING: Any = object()
"""Stands for a value that is not there, or cannot be told."""


def effective_value(place: SourceLocation, node: Node, reader: ValueReader) -> Any | None:
    """The value that `place` gives to the setting `node`, as Prefect would have it.

    As TOML could write it: a duration that was converted is its ISO 8601 text
    (`acceptance.effective`). Of a free-form table all that the file or variable of `place` sets.
    None for a secret, for what Prefect refuses or takes for unset, and where the place has changed
    so much that nothing is found. The value may still hold a secret: ask `schema.secrets.may_show`.
    """
    if node.secret:
        return None
    written = reader.written(place, node)
    if written is NOTHING:
        return None
    found = accepted(node, written)[0]
    return None if found is NOTHING else found


def accepted(node: Node, written: Any, known: Verdict | None = None) -> tuple[Any, Verdict]:
    """What a setting becomes when `written` reaches it, `NOTHING` where Prefect does not take it,
    and the verdict, which may be `known` already.
    """
    verdict = known or judge(node.dotted, node.keywords, written, node.release)
    if isinstance(verdict, Accepted | Converted):
        return effective(written, verdict), verdict
    return NOTHING, verdict


class ValueReader:
    """Reads values where places say they are; not to be kept, for it holds those of variables.

    The arguments are those of `FolderSources.read`.
    """

    def __init__(self, environment: Mapping[str, str], contents: Contents) -> None:
        self._environment = environment
        self._contents = contents
        self._variables: dict[Path, Mapping[str, Any]] = {}

    def written(self, place: SourceLocation, node: Node) -> Any:
        """What `place` gives to the setting before Prefect looks at it; `NOTHING` where that cannot
        be told. Text that is JSON is decoded where Prefect does so (`read_variable`).
        """
        if place.kind == ENVIRONMENT:
            return value_of_variable(place.name, self._environment.get(place.name), node)
        if place.where is None:
            return NOTHING
        try:
            if place.kind in (PREFECT, PYPROJECT):
                return self._of_file(place, place.where, node)
            if place.where not in self._variables:
                self._variables[place.where] = self._read_variables(place.kind, place.where)
        except (TomlError, Unreadable):
            return NOTHING  # `FolderSources.notes` says so.
        value = self._variables[place.where].get(place.name)
        if place.kind == PROFILE and place.name in node.environment:
            return NOTHING if value is None else value  # like a TOML file: JSON stays text
        return value_of_variable(place.name, value, node)

    def _of_file(self, place: SourceLocation, where: Path, node: Node) -> Any:
        names = tuple(place.name.split("."))
        # Behind the path of the setting comes an entry; a legacy place has another path.
        if names[: len(node.path)] == node.path:
            names = node.path
        path = (*_TOOL, *names) if place.kind == PYPROJECT else names
        parts = self._contents.assigned_at(where, path)
        if not parts:
            return NOTHING
        return merge([each._replace(path=each.path[len(path) :]) for each in parts])

    def _read_variables(self, kind: str, where: Path) -> Mapping[str, Any]:
        if kind == PROFILE:
            active = active_variables(self._contents.assigned(where), self._environment)
            return {each.name: each.value for each in active}
        statements = self._contents.statements(where)
        assignments = [each for each in statements if isinstance(each, Assignment)]
        return expand(assignments, self._environment)


def value_of_variable(name: str, value: Any, node: Node) -> Any:
    """What a variable gives to a setting that it names, or whose table it names."""
    if value is None:
        return NOTHING
    if name.upper() in node.environment:
        read = read_variable(node, value)
        return NOTHING if read is None else read
    for length in range(1, len(node.path)):
        if "_".join(("PREFECT", *node.path[:length])).upper() == name.upper():
            return _below(_from_json(value), node.path[length:])
    return NOTHING


def _below(value: Any, path: Iterable[str]) -> Any:
    """What is at `path` of nested tables whose names count in any case."""
    for name in path:
        if not isinstance(value, dict):
            return NOTHING
        value = {key.lower(): inner for key, inner in value.items()}.get(name, NOTHING)
    return value


def _from_json(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return NOTHING


def merge_tables(written: Sequence[Any]) -> Any:
    """What several sources give to a free-form table, the strongest first: entry by entry, unless
    one that is no table wins over all that are weaker.
    """
    merged: Any = NOTHING
    for each in reversed(written):
        if each is NOTHING:
            continue
        table = _from_json(each) if isinstance(each, str) else each
        if isinstance(table, dict) and isinstance(merged, dict):
            merged = {**merged, **table}
        else:
            merged = table if isinstance(table, dict) else each
    return merged
