"""The JSON Schema keywords for the values that Prefect accepts for a kind of setting.

Keywords of JSON Schema for one type ignore values of other types, so most kinds do not need
``anyOf``: ``minimum`` is for numbers, ``pattern`` for strings. ``integer`` is listed with
``number`` because Tombi only accepts floats for the second, and ``null`` because Taplo passes
``inf`` and ``nan`` as null, which TOML does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from prefect_toml_lsp.prefect.acceptance import durations
from prefect_toml_lsp.prefect.acceptance.judging import LOG_LEVELS
from prefect_toml_lsp.prefect.acceptance.kinds import Kind, KindName
from prefect_toml_lsp.prefect.acceptance.rules import BATCH_SIZE, MAX_LOG_SIZE
from prefect_toml_lsp.prefect.json_schema import patterns

Keywords = dict[str, Any]

_BOUNDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
_NUMERIC = ["integer", "number", "string", "boolean"]
_FALSY: Keywords = {"enum": [False, 0]}
_TEXT: Keywords = {"type": "string"}


_SMALL_BATCH = {
    "type": ["integer", "number", "string"],
    "exclusiveMaximum": MAX_LOG_SIZE,
    "pattern": patterns.below(MAX_LOG_SIZE),
}
_LARGE_LOG = {
    "type": ["integer", "number", "string"],
    "exclusiveMinimum": BATCH_SIZE,
    "pattern": patterns.above(BATCH_SIZE),
}
_OPEN = {"additionalProperties": True}  # otherwise Tombi takes a part for the whole table
TOGETHER: Mapping[str, Keywords] = {
    # A batch must hold the largest log: a value that conflicts with the other's default requires
    # it.
    "logging.to_api": {
        "if": {"required": ["batch_size"], "properties": {"batch_size": _SMALL_BATCH}, **_OPEN},
        "then": {"required": ["max_log_size"], **_OPEN},
        "else": {
            "if": {
                "required": ["max_log_size"],
                "properties": {"max_log_size": _LARGE_LOG},
                **_OPEN,
            },
            "then": {"required": ["batch_size"], **_OPEN},
            **_OPEN,
        },
    },
}
"""By table, the keywords for Prefect's rules about several settings (`acceptance.rules`)."""


def keywords_of(kind: Kind) -> Keywords:
    """The values that Prefect accepts for a setting of `kind`, as JSON Schema keywords."""
    return _KEYWORDS[kind.name](kind.facts)


def _bounds(facts: Mapping[str, Any]) -> Keywords:
    return {name: facts[name] for name in _BOUNDS if name in facts}


def _booleans(facts: Mapping[str, Any], others: list[str]) -> Keywords:
    """The types `others` and boolean, if 0 and 1, to which Prefect converts booleans, are within
    the bounds.
    """
    most = facts.get("maximum", 1)
    if facts.get("minimum", 0) > 1 or most < 1:
        return {"type": [each for each in others if each != "boolean"]}
    if facts.get("minimum", 0) > 0 or facts.get("exclusiveMinimum", -1) >= 0:
        return {"type": others, "not": {"const": False}}
    return {"type": others}


def _boolean(_: Mapping[str, Any]) -> Keywords:
    types = ["boolean", "integer", "number", "string"]
    return {"type": types, "minimum": 0, "maximum": 1, "multipleOf": 1, "pattern": patterns.BOOLEAN}


def _integer(facts: Mapping[str, Any]) -> Keywords:
    return {
        **_booleans(facts, _NUMERIC),
        "multipleOf": 1,
        **_bounds(facts),
        "pattern": patterns.integer(facts),
    }


def _number(facts: Mapping[str, Any]) -> Keywords:
    return {
        **_booleans(facts, [*_NUMERIC, "null"]),
        **_bounds(facts),
        "pattern": patterns.number(facts),
    }


def _string(facts: Mapping[str, Any]) -> Keywords:
    least = {"minLength": facts["minLength"]} if "minLength" in facts else {}
    return {**_TEXT, **least}


def _enum(facts: Mapping[str, Any]) -> Keywords:
    return {**_TEXT, "enum": [*facts["enum"]]}


def _log_level(_: Mapping[str, Any]) -> Keywords:
    upper = {**_TEXT, "enum": [*LOG_LEVELS]}
    return {"anyOf": [upper, {**_TEXT, "pattern": patterns.LOG_LEVEL}]}


def _file_name(_: Mapping[str, Any]) -> Keywords:
    return {**_TEXT, "pattern": patterns.FILE_NAME}


def _spans(pattern: str, facts: Mapping[str, Any]) -> Keywords:
    """Numbers of seconds within `datetime.timedelta`, and strings that match `pattern`."""
    longest = {
        "minimum": -durations.MAX_DAYS * 86_400,
        "exclusiveMaximum": durations.MAX_SECONDS + 1,
    }
    least = facts.get("exclusiveMinimum")
    made = {**_booleans(facts, _NUMERIC), **longest, **_bounds(facts), "pattern": pattern}
    if least is None:
        return made
    del made["minimum"]
    if least >= 1:
        made["type"] = [each for each in made["type"] if each != "boolean"]
    made["not"] = {**_TEXT, "pattern": patterns.at_most(least)}
    return made


def _duration(facts: Mapping[str, Any]) -> Keywords:
    return _spans(patterns.DURATION, facts)


def _seconds_duration(facts: Mapping[str, Any]) -> Keywords:
    return _spans(patterns.DURATION_OR_SECONDS, facts)


def _seconds(facts: Mapping[str, Any]) -> Keywords:
    return _spans(patterns.PYTHON_INTEGER, facts)


def _number_or_list(pattern: str) -> Callable[[Mapping[str, Any]], Keywords]:
    def made(_: Mapping[str, Any]) -> Keywords:
        types = ["integer", "number", "string", "boolean", "array", "null"]
        return {"type": types, "pattern": pattern, "items": _number({})}

    return made


def _retry_codes(facts: Mapping[str, Any]) -> Keywords:
    one = {
        "type": ["integer", "number"],
        "multipleOf": 1,
        **_bounds(facts),
    }
    item = {**one, "type": [*one["type"], "string"], "pattern": patterns.integer(facts)}
    text = {**_TEXT, "pattern": patterns.integers(facts)}
    return {"anyOf": [{"type": "array", "items": item}, text, one, _FALSY]}


def _string_set(_: Mapping[str, Any]) -> Keywords:
    return {"anyOf": [{"type": "array", "items": _TEXT}, _TEXT, _FALSY]}


def _delimited_string(_: Mapping[str, Any]) -> Keywords:
    return {"type": ["string", "array"], "maxItems": 0}


def _vacuum_types(_: Mapping[str, Any]) -> Keywords:
    types = ["boolean", "array", "string", "integer", "number"]
    return {"type": types, "minimum": 0, "maximum": 1, "multipleOf": 1, "items": _TEXT}


def _string_map(_: Mapping[str, Any]) -> Keywords:
    return _map(_TEXT, patterns.JSON_OF_TEXTS)


def _string_map_json(_: Mapping[str, Any]) -> Keywords:
    return {**_TEXT, "pattern": patterns.JSON_OF_TEXTS}


def _duration_map(facts: Mapping[str, Any]) -> Keywords:
    return _map(_seconds_duration(facts), patterns.JSON_OF_DURATIONS)


def _map(entry: Keywords, text: str) -> Keywords:
    return {"type": ["object", "string"], "additionalProperties": entry, "pattern": text}


def _label_filters(_: Mapping[str, Any]) -> Keywords:
    return {**_TEXT, "pattern": patterns.PAIRS}


def _any(_: Mapping[str, Any]) -> Keywords:
    return {"not": {"type": "object"}}


_KEYWORDS: Mapping[KindName, Callable[[Mapping[str, Any]], Keywords]] = {
    "any": _any,
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "string": _string,
    "secret": _string,
    "enum": _enum,
    "path": _string,
    "duration": _duration,
    "seconds-duration": _seconds_duration,
    "seconds": _seconds,
    "log-level": _log_level,
    "home": _string,
    "profiles-path": _file_name,
    "number-or-list": _number_or_list(patterns.number({})),
    "retry-delay": _number_or_list(patterns.NUMBERS),
    "retry-codes": _retry_codes,
    "string-set": _string_set,
    "delimited-string": _delimited_string,
    "vacuum-types": _vacuum_types,
    "string-map": _string_map,
    "string-map-json": _string_map_json,
    "label-filters": _label_filters,
    "duration-map": _duration_map,
}
