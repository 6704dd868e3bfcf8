"""The verdict on one value for one setting in one release."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from prefect_toml_lsp.prefect.acceptance import (
    duration_values,
    lists,
    maps,
    paths,
    scalars,
)
from prefect_toml_lsp.prefect.acceptance.bounds import long_enough, within
from prefect_toml_lsp.prefect.acceptance.kinds import Kind, KindName, kind_of
from prefect_toml_lsp.prefect.acceptance.verdicts import (
    ACCEPTED,
    Converted,
    Ignored,
    Refused,
    Release,
    Verdict,
    refuse_type,
)


def judge(path: str, facts: Mapping[str, Any], value: object, release: Release) -> Verdict:
    """What Prefect `release` does with `value`, written for the setting or table `path`.

    `path` is dotted (``"server.api.port"``), `facts` are the JSON Schema keywords that the
    release declares for it, `value` is what the TOML reader made of the text.  Rules that look at
    several settings at once are in `acceptance.rules`.
    """
    kind = kind_of(path, facts, release)
    if kind.name == "table":
        return judge_table(value)
    if isinstance(value, dict) and kind.name not in _TAKES_TABLES:
        return _judge_stray_table(kind, value, release)
    return _JUDGES[kind.name](value, kind, release)


def judge_entry(
    path: str, facts: Mapping[str, Any], entry: object, release: Release
) -> Verdict | None:
    """What Prefect does with the value of one entry of a free-form table, as `judge` does with all
    of it; None for a setting that is not such a table.
    """
    kind = kind_of(path, facts, release)
    if kind.name == "duration-map":
        return maps.duration_entry(entry, kind.facts)
    return scalars.lax_str(entry) if kind.name in _STRING_MAPS else None


def judge_decoded_table(
    path: str, facts: Mapping[str, Any], value: Mapping[str, Any], release: Release
) -> Verdict | None:
    """What Prefect does with a table that JSON in a variable holds, for a setting that no table
    of a TOML file reaches (`judge` calls it ignored); None if that is a refusal.
    """
    kind = kind_of(path, facts, release).name
    if kind == "label-filters":
        return maps.label_filters(value)
    return ACCEPTED if kind == "any" else None


def judge_table(value: object) -> Verdict:
    """What Prefect does with `value` where a table of settings belongs.

    A table is taken, even an empty one; the settings in it are judged one by one.  Anything else,
    an array of tables included, crashes the settings source before a setting is looked at.
    """
    return ACCEPTED if isinstance(value, dict) else refuse_type("table", value)


def _judge_stray_table(kind: Kind, value: Mapping[str, Any], release: Release) -> Verdict:
    """A table where one value belongs: skipped, except for ``profiles_path``, which is used."""
    if value and kind.name == "profiles-path" and release >= paths.PROFILES_OPENED_SINCE:
        return refuse_type("string", value)
    return Ignored("table")


def _boolean(value: object, kind: Kind, release: Release) -> Verdict:
    return scalars.lax_bool(value)


def _integer(value: object, kind: Kind, release: Release) -> Verdict:
    return within(value, scalars.lax_int(value), kind.facts)


def _number(value: object, kind: Kind, release: Release) -> Verdict:
    return within(value, scalars.lax_float(value), kind.facts)


def _string(value: object, kind: Kind, release: Release) -> Verdict:
    return scalars.lax_str(value) if not isinstance(value, str) else long_enough(value, kind.facts)


def _enum(value: object, kind: Kind, release: Release) -> Verdict:
    if isinstance(value, str) and value in kind.facts["enum"]:
        return ACCEPTED
    if not isinstance(value, str):
        return refuse_type("string", value)
    return Refused("enum", {"allowed": tuple(kind.facts["enum"])})


LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def _log_level(value: object, kind: Kind, release: Release) -> Verdict:
    """A log level in any case (`prefect.types.LogLevel`); anything but a string is a crash."""
    if not isinstance(value, str):
        return refuse_type("string", value)
    level = value.upper()
    if level not in LOG_LEVELS:
        return Refused("enum", {"allowed": LOG_LEVELS})
    return ACCEPTED if level == value else Converted(level, "level-case")


def _path(value: object, kind: Kind, release: Release) -> Verdict:
    return paths.path(value)


def _home(value: object, kind: Kind, release: Release) -> Verdict:
    return paths.home(value)


def _profiles_path(value: object, kind: Kind, release: Release) -> Verdict:
    return paths.profiles_path(value, release)


def _duration(value: object, kind: Kind, release: Release) -> Verdict:
    return duration_values.bounded(value, duration_values.read_duration(value), kind.facts)


def _seconds_duration(value: object, kind: Kind, release: Release) -> Verdict:
    return duration_values.bounded(value, duration_values.read_seconds(value), kind.facts)


def _seconds(value: object, kind: Kind, release: Release) -> Verdict:
    return duration_values.seconds(value)


def _any(value: object, kind: Kind, release: Release) -> Verdict:
    return ACCEPTED


def _string_set(value: object, kind: Kind, release: Release) -> Verdict:
    return lists.string_set(value)


def _delimited_string(value: object, kind: Kind, release: Release) -> Verdict:
    return lists.delimited_string(value)


def _retry_codes(value: object, kind: Kind, release: Release) -> Verdict:
    return lists.retry_codes(value, kind.facts)


def _number_or_list(value: object, kind: Kind, release: Release) -> Verdict:
    return lists.number_or_list(value)


def _retry_delay(value: object, kind: Kind, release: Release) -> Verdict:
    return lists.retry_delay(value)


def _vacuum_types(value: object, kind: Kind, release: Release) -> Verdict:
    return lists.vacuum_types(value)


def _string_map(value: object, kind: Kind, release: Release) -> Verdict:
    return maps.string_map(value)


def _label_filters(value: object, kind: Kind, release: Release) -> Verdict:
    return maps.label_filters(value)


def _duration_map(value: object, kind: Kind, release: Release) -> Verdict:
    return maps.duration_map(value, kind.facts)


_TAKES_TABLES = frozenset(("string-map", "duration-map"))
_STRING_MAPS = frozenset(("string-map", "string-map-json"))

_JUDGES: Mapping[KindName, Callable[[object, Kind, Release], Verdict]] = {
    "any": _any,
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "string": _string,
    "secret": _string,
    "enum": _enum,
    "path": _path,
    "duration": _duration,
    "seconds-duration": _seconds_duration,
    "seconds": _seconds,
    "log-level": _log_level,
    "home": _home,
    "profiles-path": _profiles_path,
    "number-or-list": _number_or_list,
    "retry-delay": _retry_delay,
    "retry-codes": _retry_codes,
    "string-set": _string_set,
    "delimited-string": _delimited_string,
    "vacuum-types": _vacuum_types,
    "string-map": _string_map,
    "string-map-json": _string_map,
    "label-filters": _label_filters,
    "duration-map": _duration_map,
}
