"""Durations: parse them as Prefect's settings do, and format them for people.

Prefect hands the text to pydantic, which hands it to the Rust crate *speedate*.  Its grammar, with
all its leniences, is this; a sign may precede each form::

    P [n Y] [n M] [n W] [n D] [T [n H] [n M] [n S]]    ISO 8601, in any order, units repeatable
    H…H:MM[:SS[.fraction]]                              a clock, ten digits of hours at most
    n [space] D [,] [space] [H…H:MM[:SS[.fraction]]]    days (D is d, day or days, or DAYS) and a
                                                        clock under 24 hours

A year is 365 days and a month is 30.  Only the last quantity of the ISO form may have a fraction,
after a full stop or a comma.  A bare number in a string is not a duration here; some settings
read one before they come to this grammar (see `duration_values`).

`parse` reports the position of an error.  All arithmetic is on whole microseconds.
"""

from __future__ import annotations

from typing import Literal

from prefect_toml_lsp.records import NamedTuple

SECOND = 1_000_000
DAY = 86_400 * SECOND
MAX_DAYS = 999_999_999
MAX_SECONDS = MAX_DAYS * 86_400 + 86_399
_U32 = 2**32 - 1
_MAX_HOURS = 2_400_000_000
_DATE_UNITS = {ord("Y"): 365, ord("M"): 30, ord("W"): 7, ord("D"): 1}
_TIME_UNITS = {ord("H"): 3600, ord("M"): 60, ord("S"): 1}
_WORDS = (("day", DAY), ("hour", 3600 * SECOND), ("minute", 60 * SECOND))

Spelling = Literal["iso", "clock", "days", "number"]
Reason = Literal[
    "too-short",
    "digit-expected",
    "date-unit-expected",
    "time-unit-expected",
    "repeated-t",
    "after-fraction",
    "day-expected",
    "hour-digit-expected",
    "clock-separator-expected",
    "minute-digit-expected",
    "minute-range",
    "second-digit-expected",
    "second-range",
    "fraction-digit-expected",
    "clock-over-a-day",
    "trailing-text",
    "too-large",
    "not-a-number",
]


class DurationError(ValueError):
    """The text is not a duration.

    `position` is the 0-based index, in characters, of where reading stopped (it may equal the
    length of the text); `reason` is one of the names in `Reason`.
    """

    def __init__(self, position: int, reason: Reason) -> None:
        super().__init__(f"{reason} at {position}")
        self.position = position
        self.reason: Reason = reason


class Duration(NamedTuple):
    """A length of time in whole microseconds, negative or not, and how it was spelled."""

    microseconds: int
    spelling: Spelling = "number"

    @property
    def seconds(self) -> float:
        """The length in seconds."""
        return self.microseconds / SECOND

    def iso(self) -> str:
        """The ISO 8601 text that Prefect reads as this very duration: ``P7D``, ``PT1M``."""
        sign = "-" if self.microseconds < 0 else ""
        days, rest = divmod(abs(self.microseconds), DAY)
        seconds, fraction = divmod(rest, SECOND)
        hours, seconds = divmod(seconds, 3600)
        minutes, seconds = divmod(seconds, 60)
        exact = f"{seconds}.{fraction:06d}".rstrip("0") if fraction else str(seconds)
        date = f"{days}D" if days else ""
        parts = ((str(hours), "H"), (str(minutes), "M"), (exact, "S"))
        time = "".join(number + unit for number, unit in parts if number != "0")
        if not date and not time:
            return "PT0S"
        return f"{sign}P{date}" + (f"T{time}" if time else "")

    def in_words(self) -> str:
        """The length in English: ``7 days``, ``1 hour 30 minutes``, ``0.5 seconds``."""
        rest = abs(self.microseconds)
        words = ["minus"] if self.microseconds < 0 else []
        for name, size in _WORDS:
            count, rest = divmod(rest, size)
            if count:
                words.append(f"{count:,} {name}" + ("" if count == 1 else "s"))
        if rest or not self.microseconds:
            exact = f"{rest // SECOND}.{rest % SECOND:06d}".rstrip("0").rstrip(".")
            words.append(f"{exact} second" + ("" if exact == "1" else "s"))
        return " ".join(words)


def iso(seconds: float) -> str:
    """`seconds` in ISO 8601, rounded to microseconds: ``iso(604800) == "P7D"``."""
    return Duration(round(seconds * SECOND)).iso()


def in_words(seconds: float) -> str:
    """`seconds` in English, rounded to microseconds: ``in_words(604800) == "7 days"``."""
    return Duration(round(seconds * SECOND)).in_words()


def from_number(seconds: float) -> Duration:
    """A number of seconds as pydantic reads it; a half microsecond is rounded away from zero.

    Raises `DurationError` at position 0 for ``nan`` and for more than 999,999,999 days.
    """
    if seconds != seconds:
        raise DurationError(0, "not-a-number")
    if abs(seconds) >= MAX_SECONDS + 1:
        raise DurationError(0, "too-large")
    if isinstance(seconds, int):
        total = int(seconds) * SECOND
    else:
        whole = int(abs(seconds))
        total = whole * SECOND + _round((abs(seconds) - whole) * SECOND)
        total = -total if seconds < 0 else total
    return _checked(total, "number", 0)


def parse(text: str) -> Duration:
    """The duration that `text` spells.  Raises `DurationError`."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        return _parse(data)
    except _At as stop:
        read = data[: stop.position].decode("utf-8", "ignore")
        raise DurationError(len(read), stop.reason) from None


class _At(Exception):
    """Where reading stopped, in bytes."""

    def __init__(self, position: int, reason: Reason) -> None:
        super().__init__(reason)
        self.position = position
        self.reason: Reason = reason


def _parse(data: bytes) -> Duration:
    if not data:
        raise _At(0, "too-short")
    start = 1 if data[0] in b"+-" else 0
    spelling: Spelling
    if data[start : start + 1] == b"P":
        days, seconds, micros = _parse_iso(data, start + 1)
        spelling = "iso"
    elif len(data) < 5 or b"d" in data or b"D" in data:
        days, seconds, micros = _parse_days(data, start)
        spelling = "days"
    else:
        days, seconds, micros = _parse_clock(data, start)
        spelling = "clock"
    seconds = _limited(seconds + micros // SECOND, len(data))
    days = _limited(days + seconds // 86_400, len(data))
    total = days * DAY + seconds % 86_400 * SECOND + micros % SECOND
    if days > MAX_DAYS:
        raise _At(start, "too-large")
    return _checked(-total if data[0] == ord("-") else total, spelling, start)


def _checked(total: int, spelling: Spelling, position: int) -> Duration:
    """`total` microseconds, unless they are too large for Python's `datetime.timedelta`."""
    if not -MAX_DAYS * DAY <= total < (MAX_DAYS + 1) * DAY:
        raise _At(position, "too-large") if spelling != "number" else DurationError(0, "too-large")
    return Duration(total, spelling)


def _parse_iso(data: bytes, start: int) -> tuple[int, int, int]:
    """The part after the P: (days, seconds, microseconds), each at most 32 bits."""
    days = seconds = micros = 0
    in_time = fraction_seen = False
    at = start
    while at < len(data):
        if data[at] == ord("T"):
            if in_time:
                raise _At(at, "repeated-t")
            in_time = True
            at += 1
            continue
        begin = at
        value, fraction, at = _quantity(data, at)
        if fraction_seen:
            raise _At(begin, "after-fraction")
        unit = data[at] if at < len(data) else 0
        size = (_TIME_UNITS if in_time else _DATE_UNITS).get(unit)
        if size is None:
            raise _At(at, "time-unit-expected" if in_time else "date-unit-expected")
        value = _limited(value * size, begin)
        extra = 0.0 if fraction is None else fraction * size
        extra = 0.0 if extra != extra else extra
        if in_time:
            seconds = _limited(seconds + value + int(extra), begin)
            micros += _round((extra - int(extra)) * SECOND)
        else:
            days = _limited(days + value + int(extra), begin)
            rest = (extra - int(extra)) * 86_400
            seconds = _limited(seconds + int(rest), begin)
            micros += _round((rest - int(rest)) * SECOND)
        fraction_seen = fraction is not None
        at += 1
    if at - start < 2:
        raise _At(at, "too-short")
    return days, seconds, micros


def _quantity(data: bytes, start: int) -> tuple[int, float | None, int]:
    """A whole number, its fraction if it has one, and the position after them."""
    at = _digits(data, start)
    if at == start:
        raise _At(start, "digit-expected")
    value = _number(data, start, at)
    if data[at : at + 1] not in (b".", b","):
        return value, None, at
    end = _digits(data, at + 1)
    decimal, denominator = 0.0, 1.0
    for byte in data[at + 1 : end]:
        decimal = decimal * 10.0 + (byte - 48)
        denominator *= 10.0
    # Hundreds of digits give inf / inf, which speedate reads as 0.
    return value, decimal / denominator, end


def _parse_days(data: bytes, start: int) -> tuple[int, int, int]:
    """Parse ``3 days, 04:05:06``: (days, seconds, microseconds)."""
    at = _digits(data, start)
    if at == start:
        raise _At(start, "too-short" if start == len(data) else "digit-expected")
    days = _number(data, start, at)
    at += data[at : at + 1] == b" "
    if data[at : at + 1] not in (b"d", b"D"):
        raise _At(at, "day-expected")
    at += 1
    if data[at : at + 1] in (b"a", b"A"):
        upper = data[at] == ord("A")
        if data[at + 1 : at + 2] != (b"Y" if upper else b"y"):
            raise _At(at + 1, "day-expected")
        at += 2
        at += data[at : at + 1] == (b"S" if upper else b"s")
    at += data[at : at + 1] == b","
    at += data[at : at + 1] == b" "
    if at >= len(data):
        return days, 0, 0
    more, seconds, micros = _parse_clock(data, at)
    if more:
        raise _At(at, "clock-over-a-day")
    return days, seconds, micros


def _parse_clock(data: bytes, start: int) -> tuple[int, int, int]:
    """``04:05:06.5``: (days, seconds, microseconds); the hours may be left out before the colon."""
    if len(data) - start < 5:
        raise _At(len(data), "too-short")
    colon = data.find(b":", start)
    end = _digits(data, start)
    if end != colon:
        raise _At(end, "clock-separator-expected" if colon < 0 else "hour-digit-expected")
    hours = int(data[start:colon] or b"0") if colon - start <= 10 else _MAX_HOURS + 1
    if hours > _MAX_HOURS:
        raise _At(start, "too-large")
    # Twelve bytes, MM:SS.ffffff, are read; speedate drops whatever follows them.
    rest = data[colon + 1 : colon + 13]
    base = colon + 1
    minutes = _two_digits(rest, 0, base, "minute-digit-expected", "minute-range")
    seconds = micros = 0
    at = 2
    if rest[2:3] == b":":
        seconds = _two_digits(rest, 3, base, "second-digit-expected", "second-range")
        at = 5
        if rest[5:6] in (b".", b","):
            at = _digits(rest, 6)
            if at == 6:
                raise _At(base + at, "fraction-digit-expected")
            micros = int(rest[6:at].ljust(6, b"0"))
    if at < len(rest):
        raise _At(base + at, "trailing-text")
    return hours // 24, hours % 24 * 3600 + minutes * 60 + seconds, micros


def _two_digits(rest: bytes, at: int, base: int, missing: Reason, out_of_range: Reason) -> int:
    """The number below 60 that the two digits at `at` make."""
    pair = rest[at : at + 2]
    good = _digits(pair, 0)
    if good < 2:
        raise _At(base + at + good, missing)
    if int(pair) > 59:
        raise _At(base + at, out_of_range)
    return int(pair)


def _digits(data: bytes, start: int) -> int:
    """The position after the ASCII digits that begin at `start`."""
    at = start
    while at < len(data) and 48 <= data[at] <= 57:
        at += 1
    return at


def _number(data: bytes, start: int, end: int) -> int:
    """The number of the digits; an error if it needs more than 32 bits."""
    digits = data[start:end].lstrip(b"0")
    if len(digits) > 10:
        raise _At(start, "too-large")
    return _limited(int(digits or b"0"), start)


def _limited(value: int, position: int) -> int:
    """`value`, unless it needs more than 32 bits."""
    if value > _U32:
        raise _At(position, "too-large")
    return value


def _round(value: float) -> int:
    """Round to the nearest whole number, halves away from zero.  `value` is not negative."""
    whole = int(value)
    return whole + (value - whole >= 0.5)
