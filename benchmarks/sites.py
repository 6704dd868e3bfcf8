"""Choose the places in a document where the benchmark types and sends requests, by a fixed seed.

The same document and seed give the same places, so every server gets the same work.
"""

from __future__ import annotations

import random
import re

from session import Edit, Place

SEED = 20

_ASSIGNMENT = re.compile(r"(?P<key>\S+) = (?P<value>\S.*)")

IN_STRING = ("x", '"')
"""Typed inside a string: a letter may be harmless, a quote ends the string too early."""
ELSEWHERE = ("7", "x")
"""Typed inside any other value: a digit is valid in a number, a letter nowhere."""


class Assignment:
    """A line ``key = value``: its 0-based number, and the columns of its key and value."""

    def __init__(self, line: int, match: re.Match[str]) -> None:
        self.line = line
        self.key = match.span("key")
        self.value = match.span("value")
        self.quoted = match["value"].startswith('"')


def assignments(text: str) -> list[Assignment]:
    """All assignments of a document, in order."""
    return [
        Assignment(number, match)
        for number, line in enumerate(text.split("\n"))
        if (match := _ASSIGNMENT.fullmatch(line))
    ]


def edits(text: str, count: int) -> list[Edit]:
    """``count`` characters to type (and remove), each inside the value of a random line."""
    random_ = random.Random(SEED)
    lines = random_.choices(assignments(text), k=count)
    made: list[Edit] = []
    for line in lines:
        start, stop = line.value
        place = Place(line.line, random_.randrange(start + 1, stop) if stop > start + 1 else stop)
        made.append(Edit(place, random_.choice(IN_STRING if line.quoted else ELSEWHERE)))
    return made


def pointed(text: str, count: int) -> list[Place]:
    """``count`` places for the mouse, alternately inside a key and inside a value."""
    random_ = random.Random(SEED)
    lines = random_.choices(assignments(text), k=count)
    return [
        Place(line.line, random_.randrange(*(line.value if number % 2 else line.key)))
        for number, line in enumerate(lines)
    ]


def typed(text: str, count: int) -> list[Place]:
    """``count`` places for the cursor, alternately at the end of a key and inside a value."""
    random_ = random.Random(SEED)
    lines = random_.choices(assignments(text), k=count)
    return [
        Place(line.line, line.value[0] + 1 if number % 2 else line.key[1])
        for number, line in enumerate(lines)
    ]


def under_headers(text: str, count: int) -> list[Place]:
    """``count`` places on the empty lines right below table headers."""
    lines = text.split("\n")
    empty = [
        number + 1
        for number, line in enumerate(lines[:-1])
        if line.startswith("[") and not lines[number + 1]
    ]
    return [Place(number, 0) for number in random.Random(SEED).choices(empty, k=count)]
