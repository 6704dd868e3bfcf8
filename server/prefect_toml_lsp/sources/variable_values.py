"""What Prefect does with the value of a variable: the text in `.env`, any value in a profile.

Both differ from a TOML file in how the value arrives at the setting, not in what the setting
takes (`schema.acceptance`):

- `.env`: JSON is decoded for settings that take arrays beside other values, and ``null`` unsets
  (`schema.variables.read_variable`).
- Profiles: values are used as they are. A table is nothing that Prefect passes over, as it does in
  files, and no table is taken for a setting or a table of settings: it wants JSON in a string.
- A variable that names a table holds a JSON object. Its keys are tables, in any case, and settings;
  those of some settings count in lower case only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import (
    ACCEPTED,
    Converted,
    Ignored,
    Refused,
    Verdict,
    judge,
)
from prefect_toml_lsp.prefect.acceptance.kinds import kind_of
from prefect_toml_lsp.prefect.variable_names import Meaning, Sort
from prefect_toml_lsp.prefect.variables import read_variable
from prefect_toml_lsp.sources.precedence import PROFILE, rank, table_rank
from prefect_toml_lsp.sources.variable import UNKNOWN, UNSET, Variable, Where


class Given(NamedTuple):
    """What a variable gives to one setting.

    rank
        How weak it is beside other variables and other sources (`workspace.places`), then which of
        the setting's own variables it is, the preferred one first.
    entries
        The keys of a free-form table; None for other settings.
    """

    node: Node
    rank: tuple[int, int]
    entries: tuple[str, ...] | None
    value: Any
    verdict: Verdict


class Reading(NamedTuple):
    """What a variable gives to the settings.

    broken
        What Prefect refuses as soon as it reads the place, whatever wins over it.
    strays
        Dotted paths that the JSON for a table has and the table does not.
    """

    given: tuple[Given, ...] = ()
    broken: Refused | None = None
    strays: tuple[str, ...] = ()


NOTHING = Reading()


def read(variable: Variable, meaning: Meaning, where: Where) -> Reading:
    """What a variable of this meaning gives to the settings."""
    node, value = meaning.known, variable.value
    if node is None or value is UNSET or value is UNKNOWN:
        return NOTHING
    if meaning.sort is Sort.TABLE or node.is_free_form:
        decoded = _decode(value)
        if isinstance(decoded, Refused):
            return Reading(broken=decoded)
        if decoded is None and where.kind != PROFILE:
            return NOTHING
        if meaning.sort is Sort.TABLE:
            return _read_table(node, decoded, where)
    elif where.kind != PROFILE:
        value = read_variable(node, value)
        if value is None:
            return NOTHING
    names = list(node.environment)
    place = names.index(variable.name.upper())
    return Reading((_give(node, value, (rank(where.kind), place), where),))


def _decode(value: Any) -> Any:
    """What JSON in a string holds, or the refusal of it."""
    if not isinstance(value, str):
        return Refused("json-wanted", {})
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        return Refused("json", {"reason": error.msg, "position": error.pos})
    except (ValueError, RecursionError):
        return Refused("json", {"reason": "too large", "position": 0})


def _give(node: Node, value: Any, strength: tuple[int, int], where: Where) -> Given:
    return Given(node, strength, _entries(node, value), value, judge_given(node, value, where))


def judge_given(node: Node, value: Any, where: Where) -> Verdict:
    """What Prefect does with a value that a variable gives to the setting."""
    # Only `.env` and the environment are looked at for the path of the profiles, which is opened.
    path = "" if node.dotted == "profiles_path" and where.kind == PROFILE else node.dotted
    verdict = judge(path, node.keywords, value, node.release)
    if not isinstance(verdict, Ignored):
        return verdict
    if kind_of(path, node.keywords, node.release).name == "any":
        return ACCEPTED
    if not value:  # It is as empty as `false` to settings that take that for an empty array.
        empty = judge(path, node.keywords, False, node.release)
        if isinstance(empty, Converted) and empty.rule == "empty-from-falsy":
            return empty
    return Refused("table-for-value", {})


def _entries(node: Node, value: Any) -> tuple[str, ...] | None:
    if not node.is_free_form:
        return None
    decoded = _decode(value) if isinstance(value, str) else value
    return tuple(decoded) if isinstance(decoded, dict) else None


def _read_table(table: Node, value: Any, where: Where) -> Reading:
    """What a decoded value gives to a table, and to the settings and tables in it."""
    strength = table_rank(where.kind, len(table.path)), 0
    given: list[Given] = []
    strays: list[str] = []
    for path, node, inner in _walk(table, value):
        if node is None:
            strays.append(path)
        elif node.is_table:
            given.append(Given(node, strength, None, inner, judge_table_value(inner)))
        elif inner is not None:  # A null unsets some settings, and others refuse it.
            given.append(_give(node, inner, strength, where))
    return Reading(tuple(given), strays=tuple(strays))


def judge_table_value(value: Any) -> Verdict:
    """What Prefect does with a decoded value where a table of settings belongs."""
    if isinstance(value, dict):
        return ACCEPTED
    return Refused("type", {"expected": "table", "found": _sort_of(value)})


def _walk(table: Node, value: Any) -> Iterator[tuple[str, Node | None, Any]]:
    """A table, and the settings, tables and stray keys in JSON for it. Left out are those
    that Prefect takes for some settings only, names of variables and upper case, and keys in
    several spellings, of which it takes one.
    """
    yield table.dotted, table, value
    waiting = [(table, value)] if isinstance(value, dict) else []
    while waiting:
        table, value = waiting.pop()
        aliases = {each for child in table.children.values() for each in child.environment}
        spelt = Counter(map(str.lower, value))
        for key, inner in value.items():
            node = table.children.get(key.lower())
            if key.upper() in aliases or spelt[key.lower()] > 1:
                continue
            if node is not None and node.is_setting and key != node.name:
                continue
            yield ".".join((*table.path, key)), node, inner
            if node is not None and node.is_table and isinstance(inner, dict):
                waiting.append((node, inner))


_SORTS: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (str, "string"),
    (list, "array"),
)


def _sort_of(value: Any) -> str:
    return next((name for kind, name in _SORTS if isinstance(value, kind)), "value")
