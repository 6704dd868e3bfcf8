"""References in the values of `.env` files, as *python-dotenv* 1.2 replaces them.

``${NAME}`` and ``${NAME:-default}`` are replaced in any quotes: by the value above in the file,
else by the environment, else by the default or nothing. ``$NAME`` is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prefect_toml_lsp.dotenv.grammar import Assignment

LONGEST = 1024 * 1024
"""The most characters to which the values of one file may expand; longer ones are not expanded."""

UNDECIDED: Any = object()
"""Stands for a value that only the environment decides."""

TOO_LONG: Any = object()
"""Stands for a value that references make longer than `LONGEST`."""

_REFERENCE = re.compile(r"\$\{(?P<name>[^}:]*)(?::-(?P<default>[^}]*))?\}")


def expand(
    assignments: Iterable[Assignment], environment: Mapping[str, str] | None
) -> list[str | Any | None]:
    """The expanded value of each assignment, in order: text, None for a key without ``=``,
    `UNDECIDED` or `TOO_LONG`.

    Without an `environment` nothing is known of it, and a name that the file does not set above
    leaves the value undecided.
    """
    above: dict[str, Any] = {}
    found: list[Any] = []
    room = LONGEST
    for name, text, _ in assignments:
        value = text if text is None else _replace(text, above, environment, room)
        if isinstance(value, str):
            room -= len(value)
        above[name] = value
        found.append(value)
    return found


def references(text: str) -> Iterator[str]:
    """The names that a value refers to."""
    end = text.rfind("}") + 1  # Nothing after it can close a reference.
    if end and "${" in text:
        yield from (match["name"] for match in _REFERENCE.finditer(text, 0, end))


def _replace(
    text: str, above: Mapping[str, Any], environment: Mapping[str, str] | None, room: int
) -> Any:
    end = text.rfind("}") + 1  # Nothing after it can close a reference.
    if not end or "${" not in text:
        return text
    parts: list[str] = []
    length = copied = 0
    for match in _REFERENCE.finditer(text, 0, end):
        value = _look_up(match, above, environment)
        if not isinstance(value, str):
            return value
        parts += (text[copied : match.start()], value)
        copied = match.end()
        length += len(value)
        if length > room:
            return TOO_LONG
    return "".join((*parts, text[copied:]))


def _look_up(
    match: re.Match[str], above: Mapping[str, Any], environment: Mapping[str, str] | None
) -> Any:
    name = match["name"]
    if name in above:
        return "" if above[name] is None else above[name]
    if environment is None:
        return UNDECIDED
    return environment.get(name, match["default"] or "")
