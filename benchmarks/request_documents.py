"""The files that the requests are about, made from the documents of ``documents.py``.

They look like a person's: some lines are badly spaced, some are wrong, and a ``.env`` beside them
sets some of the same settings.  Lines are 0-based and as many as in the document they come from.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import documents

SPACED_EVERY = 10
WRONG_EVERY = 12
OVERRIDDEN_EVERY = 5
"""One line of so many is badly spaced, is wrong, has its setting in ``.env``, too."""

SMALL_FILES = 50
"""How many other projects are in the workspace."""

_SPACED = slice(1, None, SPACED_EVERY)
_WRONG = slice(6, None, WRONG_EVERY)
_HEADER = re.compile(r"\[(?P<path>[^\[\]]+)\]")
_ASSIGNMENT = re.compile(r"(?P<key>\S+) = (?P<value>\S.*)")


class Statement(NamedTuple):
    """``key = value`` in a line; ``path`` is the whole dotted path of the key."""

    line: int
    path: str
    key: str
    value: str


def statements(text: str) -> list[Statement]:
    """The assignments of a document that has one in each line, spaced by one blank."""
    found: list[Statement] = []
    table = ""
    for number, line in enumerate(text.split("\n")):
        if header := _HEADER.fullmatch(line):
            table = header["path"] + "."
        elif match := _ASSIGNMENT.fullmatch(line):
            found.append(Statement(number, table + match["key"], match["key"], match["value"]))
    return found


def untidy(text: str) -> str:
    """The document with lines that want formatting and lines that want fixing."""
    lines = text.split("\n")
    every = statements(text)
    for each in every[_SPACED]:
        lines[each.line] = f"{each.key}={each.value}  "
    for each in every[_WRONG]:
        lines[each.line] = f"{each.key} = {_wrong_value(each.value)}"
    return "\n".join(lines)


def wrong_lines(text: str) -> list[int]:
    """Which lines ``untidy`` makes wrong."""
    return [each.line for each in statements(text)[_WRONG]]


def _wrong_value(value: str) -> str:
    """Another type: Prefect converts a quoted boolean or number, and refuses most booleans."""
    return f'"{value}"' if value in ("true", "false") or value.isdigit() else "true"


def overridden(text: str) -> list[Statement]:
    """The settings that ``dotenv`` sets."""
    plain = [
        each
        for each in statements(text)
        if not each.path.startswith(documents.FREE_FORM) and each.value[0] not in "[{"
    ]
    return plain[::OVERRIDDEN_EVERY]


def dotenv(text: str) -> str:
    """A ``.env`` that sets some settings of a document to the values that they have there."""
    return "".join(
        f"PREFECT_{each.path.replace('.', '_').upper()}={each.value}\n" for each in overridden(text)
    )


def beside(text: str) -> dict[str, str]:
    """A ``.env`` that sets two settings of a document, a ``pyproject.toml`` with others, and the
    profiles that ``.env`` names.
    """
    return {
        ".env": "".join(dotenv(text).splitlines(keepends=True)[:2])
        + "PREFECT_PROFILES_PATH=team.toml\n",
        "pyproject.toml": "[tool.prefect]\nserver.api.port = 4300\nlogging.level = 'INFO'\n",
        "team.toml": profiles(60),
    }


def profiles(lines: int) -> str:
    """A ``profiles.toml`` of about so many lines; the active profile is the one in the middle."""
    count = lines // 6
    return f'active = "team-{count // 2}"\n' + "".join(
        f"\n[profiles.team-{number}]\n"
        f'PREFECT_API_URL = "http://prefect-{number}.example.com:4200/api"\n'
        f'PREFECT_LOGGING_LEVEL = "{("DEBUG", "INFO", "WARNING")[number % 3]}"\n'
        f'PREFECT_API_REQUEST_TIMEOUT = "{30 + number % 60}"\n'
        f'PREFECT_SERVER_EVENTS_RETENTION_PERIOD = "P{1 + number % 30}D"\n'
        for number in range(count)
    )


def workspace(text: str) -> dict[str, str]:
    """The document, its ``.env`` and other small projects beside it: path -> text."""
    small = {
        f"team-{number // 10}/project-{number}/prefect.toml": documents.small(number)
        for number in range(SMALL_FILES)
    }
    return {"prefect.toml": untidy(text), ".env": dotenv(text), **small}
