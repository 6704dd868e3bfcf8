"""Values of settings that are sets, lists or either a number or a list of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from prefect_toml_lsp.prefect.acceptance.bounds import within
from prefect_toml_lsp.prefect.acceptance.scalars import (
    float_from_string,
    lax_float,
    lax_int,
    lax_str,
)
from prefect_toml_lsp.prefect.acceptance.verdicts import (
    ACCEPTED,
    Accepted,
    Converted,
    Refused,
    Verdict,
    effective,
    refuse_type,
    type_name,
)

Item = Callable[[object], Verdict]

TEXT_WITH_COMMAS = frozenset(
    (
        "integrations.kubernetes.observer.additional_label_filters",
        "server.api.cors_allowed_headers",
        "server.api.cors_allowed_methods",
        "server.api.cors_allowed_origins",
        "server.database.sqlalchemy.connect_args.search_path",
    )
)
"""Settings whose text Prefect, PostgreSQL or a package splits at its commas."""


def string_set(value: object) -> Verdict:
    """A set of strings: an array of them, or one string with commas between them.

    Nothing at all (``""``, ``[]``, ``0``, ``false``) is the empty set
    (`prefect.types.validate_set_T_from_delim_string`).
    """
    return _set_from_delimited(value, lax_str)


def delimited_string(value: object) -> Verdict:
    """Verdict on the extra loggers in Prefect 3.1.0, which accepts a comma-separated string or
    nothing and crashes on a non-empty array.
    """
    if isinstance(value, str):
        names = [part.strip() for part in value.split(",")] if value else []
        return Converted(names, "comma-separated")
    return ACCEPTED if value == [] else refuse_type("string", value)


def retry_codes(value: object, bounds: Mapping[str, Any]) -> Verdict:
    """A set of HTTP status codes: an array, one code, or a string with commas between them."""

    def code(item: object) -> Verdict:
        return within(item, lax_int(item), bounds)

    return _set_from_delimited(value, code)


def _set_from_delimited(value: object, item: Item) -> Verdict:
    if not value:
        return ACCEPTED if isinstance(value, list) else Converted([], "empty-from-falsy")
    if isinstance(value, str):
        return _items([part.strip() for part in value.split(",")], item, "comma-separated")
    if not isinstance(value, list):
        verdict = item(value)
        if isinstance(verdict, (Accepted, Converted)):
            return Converted([effective(value, verdict)], "set-from-single")
        return verdict if isinstance(verdict, Refused) else refuse_type("array", value)
    return _items(value, item, None)


def _items(values: list[Any], item: Item, rule: str | None) -> Verdict:
    """The verdict on a set of which each member is judged by `item`.

    `rule` names a conversion that has happened already.
    """
    results: list[Any] = []
    for index, value in enumerate(values):
        verdict = item(value)
        if isinstance(verdict, Refused):
            return refuse_item(index, value, verdict)
        if isinstance(verdict, Converted) and rule is None:
            rule = "items"
        if isinstance(verdict, (Accepted, Converted)):
            results.append(effective(value, verdict))
    unique = list(dict.fromkeys(results))
    if rule is None and len(unique) < len(values):
        rule = "duplicates"
    return ACCEPTED if rule is None else Converted(sorted(unique), rule)


def refuse_item(index: int | str, value: object, verdict: Refused) -> Refused:
    """The refusal of a list or a map because of one item.

    `detail`: ``index`` (the 0-based index, or the key), ``found``, and the item's own ``rule`` and
    ``detail``.
    """
    detail = {"index": index, "found": type_name(value)}
    return Refused("item", {**detail, "rule": verdict.rule, "detail": verdict.detail})


def number_or_list(value: object) -> Verdict:
    """An integer, a number, or an array of numbers; the first that fits best wins."""
    if isinstance(value, list):
        return _numbers(value)
    if isinstance(value, float):
        return ACCEPTED
    verdict = lax_int(value)
    if isinstance(verdict, Refused) and isinstance(value, str):
        return lax_float(value)
    return verdict if not isinstance(verdict, Refused) else refuse_type("number", value)


def _numbers(values: list[Any]) -> Verdict:
    results: list[Any] = []
    converted = False
    for index, value in enumerate(values):
        verdict = lax_float(value)
        if isinstance(verdict, Refused):
            return refuse_item(index, value, verdict)
        converted = converted or isinstance(verdict, Converted)
        if isinstance(verdict, (Accepted, Converted)):
            results.append(float(effective(value, verdict)))
    return Converted(results, "items") if converted else ACCEPTED


def retry_delay(value: object) -> Verdict:
    """Like `number_or_list`, but a string may contain several numbers with commas between them.

    Empty items are skipped, and an empty string unsets the delay
    (`prefect.types.parse_retry_delay_input`).
    """
    if not isinstance(value, str):
        return number_or_list(value)
    parts = [part.strip() for part in value.strip().split(",") if part.strip()]
    if not parts:
        return Converted(None, "unset-from-empty")
    numbers: list[float] = []
    for index, part in enumerate(parts):
        number = float_from_string(part)
        if number is None:
            return refuse_item(index, part, Refused("number-string", {}))
        numbers.append(number)
    if len(numbers) == 1:
        return Converted(numbers[0], "number-from-string")
    return Converted(numbers, "comma-separated")


_VACUUM_WORDS = {"true": True, "1": True, "false": False, "0": False, "": False}
VACUUM_TYPES = ("events", "flow_runs", "orphans")


def vacuum_types(value: object) -> Verdict:
    """A set of strings, true or false, or a string that spells either.

    Prefect checks only later, when the server starts, that each is one of `VACUUM_TYPES`
    (`prefect.settings.models.server.services._parse_vacuum_enabled`).
    """
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _VACUUM_WORDS:
            return Converted(_VACUUM_WORDS[word], "bool-from-string")
        parts = [part.strip() for part in value.split(",") if part.strip()]
        return _items(parts, lax_str, "comma-separated")
    if isinstance(value, bool):
        return ACCEPTED
    if isinstance(value, (int, float)) and value in (0, 1):
        return Converted(value == 1, "bool-from-number")
    if isinstance(value, list):
        return _items(value, lax_str, None)
    return refuse_type("array", value)
