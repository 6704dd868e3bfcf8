"""Regular expressions for strings that Prefect converts: numbers, booleans, durations, lists.

They use only what the dialects of ECMAScript, Python and Rust have in common: no look-around, no
back references, and classes of characters instead of flags. Each matches the whole string.

If a bound cannot be expressed exactly (digits with underscores, numbers with an exponent), they
accept values that may violate it: they refuse nothing that Prefect accepts, except for oddities
such as ``"0-7"``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from prefect_toml_lsp.prefect.acceptance.judging import LOG_LEVELS
from prefect_toml_lsp.prefect.acceptance.scalars import BOOLEAN_WORDS

_DIGITS = "[0-9]+(?:_[0-9]+)*"
_ZEROS = r"(?:\.0+)?"
_EXPONENT = f"(?:[eE][+-]?{_DIGITS})"
_NUMBER = rf"(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS}){_EXPONENT}?"


def whole(pattern: str) -> str:
    """`pattern` for all of a string."""
    return f"^(?:{pattern})$" if "|" in pattern else f"^{pattern}$"


def any_case(word: str) -> str:
    """`word` in any case."""
    return "".join(f"[{c.lower()}{c.upper()}]" if c.isalpha() else c for c in word)


BOOLEAN = whole("|".join(map(any_case, BOOLEAN_WORDS)))
INFINITY = any_case("inf") + f"(?:{any_case('inity')})?"
NOT_A_NUMBER = any_case("nan")
LOG_LEVEL = whole("|".join(map(any_case, LOG_LEVELS)))


def integer(facts: Mapping[str, Any]) -> str:
    """A whole number in a string, between the bounds in `facts`."""
    return rf"^\s*{_integer(facts)}\s*$"


def _integer(facts: Mapping[str, Any]) -> str:
    least = facts.get("minimum", facts.get("exclusiveMinimum", -1) + 1)
    if not facts.keys() & {"minimum", "exclusiveMinimum"} or least < 0:
        return rf"[+-]?{_DIGITS}{_ZEROS}"
    most = facts.get("maximum")
    if least == 0 and most is None:
        return rf"(?:\+?{_DIGITS}|-0+){_ZEROS}"
    return rf"\+?(?:0*(?:{between(least, most)})|[0-9]+(?:_[0-9]+)+){_ZEROS}"


def number(facts: Mapping[str, Any]) -> str:
    """A number in a string, between the bounds in `facts`; with none, also "inf" and "nan"."""
    return rf"^\s*{_number(facts)}\s*$"


def _number(facts: Mapping[str, Any]) -> str:
    least = facts.get("minimum", facts.get("exclusiveMinimum"))
    if least is None or least < 0:
        return f"[+-]?(?:{_NUMBER}|{INFINITY}|{NOT_A_NUMBER})"
    if "maximum" in facts and least == int(least) and facts["maximum"] == int(facts["maximum"]):
        first, last = int(least), int(facts["maximum"])
        inner = rf"0*(?:{between(first, last - 1)})(?:\.[0-9]*)?|0*{last}\.?0*"
        underscored = r"[0-9]+(?:_[0-9]+)+(?:\.[0-9_]*)?"
        return rf"\+?(?:{inner}|{underscored}|[0-9]+(?:\.[0-9]*)?{_EXPONENT})"
    if least == 0 and "exclusiveMinimum" in facts:
        some = r"[0_]*[1-9][0-9_]*(?:\.[0-9_]*)?|[0_]*\.[0_]*[1-9][0-9_]*"
        return rf"\+?(?:(?:{some}){_EXPONENT}?|{INFINITY})"
    return rf"(?:\+?(?:{_NUMBER}|{INFINITY})|-0*\.?0*)"


def between(least: int, most: int | None) -> str:
    """Digits, without leading zeros, of the whole numbers from `least` to `most`, or of all from
    `least` on.
    """
    longest = len(str(least if most is None else most))
    parts: list[str] = []
    for length in range(len(str(least)), longest + 1):
        first = max(least, 10 ** (length - 1) if length > 1 else 0)
        last = 10**length - 1
        parts += _same_length(str(first), str(last if most is None else min(most, last)))
    if most is None:
        parts.append(f"[1-9][0-9]{{{longest},}}")
    return "|".join(parts)


def _same_length(first: str, last: str) -> Iterator[str]:
    """The numbers from `first` to `last`, which are as long as each other."""
    if first[1:] == "0" * (len(first) - 1) and last[1:] == "9" * (len(last) - 1):
        yield _from_to(first[0], last[0]) + _any_digits(len(first) - 1)
    elif first[0] == last[0]:
        yield from (first[0] + rest for rest in _same_length(first[1:], last[1:]))
    else:
        low, high = int(first[0]), int(last[0])
        if first[1:] != "0" * (len(first) - 1):
            yield from _same_length(first, first[0] + "9" * (len(first) - 1))
            low += 1
        full = last[1:] == "9" * (len(last) - 1)
        if low <= high - (not full):
            yield _from_to(str(low), str(high - (not full))) + _any_digits(len(first) - 1)
        if not full:
            yield from _same_length(last[0] + "0" * (len(last) - 1), last)


def _from_to(first: str, last: str) -> str:
    return first if first == last else f"[{first}-{last}]"


def _any_digits(count: int) -> str:
    return {0: "", 1: "[0-9]"}.get(count, f"[0-9]{{{count}}}")


def below(bound: int) -> str:
    """A whole number in a string under `bound`, which is positive."""
    return rf"^\s*(?:-[0-9]+|\+?0*(?:{between(0, bound - 1)})){_ZEROS}\s*$"


def above(bound: int) -> str:
    """A whole number in a string over `bound`, which is positive."""
    return rf"^\s*\+?0*(?:{between(bound + 1, None)}){_ZEROS}\s*$"


def _separated(item: str) -> str:
    """`item` once or more, with commas between and spaces around."""
    return rf"\s*{item}\s*(?:,\s*{item}\s*)*"


def integers(facts: Mapping[str, Any]) -> str:
    """Nothing, or whole numbers with commas between them."""
    return f"^(?:{_separated(_integer(facts))})?$"


NUMBERS = rf"^{_separated(f'(?:{_number({})})?')}$"
"""Numbers with commas between them, any of which may be missing."""

# --- durations -------------------------------------------------------------------------------

_MINUTES = "[0-5][0-9]"
_FRACTION = "(?:[.,][0-9]+)?"
_SECONDS = f":{_MINUTES}{_FRACTION}"
_CLOCK = f"[0-9]{{2,10}}:{_MINUTES}(?:{_SECONDS})?|[0-9]{{0,10}}:{_MINUTES}{_SECONDS}"
_HOURS_OF_DAY = "(?:[01]?[0-9]|2[0-3])"
_CLOCK_OF_DAY = (
    f"(?:[01][0-9]|2[0-3]):{_MINUTES}(?:{_SECONDS})?|{_HOURS_OF_DAY}?:{_MINUTES}{_SECONDS}"
)
_DATE, _TIME = "[0-9]+[YMWD]", "[0-9]+[HMS]"
_ISO = (
    f"P(?:{_DATE})*(?:{_DATE}|[0-9]+[.,][0-9]*[YMWD])T?"
    f"|P(?:{_DATE})*T(?:{_TIME})*(?:{_TIME}|[0-9]+[.,][0-9]*[HMS])"
)
_DAYS = f"[0-9]+ ?[dD](?:ays?|AYS?)?,? ?(?:{_CLOCK_OF_DAY})?"
_DURATION = f"[+-]?(?:{_ISO}|{_CLOCK}|{_DAYS})"

DURATION = whole(_DURATION)
"""ISO 8601, a clock, or days with a clock under 24 hours (`acceptance.durations`)."""
DURATION_OR_SECONDS = rf"^(?:{_DURATION}|\s*[+-]?{_NUMBER}\s*)$"


def at_most(seconds: int) -> str:
    """A regular expression for durations that are negative or plainly not longer than `seconds`:
    those with one unit, as people write them. `seconds` must be a whole number of hours.
    """
    hours = seconds // 3600
    units = ((seconds, "S"), (seconds // 60, "M"), (hours, "H"))
    nothing = "(?:0+[YMWD])*"
    some = "|".join(f"0*(?:{between(0, most)}){unit}" for most, unit in units)
    numbers = rf"0*(?:{between(0, seconds)})(?:\.0*)?"
    clock = rf"0*:(?:{_MINUTES})(?:{_SECONDS})?|" if hours else ""
    full = rf"0*{hours}?:00(?::00)?" if hours < 2 else f"0*{hours}:00(?::00)?"
    return rf"^(?:\s*-.*|\+?P{nothing}(?:T(?:{some})?)?|\s*\+?{numbers}\s*|\+?(?:{clock}{full}))$"


# --- JSON in a string ------------------------------------------------------------------------

_TEXT = r'"(?:[^"\\]|\\.)*"'


def _json_object(value: str) -> str:
    entry = rf"\s*{_TEXT}\s*:\s*{value}\s*"
    return rf"\s*\{{(?:{entry}(?:,{entry})*|\s*)\}}\s*"


JSON_OF_TEXTS = whole(rf'{_json_object(_TEXT)}|\s*"\s*\{{.*\}}\s*"\s*')
"""A JSON object of strings, or one in a JSON string."""
JSON_OF_DURATIONS = f"^{_json_object(rf'(?:{_TEXT}|-?[0-9][0-9.eE+-]*|true)')}$"

PAIRS = "^[^,]*=[^,]*(?:,[^,]*=[^,]*)*$"
"""``key=value``, with commas between several."""
FILE_NAME = "[^./]|^$"
"""Not only slashes and dots, which lead to a folder."""
PYTHON_INTEGER = rf"^\s*[+-]?{_DIGITS}\s*$"
