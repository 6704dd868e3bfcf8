"""Values of settings that are durations."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from prefect_toml_lsp.prefect.acceptance import durations
from prefect_toml_lsp.prefect.acceptance.bounds import broken_bound
from prefect_toml_lsp.prefect.acceptance.durations import Duration, DurationError
from prefect_toml_lsp.prefect.acceptance.verdicts import (
    ACCEPTED,
    Converted,
    Refused,
    Verdict,
    refuse_type,
)

_RULES = {"clock": "clock-to-duration", "days": "days-to-duration"}


def read_duration(value: object) -> Duration | Refused:
    """The duration that pydantic reads from a number of seconds or from text.

    Text follows the grammar of `acceptance.durations`: a bare number in a string is refused.
    """
    try:
        if isinstance(value, str):
            return durations.parse(value)
        if isinstance(value, (int, float)):
            return durations.from_number(value)
    except DurationError as error:
        return _refusal(value, error)
    return refuse_type("duration", value)


def read_seconds(value: object) -> Duration | Refused:
    """Like `read_duration`, but text may also be a bare number of seconds.

    Prefect converts numbers itself (`prefect.types.SecondsTimeDelta`), so Python's `float` and
    `datetime.timedelta` decide: half a microsecond is rounded to even, and too large a number is
    a crash.
    """
    seconds: float | None = None
    if isinstance(value, (int, float)):
        seconds = value
    elif isinstance(value, str):
        try:
            seconds = float(value)
        except ValueError:
            return read_duration(value)
    if seconds is None:
        return read_duration(value)
    try:
        span = datetime.timedelta(seconds=seconds)
    except OverflowError:
        return _refusal(value, DurationError(0, "too-large"))
    except ValueError:
        return _refusal(value, DurationError(0, "not-a-number"))
    total = (span.days * 86_400 + span.seconds) * durations.SECOND + span.microseconds
    return Duration(total)


def seconds(value: object) -> Verdict:
    """Seconds as prefect-redis reads them: a number, or a whole number in a string.

    Python's `int` reads the string (`prefect_redis.messaging.TimeDelta`), so ISO 8601 is refused.
    """
    if isinstance(value, str):
        try:
            number = int(value)
            datetime.timedelta(seconds=number)
        except ValueError:
            return Refused("int-string", {})
        except OverflowError:
            return _refusal(None, DurationError(0, "too-large"))
        return Converted(number, "int-from-string")
    if not isinstance(value, (int, float)):
        return refuse_type("number", value)
    read = read_duration(value)
    if isinstance(read, Refused):
        return read
    return Converted(int(value), "int-from-bool") if isinstance(value, bool) else ACCEPTED


def _refusal(value: object, error: DurationError) -> Refused:
    """`detail`: ``reason`` and, for text, the 0-based ``position`` in it."""
    if isinstance(value, str):
        return Refused("duration-syntax", {"reason": error.reason, "position": error.position})
    return Refused("duration-range", {"reason": error.reason})


def bounded(value: object, read: Duration | Refused, facts: Mapping[str, Any]) -> Verdict:
    """The verdict on `value`, which was read as `read`; bounds in `facts` are in seconds."""
    if isinstance(read, Refused):
        return read
    broken = broken_bound(read.microseconds / durations.SECOND, facts)
    if broken:
        return broken
    if isinstance(value, bool):
        return Converted(read.iso(), "duration-from-bool")
    if not isinstance(value, str):
        return Converted(read.iso(), "duration-from-number")
    if read.spelling == "number":
        return Converted(read.iso(), "duration-from-numeric-string")
    if read.spelling == "iso":
        return ACCEPTED
    return Converted(read.iso(), _RULES[read.spelling])
