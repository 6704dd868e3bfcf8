"""Turn verdicts into codes and the details of messages.

No detail repeats the written value, which may be a secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect_toml_lsp.analysis.codes import CODES, Code
from prefect_toml_lsp.analysis.codes.refusals import DURATION_SYNTAX, INACTIVE, WRONG_TYPE
from prefect_toml_lsp.analysis.documentation import types_with_articles
from prefect_toml_lsp.analysis.findings import NO_DATA, Finding, Severity
from prefect_toml_lsp.prefect import Node, show_release
from prefect_toml_lsp.prefect.acceptance import Converted, Refused, durations
from prefect_toml_lsp.prefect.duration_guess import guess_duration
from prefect_toml_lsp.prefect.units import unit_of
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import DOTENV
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.encode import encode

_PATHS = frozenset({"home-expanded", "path-tidied", "prefect-home-replaced"})
"""Conversions to a path, any part of which may be as it was written."""
_TYPES = {
    "array": "an array",
    "array of tables": "an array of tables",
    "boolean": "a boolean",
    "date": "a date",
    "date-time": "a date-time",
    "duration": "a duration such as `PT10M` or a number of seconds",
    "float": "a float",
    "integer": "an integer",
    "number": "a number",
    "object": "a table",
    "string": "a string",
    "table": "a table",
    "time": "a time",
    "value": "this value",
}
# for variables, whose values are text
_WANTED = {
    "json-wanted": "JSON in a string here",
    "table-for-value": "one value here, not a table",
}
_MISTAKES: Mapping[str, str] = {
    "digit-expected": "a digit is missing",
    "date-unit-expected": "Y, M, W or D is missing, or T before hours, minutes and seconds",
    "time-unit-expected": "H, M or S is missing",
    "repeated-t": "there is a second T",
    "after-fraction": "nothing may follow a fraction",
    "minute-digit-expected": "two digits of minutes are missing",
    "minute-range": "there are at most 59 minutes",
    "second-digit-expected": "two digits of seconds are missing",
    "second-range": "there are at most 59 seconds",
    "fraction-digit-expected": "a digit of the fraction is missing",
    "clock-over-a-day": "the time after the days must be under 24 hours",
    "trailing-text": "there is text after the duration",
    "not-a-number": "it is not a number",
}
"""What is wrong in a duration; other reasons only say that the text has none of the forms."""


def who_reads(node: Node | None) -> str:
    """Who reads a setting or table, at the start of a message: Prefect, or a package."""
    return "Prefect" if node is None or node.package is None else f"`{node.package}`"


def version_in_force(node: Node) -> str:
    """The version of Prefect or the package that reads a setting or table."""
    return node.package_version or show_release(node.release)


class Told(NamedTuple):
    """A code and the details of its message; and who refuses the value, with the verb: None if that
    is Prefect.
    """

    code: Code
    detail: Mapping[str, Any]
    refuser: str | None = None

    @property
    def message(self) -> str:
        """The text of the message."""
        return self.of(self.code.say(self.detail))

    def of(self, message: str, when: str = "") -> str:
        """`message` with the package that it is about."""
        return message if self.refuser is None else f"{self.refuser} this{when}: {message}"


def tell_refusal(verdict: Refused, subject: str, node: Node | None, value: object = None) -> Told:
    """Why Prefect refuses `value`, which is given to `subject`, a phrase such as ```api.url```.
    `node` is the setting or table, None for a value that is refused whatever it is for.
    """
    rule, detail = verdict.rule, verdict.detail
    whole = node if rule == "type" else None  # not an item of the value
    while rule == "item":
        index = detail["index"]
        part = f"item {index + 1}" if isinstance(index, int) else f"entry `{index}`"
        subject = f"{part} of {subject}"
        rule, detail = detail["rule"], detail["detail"]
    refuser = _refuser(node)
    subject = subject if refuser else subject[0].upper() + subject[1:]
    told: dict[str, Any] = {**detail, "subject": subject}
    if rule in _WANTED or rule == "type":
        told["wanted"] = _WANTED.get(rule) or _wanted(detail, whole)
        return Told(WRONG_TYPE, told, refuser)
    if "bound" in detail and node is not None:
        told["bound"] = _bound(detail["bound"], node)
    if rule == "enum":
        told["allowed"] = ", ".join(f"`{encode(each)}`" for each in detail["allowed"])
    if rule == DURATION_SYNTAX.name:
        guess = guess_duration(value) if isinstance(value, str) else None
        told |= {"mistake": _mistake(detail), "guess": _in_words(guess), "replacement": guess}
    return Told(CODES[rule], told, refuser)


def _refuser(node: Node | None) -> str | None:
    """The packages that refuse a value of `node`, and the verb; None if Prefect refuses it."""
    if node is None:
        return None
    if not node.is_open:
        return f"`{node.package}` refuses" if node.package else None
    names = [f"`{each.package}`" for each in node.readers]
    if len(names) == 1:
        return f"{names[0]} refuses"
    if not node.readers[0].installed:
        return f"Packages such as {names[0]} refuse"
    return f"{', '.join(names[:-1])} and {names[-1]} refuse"


def not_expanded(found: Finding, node: Node | None, kind: str) -> Finding:
    """The finding on a refused value that contains a reference to a variable, which is the reason:
    a source of this `kind` does not expand it.
    """
    who = "it" if node is not None and node.package else "Prefect"
    why = f"{who} does not expand variables here"
    if kind == DOTENV:
        why = "`.env` only expands `${NAME}`, with braces"
    return found._replace(message=f"{found.message.partition(';')[0]}; {why}")


def refuse(told: Told, span: Span, severity: Severity | None = None) -> Finding:
    """The finding on a refused value, with the duration that may have been meant. `severity` is
    for inactive profiles.
    """
    guess = told.detail.get("replacement")
    data = {"replacement": guess} if guess else NO_DATA
    found = told.code.at(span, data=data, severity=severity, **told.detail)
    if told.refuser is not None:
        when = "" if severity is None else " while this profile is active"
        return found._replace(message=told.of(found.message, when))
    return found if severity is None else found._replace(message=found.message + INACTIVE)


def tell_conversion(verdict: Converted, node: Node) -> Told:
    """The value into which Prefect converts a value of `node`, and how to write it."""
    detail = {"instead": _instead(verdict, node), "who": who_reads(node)}
    return Told(CODES[verdict.rule], detail)


def _instead(verdict: Converted, node: Node) -> str:
    """The end of a message; empty if the result must not be shown because it contains words and
    may be a secret.
    """
    if node.secret or node.is_free_form:
        return ""
    if verdict.result is None:
        return f"; remove `{node.name}`"
    text = encode(verdict.result)
    if node.is_duration and isinstance(verdict.result, str):
        return f": `{text}` ({durations.parse(verdict.result).in_words()})"
    if isinstance(verdict.result, list) and any(isinstance(each, str) for each in verdict.result):
        return "; write an array of strings"
    if verdict.rule in _PATHS:
        return ""
    quotes = " without quotes" if verdict.rule.endswith("-from-string") else ""
    return f"; write `{text}`{quotes}"


def _wanted(detail: Mapping[str, Any], node: Node | None) -> str:
    """The types that a setting takes, and the type that was found."""
    expected, found = detail["expected"], detail["found"]
    if node is not None and len(node.branches) > 1:
        wanted = types_with_articles(node)
    else:
        wanted = "`true` or `false`" if expected == "boolean" else _TYPES[expected]
    return f"{wanted}, not {_TYPES[found]}"


def _bound(bound: float, node: Node) -> str:
    if node.is_duration:
        return durations.in_words(bound)
    text = f"{bound:g}" if isinstance(bound, float) else str(bound)
    return f"{text} {unit_of(bound, node.unit)}" if node.unit else text


def _mistake(detail: Mapping[str, Any]) -> str:
    """The mistake in a duration and its place; empty if the text has none of the forms."""
    mistake, position = _MISTAKES.get(detail["reason"]), detail.get("position")
    if mistake is None or position == 0:
        return ""
    return mistake if position is None else f"at character {position + 1}, {mistake}"


def _in_words(duration: str | None) -> str:
    return f"`{duration}` ({durations.parse(duration).in_words()})" if duration else ""
