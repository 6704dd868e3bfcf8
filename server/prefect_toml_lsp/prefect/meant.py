"""Finds what was meant by a value that Prefect refuses, if that is clear."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from prefect_toml_lsp.prefect.acceptance import (
    Converted,
    Refused,
    durations,
    judge,
    judge_entry,
    taken,
)
from prefect_toml_lsp.prefect.acceptance.advice import ASYNC_DRIVERS
from prefect_toml_lsp.prefect.acceptance.judging import LOG_LEVELS
from prefect_toml_lsp.prefect.acceptance.lists import TEXT_WITH_COMMAS
from prefect_toml_lsp.prefect.acceptance.scalars import lax_bool
from prefect_toml_lsp.prefect.duration_guess import guess_duration
from prefect_toml_lsp.prefect.fitting import speaks_for
from prefect_toml_lsp.prefect.nodes import Node
from prefect_toml_lsp.prefect.spelling import Names
from prefect_toml_lsp.records import NamedTuple


class Meant(NamedTuple):
    """A value that Prefect accepts instead; `is_sure` if nothing else can be meant."""

    value: Any
    is_sure: bool


_TRUE = frozenset(("enable", "enabled", "active", "activated", "always"))
_FALSE = frozenset(("disable", "disabled", "inactive", "deactivated", "never"))
_LEVELS = {"FATAL": "CRITICAL", "ERR": "ERROR"}  # other names of Python's levels
_AROUND = " \t\r\n\"'`,;"  # leftovers around a pasted value
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ ,_]\d{3})+")
_BASED = re.compile(r"0[xob][0-9a-f]+", re.IGNORECASE)
_ONE_NUMBER = re.compile(r"[^\d.]*(\d+(?:\.\d+)?)[^\d.]*")
_SHORTEST = 3  # letters of a word that begins another one
_SLIP = 0.75  # how near a misspelled word is
_PAIR = re.compile(r"\s*([\w.-]+)\s*(?:=|:\s)\s*(.*?)\s*", re.DOTALL)


def meant_by(node: Node, refused: Refused, value: Any, in_part: bool = False) -> list[Meant]:
    """Suggestions for `value`, which the setting `node` refuses; the most likely first.

    With `in_part`, it is an item of a list or an entry of a free-form table that is refused.
    """
    found: dict[str, Meant] = {}
    for each in _guesses(node, refused, value):
        if takes(node, each.value, in_part):
            found.setdefault(repr(each.value), each)
    if len(found) > 1:
        return [each._replace(is_sure=False) for each in found.values()]
    return list(found.values())


def sure_meaning(node: Node, value: Any) -> Meant | None:
    """The only thing that can be meant by a whole `value`, if the setting `node` refuses it; None
    if that is not clear, or if Prefect takes the value.
    """
    refused = judge(node.dotted, node.keywords, value, node.release)
    if not isinstance(refused, Refused):
        return None
    found = meant_by(node, refused, value)
    return found[0] if len(found) == 1 and found[0].is_sure else None


def needs_quotes(node: Node, value: Any, text: str) -> bool:
    """Whether the setting `node` refuses `value`, which is not a string, only because it wants one,
    and takes its `text`.
    """
    if isinstance(value, str | list | dict):
        return False
    refused = judge(node.dotted, node.keywords, value, node.release)
    wants_text = isinstance(refused, Refused) and refused.detail.get("expected") == "string"
    return wants_text and takes(node, text)


def child_meant_by(table: Node, value: Any) -> Node | None:
    """The setting in `table` for which a value instead of the table was meant: `enabled` for a
    boolean, else the only one that fits this kind of value.
    """
    settings = [each for each in table.children.values() if each.exists and each.is_setting]
    if isinstance(value, bool):
        found = [each for each in settings if each.name in ("enabled", "enable")]
    else:
        found = [each for each in settings if speaks_for(each, value)]
    return found[0] if len(found) == 1 and takes(found[0], value) else None


def takes(node: Node, value: Any, in_part: bool = False) -> bool:
    """Whether Prefect takes `value` at the setting; with `in_part`, as an item or entry of it."""
    if node.is_table:
        return isinstance(value, dict)
    if not in_part:
        return taken(judge(node.dotted, node.keywords, value, node.release))
    if node.is_free_form:
        verdict = judge_entry(node.dotted, node.keywords, value, node.release)
        return verdict is not None and taken(verdict)
    return taken(judge(node.dotted, node.keywords, [value], node.release))


def _guesses(node: Node, refused: Refused, value: Any) -> Iterator[Meant]:
    if isinstance(value, list):
        yield from _of_list(node, value)
    if isinstance(value, dict):
        yield from _of_table(value)
    if isinstance(value, str):
        yield from _of_text(node, refused, value)
    elif refused.rule == "bool-number":
        yield from (Meant(True, is_sure=False), Meant(False, is_sure=False))
    elif refused.rule == "int-fraction":
        yield from _rounded(value)
    elif refused.rule == "type" and isinstance(value, int) and not isinstance(value, bool):
        yield from _level(str(value))


def _of_text(node: Node, refused: Refused, text: str) -> Iterator[Meant]:
    rule = refused.rule
    if rule == "bool-string":
        yield from _boolean(text)
    elif rule == "enum":
        yield from _member(refused.detail["allowed"], text)
    elif rule in ("int-string", "int-fraction"):
        yield from _whole(node, text)
        yield from _several(text)
    elif rule == "number-string":
        yield from _number(node, text)
    elif rule == "duration-syntax":
        yield from _duration(text)
    elif rule == "json":
        yield from _json(text)
    elif rule == "label-pairs":
        yield from _labels(text)


def _of_list(node: Node, value: list[Any]) -> Iterator[Meant]:
    if len(value) == 1:
        yield Meant(value[0], is_sure=True)
    elif value and node.dotted in TEXT_WITH_COMMAS and all(isinstance(each, str) for each in value):
        yield Meant(",".join(value), is_sure=not any("," in each for each in value))


def _of_table(value: Mapping[str, Any]) -> Iterator[Meant]:
    """A table whose numbers must be strings."""
    texts = {key: _as_text(each) for key, each in value.items()}
    if texts:
        yield Meant(texts, is_sure=True)


def _as_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


# By the refusal


def _boolean(text: str) -> Iterator[Meant]:
    word = text.strip(_AROUND).lower()
    verdict = lax_bool(word)
    if isinstance(verdict, Converted):
        yield Meant(verdict.result, is_sure=True)
    elif word in _TRUE or word in _FALSE:
        yield Meant(word in _TRUE, is_sure=True)
    else:
        yield from (Meant(each == "true", is_sure=True) for each in _near(word, ("true", "false")))


def _member(allowed: Sequence[Any], text: str) -> Iterator[Meant]:
    """One of the allowed values, spelled differently or shortened."""
    words = [each for each in allowed if isinstance(each, str)]
    word = _plain(text.strip(_AROUND))
    if allowed == LOG_LEVELS:
        yield from _level(word.upper())
    if text in ASYNC_DRIVERS:
        yield Meant(ASYNC_DRIVERS[text], is_sure=True)
    same = [each for each in words if _plain(each) == word]
    parts = [each for each in words if word in _plain(each).split("+")]
    for each in same or parts or _near(word, words):
        yield Meant(each, is_sure=True)


def _near(word: str, words: Sequence[str]) -> list[str]:
    """The `words` that begin with `word`; otherwise those that differ from it by one slip."""
    starts = [each for each in words if len(word) >= _SHORTEST and _plain(each).startswith(word)]
    by_plain = {_plain(each): each for each in words}
    return starts or [by_plain[each] for each in Names(by_plain).near(word, _SLIP)]


def _plain(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def _level(word: str) -> Iterator[Meant]:
    """A level by its number or its other name in Python's logging."""
    numbers = {str(10 * place): level for place, level in enumerate(LOG_LEVELS, 1)}
    if level := numbers.get(word, _LEVELS.get(word)):
        yield Meant(level, is_sure=True)


def _whole(node: Node, text: str) -> Iterator[Meant]:
    for each in _number(node, text):
        if isinstance(each.value, float) and math.isfinite(each.value) and each.value % 1:
            yield from _rounded(each.value)
        elif math.isfinite(each.value):
            yield each._replace(value=int(each.value))


def _several(text: str) -> Iterator[Meant]:
    """Numbers with separators other than commas."""
    parts = re.split(r"[\s,;|]+", text.strip(_AROUND))
    if len(parts) > 1 and all(map(str.isdecimal, parts)):
        yield Meant(",".join(parts), is_sure=True)


def _rounded(value: float) -> Iterator[Meant]:
    yield from (Meant(math.floor(value), is_sure=False), Meant(math.ceil(value), is_sure=False))


def _number(node: Node, text: str) -> Iterator[Meant]:
    """A number in another notation, with its unit, or with other text around it."""
    bare = text.strip(_AROUND)
    duration = _seconds(bare) if node.unit == "seconds" else None
    only = _ONE_NUMBER.fullmatch(bare)
    if duration is not None:
        yield Meant(_tidy(duration), is_sure=True)
    elif _BASED.fullmatch(bare):
        yield from _read(bare, lambda digits: int(digits, 0))
    elif _GROUPED.fullmatch(bare):
        digits = re.sub("[ ,_]", "", bare)
        yield Meant(int(digits), is_sure=False)
    elif (number := next(_read(bare, float), None)) is not None:
        yield number._replace(value=_tidy(number.value))
    elif only:
        yield Meant(_tidy(float(only[1])), is_sure=False)


def _read(text: str, how: Callable[[str], float]) -> Iterator[Meant]:
    try:
        yield Meant(how(text), is_sure=True)
    except ValueError:
        return


def _tidy(number: float) -> float:
    return int(number) if math.isfinite(number) and number == int(number) else number


def _seconds(text: str) -> float | None:
    """The seconds of a duration in text; None if it is not one."""
    guess = guess_duration(text)
    try:
        return durations.parse(guess or text).seconds
    except durations.DurationError:
        return None


def _duration(text: str) -> Iterator[Meant]:
    guess = guess_duration(text.strip(_AROUND))
    if guess is not None:
        yield Meant(guess, is_sure=True)


def _labels(text: str) -> Iterator[Meant]:
    """Labels in JSON, as ``key=value`` pairs, which every kind of file takes."""
    for each in _json(text):
        pairs = each.value.items() if isinstance(each.value, dict) else ()
        if all(isinstance(value, str) and "," not in value for _, value in pairs):
            yield Meant(",".join(f"{key}={value}" for key, value in pairs), each.is_sure)


def _json(text: str) -> Iterator[Meant]:
    """A table as Python writes it, or as pairs."""
    if text.lstrip()[:1] in ("{", "["):
        from ast import literal_eval

        try:
            value = literal_eval(text.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return
        if isinstance(value, dict):
            yield Meant(value, is_sure=True)
            yield from _of_table(value)
        return
    found = [_PAIR.fullmatch(each) for each in text.strip(_AROUND).split(",")]
    pairs = {each[1]: each[2] for each in found if each}
    if pairs and len(pairs) == len(found):
        yield Meant(pairs, is_sure=False)
