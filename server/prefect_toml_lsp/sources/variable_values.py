"""What Prefect does with the value of a variable: text in `.env`, any TOML value in a profile.

A setting accepts the same values as in a TOML file (`prefect.acceptance`), but they are read
differently:

- `.env`: JSON is decoded for settings that accept arrays as well as other values, and ``null``
  unsets the setting (`prefect.variables.read_variable`).
- Profiles: values are used unchanged. Prefect refuses a table here, which it would ignore in a
  file; a setting that takes a table, or a whole table of settings, needs JSON in a string.
- A variable for a table contains a JSON object with tables and settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.acceptance import (
    ACCEPTED,
    Converted,
    Ignored,
    Refused,
    Verdict,
    judge,
    judge_decoded_table,
)
from prefect_toml_lsp.prefect.acceptance.null import judge_null
from prefect_toml_lsp.prefect.acceptance.verdicts import type_name
from prefect_toml_lsp.prefect.variable_names import (
    Meaning,
    Sort,
    exact_meaning_of,
    has_aliases,
    meaning_of,
)
from prefect_toml_lsp.prefect.variables import read_variable
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.assignment import Assignment, table_given
from prefect_toml_lsp.sources.kinds import PROFILE
from prefect_toml_lsp.sources.precedence import (
    SourceLocation,
    Strength,
    deprecated_strength,
    rank,
    strength_below_variables,
    strength_by_name,
    strength_in_table,
)
from prefect_toml_lsp.sources.sqlalchemy_pool import moved_from
from prefect_toml_lsp.sources.variable import UNKNOWN, UNSET, Variable, Where


class Reading(NamedTuple):
    """The values that a variable gives to settings.

    broken
    A refusal as soon as Prefect reads the source, even if another source wins.
        strays
            Dotted paths in the JSON for a table that the table does not have.
    """

    given: tuple[Assignment, ...] = ()
    broken: Refused | None = None
    strays: tuple[str, ...] = ()


NOTHING = Reading()
_EXPERIMENTS, _PLUGINS = ("experiments",), ("plugins",)


def meaning_in(variable: Variable, where: Where, schema: Schema) -> Meaning:
    """The meaning of a variable's name in its source."""
    if variable.setting is not None:
        return Meaning(Sort.SETTING, variable.setting)
    if where.any_case:
        return meaning_of(variable.name.upper(), schema)
    if where.is_exact:
        return exact_meaning_of(variable.name, schema)
    return meaning_of(variable.name, schema)


def read(variable: Variable, meaning: Meaning, where: Where) -> Reading:
    """The values that a variable with this meaning gives to settings."""
    node, value = meaning.known, variable.value
    if node is None or node.is_absent or value is UNSET:
        return NOTHING
    if value is UNKNOWN:
        return NOTHING if node.is_table else Reading((_give_unknown(node, variable, where),))
    if meaning.sort is Sort.TABLE or node.is_free_form:
        decoded = _decode(value)
        if isinstance(decoded, Refused):
            return _broken(node, decoded, variable, where)
        if decoded is None and where.kind != PROFILE:
            return NOTHING
        if meaning.sort is Sort.TABLE:
            return _read_table(node, decoded, variable, where)
    elif where.kind != PROFILE:
        value = read_variable(node, value)
        if value is None:
            return NOTHING
    return Reading((_give(node, value, _strength(node, variable, where), variable, where),))


def _broken(node: Node, refused: Refused, variable: Variable, where: Where) -> Reading:
    if node.is_table:
        return Reading(broken=refused)
    strength = _strength(node, variable, where)
    given = Assignment(_place(variable, where), node, strength, variable.value, refused)
    return Reading((given,), refused)


def _strength(node: Node, variable: Variable, where: Where) -> Strength:
    """The rank of one of the setting's own variables."""
    # The setting's own name is better than all its variables.
    better = -1 if variable.setting else list(node.environment).index(variable.name.upper())
    if where.readers.ranks_names_first and where.kind != PROFILE:
        return strength_by_name(where.kind, better)
    return rank(where.kind), better


def _strength_in_table(depth: int, better: int, where: Where) -> Strength:
    """The rank of a setting in JSON for a table; `better` counts the better names that it has."""
    if better and not where.readers.ranks_names_first:
        return strength_below_variables(where.kind, depth, better)
    return strength_in_table(where.kind, depth, better)


def _give_unknown(node: Node, variable: Variable, where: Where) -> Assignment:
    strength = _strength(node, variable, where)
    return Assignment(_place(variable, where), node, strength, UNKNOWN, None)


def _place(variable: Variable, where: Where) -> SourceLocation:
    line = variable.key.line if where.path else None
    return SourceLocation(where.kind, variable.name, where.path, line)


def _decode(value: Any) -> Any:
    """The decoded JSON of a string, or its refusal."""
    if not isinstance(value, str):
        return Refused("json-wanted", {})
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        return Refused("json", {"reason": error.msg, "position": error.pos})
    except (ValueError, RecursionError):
        return Refused("json", {"reason": "too large", "position": 0})


def _give(
    node: Node, value: Any, strength: Strength, variable: Variable, where: Where
) -> Assignment:
    place = _place(variable, where)
    table = table_given(node, value)
    entries = None if table is None else dict.fromkeys(table, place.line)
    verdict = judge_given(node, value, where)
    return Assignment(place, node, strength, value if table is None else table, verdict, entries)


def judge_given(node: Node, value: Any, where: Where) -> Verdict:
    """What Prefect does with a value that a variable gives to the setting."""
    # Prefect only reads `.env` and the environment for the path of the profiles, which it opens.
    path = "" if node.dotted == "profiles_path" and where.kind == PROFILE else node.dotted
    if value is None:
        return judge_null(path, node.keywords, node.release)
    verdict = judge(path, node.keywords, value, node.release)
    if not isinstance(verdict, Ignored):
        return verdict
    decoded = judge_decoded_table(path, node.keywords, value, node.release)
    if decoded is not None:
        return decoded
    if not value:  # It is as empty as `false` to settings that take that for an empty array.
        empty = judge(path, node.keywords, False, node.release)
        if isinstance(empty, Converted) and empty.rule == "empty-from-falsy":
            return empty
    return Refused("table-for-value", {})


def _read_table(table: Node, value: Any, variable: Variable, where: Where) -> Reading:
    """The values that a decoded value gives to a table, and to its settings and subtables."""
    given: list[Assignment] = []
    strays: list[str] = []
    for path, node, inner, better in _walk(table, value, where):
        if node is None:
            strays.append(path)
            continue
        moved = node.path[: len(table.path)] != table.path
        strength = _strength_in_table(len(table.path) + moved, better, where)
        place = _place(variable, where)
        if node.is_table:
            takes_away = moved and inner is None  # `Assignments` knows from which value
            verdict = ACCEPTED if takes_away else judge_table_value(inner)
            given.append(Assignment(place, node, strength, inner, verdict))
        elif node.parent and moved_from(node.parent.parent, path) is node:
            given.append(Assignment(place, node, deprecated_strength(), inner, ACCEPTED))
        else:
            given.append(_give(node, inner, strength, variable, where))
    return Reading(tuple(given), strays=tuple(strays))


def judge_table_value(value: Any) -> Verdict:
    """What Prefect does with a decoded value for a table of settings."""
    if isinstance(value, dict):
        return ACCEPTED
    return Refused("type", {"expected": "table", "found": type_name(value)})


def _walk(table: Node, value: Any, where: Where) -> Iterator[tuple[str, Node | None, Any, int]]:
    """A table, and the settings, tables and unknown keys in JSON for it: the path as written, the
    setting or table, the value, and the number of better names (`_named`).
    """
    yield table.dotted, table, value, 0
    waiting = [(table, value)] if isinstance(value, dict) else []
    while waiting:
        table, value = waiting.pop()
        found: dict[Node, tuple[int, str, Any]] = {}
        for key, inner in value.items():
            node, preference = _named(table, key) if where.counts(key) else (None, 0)
            if node is None:
                yield ".".join((*table.path, key)), moved_from(table, key), inner, 0
            elif node not in found or preference <= found[node][0]:
                found[node] = preference, key, inner
        for node, (preference, key, inner) in found.items():
            yield ".".join((*table.path, key)), node, inner, preference
            if node.is_table and isinstance(inner, dict):
                waiting.append((node, inner))


def _named(table: Node, key: str) -> tuple[Node | None, int]:
    """The setting or table that a key in JSON for `table` names, and the rank of that name (0 is
    the strongest) among its names (`pydantic_settings`,
    ``_replace_field_names_case_insensitively``): its own name in any case or, if it has other
    variables, too, its exact own name or one of those. The former place of plugins, from which
    Prefect still moves JSON, gives the new one (``_hoist_legacy_experiments_plugins``).
    """
    if table.path == _EXPERIMENTS and (key,) == _PLUGINS and key not in table.children:
        return (table.parent and table.parent.children.get(key)), 0
    node = table.children.get(key.lower())
    if node is not None and (key == node.name or not has_aliases(node)):
        return node, 0
    for child in table.children.values():
        if child.is_setting and has_aliases(child) and key.upper() in child.environment:
            return child, 1 + list(child.environment).index(key.upper())
    return None, 0
