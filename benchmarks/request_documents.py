"""The files for the requests, generated from the documents of ``documents.py``.

They look like a person's files: some lines are badly spaced, some are wrong, and a ``.env`` in the
folder sets some of the same settings.  Lines are 0-based; the number of lines stays the same.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import documents

SPACED_EVERY = 10
WRONG_EVERY = 12
OVERRIDDEN_EVERY = 5
"""One of so many lines is badly spaced, is wrong, or has its setting in ``.env``, too."""

SMALL_FILES = 50
"""The number of other projects in the workspace."""

_SPACED = slice(1, None, SPACED_EVERY)
_WRONG = slice(6, None, WRONG_EVERY)
_HEADER = re.compile(r"\[(?P<path>[^\[\]]+)\]")
_ASSIGNMENT = re.compile(r"(?P<key>\S+) = (?P<value>\S.*)")


class Statement(NamedTuple):
    """A line ``key = value``; ``path`` is the whole dotted path of the key."""

    line: int
    path: str
    key: str
    value: str


def statements(text: str) -> list[Statement]:
    """The assignments of a document with one on each line and single spaces."""
    found: list[Statement] = []
    table = ""
    for number, line in enumerate(text.split("\n")):
        if header := _HEADER.fullmatch(line):
            table = header["path"] + "."
        elif match := _ASSIGNMENT.fullmatch(line):
            found.append(Statement(number, table + match["key"], match["key"], match["value"]))
    return found


def untidy(text: str) -> str:
    """The document with some lines to format and some lines to fix."""
    lines = text.split("\n")
    every = statements(text)
    for each in every[_SPACED]:
        lines[each.line] = f"{each.key}={each.value}  "
    for each in every[_WRONG]:
        lines[each.line] = f"{each.key} = {_wrong_value(each.value)}"
    return "\n".join(lines)


def wrong_lines(text: str) -> list[int]:
    """The numbers of the lines that ``untidy`` makes wrong."""
    return [each.line for each in statements(text)[_WRONG]]


def _wrong_value(value: str) -> str:
    """A value of another type: Prefect converts quoted ones, but refuses most `true`."""
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
    """A ``.env`` that sets some settings of a document to the same values."""
    return "".join(
        f"PREFECT_{each.path.replace('.', '_').upper()}={each.value}\n" for each in overridden(text)
    )


def beside(text: str) -> dict[str, str]:
    """Other sources for a document: a ``.env`` that sets two of its settings, a ``pyproject.toml``
    with other settings, and the profiles that ``.env`` names.
    """
    return {
        ".env": "".join(dotenv(text).splitlines(keepends=True)[:2])
        + "PREFECT_PROFILES_PATH=team.toml\n",
        "pyproject.toml": "[tool.prefect]\nserver.api.port = 4300\nlogging.level = 'INFO'\n",
        "team.toml": profiles(60),
    }


def profiles(lines: int) -> str:
    """A ``profiles.toml`` with about ``lines`` lines; the profile in the middle is active."""
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
    """Path -> text of the document, its ``.env`` and other small projects in the workspace."""
    small = {
        f"team-{number // 10}/project-{number}/prefect.toml": documents.small(number)
        for number in range(SMALL_FILES)
    }
    return {"prefect.toml": untidy(text), ".env": dotenv(text), **small}
