"""Numbers, booleans, dates and times (TOML 1.0, Integer to Local Time)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import Invalid, Literal
from prefect_toml_lsp.toml.reader import Reader

# Compiled on the first value that may be one: most files have none.
_TIME = r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,6})[0-9]*)?"
_DATETIME = (
    r"([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    rf"(?:[Tt ]{_TIME}(?:([Zz])|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))?)?"
)
_INTEGER = re.compile(
    r"[+-]?(?:0|[1-9](?:_?[0-9])*)"
    r"|0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|b[01](?:_?[01])*|o[0-7](?:_?[0-7])*)"
)
_FLOAT = (
    r"[+-]?(?:(?:0|[1-9](?:_?[0-9])*)"
    r"(?:\.[0-9](?:_?[0-9])*(?:[eE][+-]?[0-9](?:_?[0-9])*)?|[eE][+-]?[0-9](?:_?[0-9])*)"
    r"|inf|nan)"
)
_TOKEN = re.compile(r"""[^ \t,\[\]{}#"'=]+""")
_LEADING_ZERO = r"[+-]?0[0-9_]+(?:\.[0-9_]+)?"
_NUMERIC = r"[+-]?(?=[_.]*[0-9])[0-9_]*\.?[0-9_]*(?:[eE][+-]?[0-9_]*)?"
_WORDS = {"True": "true", "False": "false", "TRUE": "true", "FALSE": "false"}
_NULLS = ("null", "None", "none", "nil")
QUOTED = frozenset((*_WORDS, *_WORDS.values(), *_NULLS))
"""The words that messages about broken values quote; everybody knows them."""


def read_literal(reader: Reader) -> Literal | Invalid | None:
    """Read the unquoted value at the cursor; None if no value starts."""
    dated = _match_date(reader.line, reader.column)
    token = dated or _TOKEN.match(reader.line, reader.column)
    if token is None:
        return None
    text = token.group()
    span = reader.take(len(text))
    value = _decode_date(reader, dated, span) if dated else _decode(reader, text, span)
    return Invalid(text, span) if value is None else Literal(value, span, text)


def _match_date(line: str, column: int) -> re.Match[str] | None:
    after_year = column + 4
    if line[after_year : after_year + 1] != "-":
        return None
    return re.compile(_DATETIME).match(line, column)


def _decode(reader: Reader, text: str, span: Span) -> int | float | bool | time | None:
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return _decode_integer(reader, text, span)
    if re.fullmatch(_FLOAT, text):
        return float(text.replace("_", ""))
    local = re.fullmatch(_TIME, text)
    if local:
        hour, minute, second, fraction = local.groups()
        return time(int(hour), int(minute), int(second), _microseconds(fraction))
    reader.report("invalid-value", _explain(text), span)
    return None


def _decode_integer(reader: Reader, text: str, span: Span) -> int | None:
    try:
        return int(text, 0)
    except ValueError:  # Python bounds the digits of an integer (sys.set_int_max_str_digits)
        reader.report("invalid-value", "The integer has more digits than Python reads", span)
        return None


def _decode_date(reader: Reader, match: re.Match[str], span: Span) -> datetime | date | None:
    year, month, day, hour, minute, second, fraction, zulu, sign, off_hour, off_minute = (
        match.groups()
    )
    try:
        day_only = date(int(year), int(month), int(day))
    except ValueError:
        reader.report("invalid-value", f"There is no day {match.group()[:10]}", span)
        return None
    if hour is None:
        return day_only
    zone = timezone.utc if zulu else None
    if sign:
        offset = timedelta(hours=int(off_hour), minutes=int(off_minute))
        zone = timezone(offset if sign == "+" else -offset)
    clock = time(int(hour), int(minute), int(second), _microseconds(fraction), zone)
    return datetime.combine(day_only, clock)


def _microseconds(fraction: str | None) -> int:
    return int(fraction.ljust(6, "0")) if fraction else 0


def _explain(text: str) -> str:
    """What is wrong with a token that is not a value; the token may be a secret and is not
    repeated, except for words that everybody knows.
    """
    if text in _WORDS:
        return f"`{text}` is not a TOML value; write `{_WORDS[text]}` in lower case"
    if text in _NULLS:
        return f"TOML has no `{text}`; leave the key out instead"
    if re.fullmatch(_LEADING_ZERO, text):
        return "TOML does not allow leading zeros in a number"
    if re.fullmatch(_NUMERIC, text):
        return "A TOML number needs digits on both sides of a point or underscore"
    return "Not a TOML value; put text in quotes"


def is_literal(text: str) -> bool:
    """Whether `text` as a whole is a number, boolean, date or time."""
    return text in ("true", "false") or any(
        re.fullmatch(pattern, text) for pattern in (_INTEGER, _FLOAT, _DATETIME, _TIME)
    )
