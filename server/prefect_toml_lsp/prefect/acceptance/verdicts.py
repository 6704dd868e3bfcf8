"""What Prefect does with one value: the four verdicts.

The verdict is always Prefect's own, as its settings classes give it when they load the file
(`prefect.settings.Settings`).  Every verdict is a named tuple whose last field, `outcome`, tells
the four apart, so that two verdicts of different kinds never compare equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from prefect_toml_lsp.records import NamedTuple

Release = tuple[int, int, int]
"""A Prefect release: ``(3, 8, 8)``."""


class Accepted(NamedTuple):
    """Prefect takes the value and keeps it as written."""

    outcome: Literal["accepted"] = "accepted"


class Converted(NamedTuple):
    """Prefect accepts the value and converts it.

    `result` is what the setting becomes, as TOML could write it: a duration is its ISO 8601 text,
    a path is text, a set is a sorted list; `None` says that the setting ends up unset.
    `rule` is a stable short name for the conversion, such as ``"bool-from-string"``.
    """

    result: Any
    rule: str
    outcome: Literal["converted"] = "converted"


class Refused(NamedTuple):
    """Prefect refuses to load the file because of this value.

    `rule` is a stable short name (``"type"``, ``"minimum"``, ``"duration-syntax"`` …), `detail`
    holds the facts that a message needs (the bound, the allowed values, the index of an item …).
    """

    rule: str
    detail: Mapping[str, Any]
    outcome: Literal["refused"] = "refused"


class Ignored(NamedTuple):
    """Prefect loads the file, and the value has no effect.  `rule` says why."""

    rule: str
    outcome: Literal["ignored"] = "ignored"


Verdict = Accepted | Converted | Refused | Ignored

ACCEPTED = Accepted()


def effective(value: Any, verdict: Accepted | Converted) -> Any:
    """The value of the setting if `value` was written and got `verdict`."""
    return verdict.result if isinstance(verdict, Converted) else value


def taken(verdict: Verdict) -> bool:
    """Whether the value reaches the setting, as written or converted."""
    return isinstance(verdict, (Accepted, Converted))


def type_name(value: object) -> str:
    """The TOML name of the type of a value that tomllib made, for messages."""
    for kind, name in _TYPE_NAMES:
        if isinstance(value, kind):
            return name
    module = type(value).__module__
    names = {"datetime": "date-time", "date": "date", "time": "time"}
    return names.get(type(value).__name__, "value") if module == "datetime" else "value"


_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "float"),
    (str, "string"),
    (list, "array"),
    (dict, "table"),
)


def refuse_type(expected: str, value: object) -> Refused:
    """The refusal of a value whose type the setting cannot use.

    `detail`: ``expected`` (a JSON Schema type or format), ``found`` (a TOML type).
    """
    return Refused("type", {"expected": expected, "found": type_name(value)})
