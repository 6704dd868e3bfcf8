"""What Prefect does with a value, in words.

One sentence says what is wrong or what happens, and what to write instead; no sentence repeats
what was written, which may be a secret.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Converted, Refused, durations
from prefect_toml_lsp.toml.encode import encode

Detail = Mapping[str, Any]


def describe_refusal(verdict: Refused, node: Node) -> str:
    """Why Prefect refuses a value of the setting or table `node`, and what it takes."""
    return f"`{node.dotted or 'tool.prefect'}` {_refusal(verdict.rule, verdict.detail, node)}"


def describe_reason(verdict: Refused) -> str:
    """Why Prefect refuses a value whatever it is for."""
    return _REFUSALS[verdict.rule](verdict.detail)


def describe_conversion(verdict: Converted, node: Node) -> str:
    """What Prefect turns a value of `node` into, and how to write that."""
    what = f"Prefect {_CONVERSIONS[verdict.rule]}"
    if node.secret or node.is_free_form or verdict.rule == "prefect-home-replaced":
        return what
    if verdict.result is None:
        return f"{what}, as if `{node.name}` were left out"
    text = encode(verdict.result)
    if node.is_duration and isinstance(verdict.result, str):
        return f"{what}; `{text}` says so ({durations.parse(verdict.result).in_words()})"
    if verdict.rule == "home-expanded":
        return f"{what}: `{text}`"
    quotes = " without quotes" if verdict.rule.endswith("-from-string") else ""
    return f"{what}; write `{text}`{quotes}"


def _refusal(rule: str, detail: Detail, node: Node) -> str:
    if rule == "item":
        index = detail["index"]
        where = f"item {index + 1}" if isinstance(index, int) else f"the entry `{index}`"
        return f"is refused for {where}, which {_refusal(detail['rule'], detail['detail'], node)}"
    if rule in _BOUNDS:
        return f"{_BOUNDS[rule]} {_bound(detail['bound'], node)}"
    return _REFUSALS[rule](detail)


def _bound(bound: float, node: Node) -> str:
    if node.is_duration:
        return durations.in_words(bound)
    unit = f" {node.unit}" if node.unit else ""
    return (f"{bound:g}" if isinstance(bound, float) else str(bound)) + unit


def _one_of(detail: Detail) -> str:
    return ", ".join(encode(each) for each in detail["allowed"])


_BOUNDS = {
    "minimum": "must be at least",
    "exclusive-minimum": "must be more than",
    "maximum": "must be at most",
    "exclusive-maximum": "must be less than",
}
_TYPES = {
    "array": "an array",
    "boolean": "true or false",
    "duration": 'a duration such as "PT10M", or a number of seconds',
    "integer": "an integer",
    "number": "a number",
    "object": "a table",
    "string": "a string",
    "table": "a table",
}
_FOUND = {
    "array": "an array",
    "array of tables": "an array of tables",
    "boolean": "a boolean",
    "date": "a date",
    "date-time": "a date-time",
    "float": "a float",
    "integer": "an integer",
    "string": "a string",
    "table": "a table",
    "time": "a time",
    "value": "such a value",
}
_DURATIONS = {
    "too-short": "it ends too early",
    "digit-expected": "a digit is expected",
    "date-unit-expected": "one of Y, M, W, D is expected, or T before hours, minutes and seconds",
    "time-unit-expected": "one of H, M, S is expected",
    "repeated-t": "there is a second T",
    "after-fraction": "nothing may follow a fraction",
    "day-expected": "d, day or days is expected",
    "hour-digit-expected": "a digit of the hours is expected",
    "clock-separator-expected": "a colon is expected, as in HH:MM:SS",
    "minute-digit-expected": "two digits of minutes are expected",
    "minute-range": "there are at most 59 minutes",
    "second-digit-expected": "two digits of seconds are expected",
    "second-range": "there are at most 59 seconds",
    "fraction-digit-expected": "a digit of the fraction is expected",
    "clock-over-a-day": "the clock behind the days is under 24 hours",
    "trailing-text": "there is text behind the duration",
    "too-large": "it is too long",
    "not-a-number": "it is not a number",
}


# Reasons that say no more than that the text has none of the forms.
_NO_FORM = frozenset(
    {"clock-separator-expected", "day-expected", "hour-digit-expected", "too-short"}
)


def _bad_duration(detail: Detail) -> str:
    reason, position = detail["reason"], detail.get("position")
    text = "is not a duration that Prefect reads"
    if reason not in _NO_FORM and position != 0:
        where = "" if position is None else f" at character {position + 1}"
        text += f": {_DURATIONS[reason]}{where}"
    return f'{text}; write it in ISO 8601, such as "PT30S", "PT10M", "PT1H" or "P7D"'


_REFUSALS: Mapping[str, Callable[[Detail], str]] = {
    "bool-number": lambda _: "takes true or false; of the numbers only 0 and 1 count as such",
    "bool-string": lambda _: "takes true or false; this string is not a word for either",
    "duration-range": _bad_duration,
    "duration-syntax": _bad_duration,
    "enum": lambda detail: f"takes one of {_one_of(detail)}",
    "int-fraction": lambda _: "takes an integer, and the number has a fraction",
    "int-not-finite": lambda _: "takes an integer, which inf and nan are not",
    "int-overflow": lambda _: "is too large for an integer",
    "int-string": lambda _: "takes an integer, and this string is not one",
    "json": lambda detail: f"takes a table, and the string is not JSON for one: {detail['reason']}",
    "mixed-array": lambda _: "is an array of several types, which this release cannot read",
    "number-overflow": lambda _: "is too large for a number",
    "number-string": lambda _: "takes a number, and this string is not one",
    "path-is-directory": lambda _: "takes a file, and this is a folder",
    "path-too-long": lambda detail: f"is longer than {detail['maximum']} bytes",
    "path-user": lambda _: "starts with the home of a user that this machine does not have",
    "type": lambda detail: f"takes {_TYPES[detail['expected']]}, not {_FOUND[detail['found']]}",
}
_CONVERSIONS = {
    "bool-from-number": "reads the number as a boolean",
    "bool-from-string": "reads the string as a boolean",
    "clock-to-duration": "reads this as hours, minutes and seconds",
    "comma-separated": "splits the string at its commas",
    "days-to-duration": "reads this as days and a clock",
    "duplicates": "keeps equal items only once",
    "duration-from-bool": "reads the boolean as seconds",
    "duration-from-number": "reads the number as seconds",
    "duration-from-numeric-string": "reads the string as a number of seconds",
    "empty-from-falsy": "reads this as an empty array",
    "home-expanded": "puts the home folder in the place of `~`",
    "int-from-bool": "reads the boolean as an integer",
    "int-from-float": "reads the float as an integer",
    "int-from-string": "reads the string as an integer",
    "items": "converts some of the items",
    "json-in-string": "decodes the JSON in the string",
    "level-case": "reads log levels in any case",
    "number-from-bool": "reads the boolean as a number",
    "number-from-string": "reads the string as a number",
    "number-rounded": "rounds the integer to the nearest float",
    "path-tidied": "tidies the path",
    "prefect-home-replaced": "puts the value of `home` in the place of `$PREFECT_HOME`",
    "profiles-path-default": "uses the default path where `PREFECT_HOME` is in the path",
    "set-from-single": "makes an array of the one value",
    "unset-from-empty": "takes the empty string for no value",
}
