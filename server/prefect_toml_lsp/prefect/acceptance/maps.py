"""Values of settings that are free-form tables: any key, values of one kind.

Prefect's settings source takes such a table unchanged; it decodes a string as JSON
(`pydantic_settings.PydanticBaseSettingsSource.decode_complex_value`), and anything else crashes
that decoder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from prefect_toml_lsp.prefect.acceptance.duration_values import bounded, read_seconds
from prefect_toml_lsp.prefect.acceptance.lists import refuse_item
from prefect_toml_lsp.prefect.acceptance.scalars import lax_str
from prefect_toml_lsp.prefect.acceptance.verdicts import (
    ACCEPTED,
    Converted,
    Refused,
    Verdict,
    effective,
    refuse_type,
    taken,
)

Item = Callable[[object], Verdict]


def string_map(value: object) -> Verdict:
    """A table of strings, JSON for one in a string, or JSON in a JSON string.

    `prefect.types.JsonStringOrDict` decodes again, with *orjson*, what the settings source has
    decoded with `json`.
    """
    decoded = _from_json(value)
    if isinstance(decoded, str):
        decoded = _decode_strictly(decoded)
    return _map(value, decoded, lax_str)


def label_filters(value: object) -> Verdict:
    """``key=value`` pairs with commas between them, or a table from JSON in a variable
    (`prefect_kubernetes.settings.LabelFilters`).
    """
    if value is None:
        return Converted({}, "unset-from-empty")
    if isinstance(value, dict):
        return _map(value, value, lax_str)
    if not isinstance(value, str):
        return refuse_type("string", value)
    return ACCEPTED if all("=" in pair for pair in value.split(",")) else Refused("label-pairs", {})


def duration_map(value: object, bounds: Mapping[str, Any]) -> Verdict:
    """A table of durations, or JSON for one in a string."""
    return _map(value, _from_json(value), lambda entry: duration_entry(entry, bounds))


def duration_entry(entry: object, bounds: Mapping[str, Any]) -> Verdict:
    """One of the durations of such a table."""
    return bounded(entry, read_seconds(entry), bounds)


def _from_json(value: object) -> object:
    if isinstance(value, dict):
        return value
    return _decode(value) if isinstance(value, str) else refuse_type("object", value)


def _decode(text: str) -> object:
    """The decoded JSON of a string, or its refusal."""
    import json  # brings the `re` module with it, which costs more than all of this package

    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        return Refused("json", {"reason": error.msg, "position": error.pos})
    except (ValueError, RecursionError):
        return Refused("json", {"reason": "too large", "position": 0})


def _decode_strictly(text: str) -> object:
    """Like `_decode`, without half of a surrogate pair anywhere, which *orjson* refuses."""
    decoded = _decode(text) if _is_encodable(text) else None
    strings = [*decoded, *decoded.values()] if isinstance(decoded, dict) else []
    if decoded is None or not all(_is_encodable(s) for s in strings if isinstance(s, str)):
        return Refused("json", {"reason": "half of a surrogate pair", "position": 0})
    return decoded


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _map(written: object, decoded: object, item: Item) -> Verdict:
    if isinstance(decoded, Refused):
        return decoded
    if not isinstance(decoded, dict):
        return refuse_type("object", decoded)
    rule = None if isinstance(written, dict) else "json-in-string"
    result: dict[str, Any] = {}
    for key, value in decoded.items():
        verdict = item(value)
        if isinstance(verdict, Refused):
            return refuse_item(key, value, verdict)
        if isinstance(verdict, Converted) and rule is None:
            rule = "items"
        if taken(verdict):
            result[key] = effective(value, verdict)  # type: ignore[arg-type]
    return ACCEPTED if rule is None else Converted(result, rule)
