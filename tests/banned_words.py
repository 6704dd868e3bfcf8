"""The words of `words.toml`, found in a text."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_SEAM = re.compile(r'"\s+[fr]?"')
"""The quotes between two adjacent string literals, which Python joins."""
_BETWEEN = re.compile(r'[#"]+')
"""The quotes around a string, and the `#` of a comment."""


class Banned(NamedTuple):
    """A phrase, what to say instead, and the phrases around it that are fine."""

    phrase: str
    say: str
    pattern: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]


@cache
def banned(*scopes: str) -> tuple[Banned, ...]:
    """The phrases that these tables of `words.toml` ban."""
    path = Path(__file__).with_name("words.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Banned(phrase, row["say"], _pattern(phrase), tuple(map(_pattern, row.get("unless", ()))))
        for scope in scopes
        for phrase, row in tables[scope].items()
    )


def hits(text: str, *scopes: str) -> list[str]:
    """Each phrase in `text` (one line) that these scopes ban, with what to say instead."""
    found = []
    for each in banned(*scopes):
        if not each.pattern.search(text):
            continue
        left = text
        for fine in each.unless:
            left = fine.sub("…", left)
        if match := each.pattern.search(left):
            around = left[max(0, match.start() - 40) : match.end() + 40]
            found.append(f"{each.phrase!r}, say {each.say!r}: …{around}…")
    return found


def may_hit(source: str, *scopes: str) -> bool:
    """Whether `source`, a file of code, may contain a banned phrase. A quick test: it may say yes
    for a file without hits, but never no for a file with one.
    """
    words = _SEAM.sub("", source.lower())
    words = " ".join(_BETWEEN.sub(" ", words).split())
    return any(_is_in(words, each) for each in banned(*scopes))


def _is_in(words: str, each: Banned) -> bool:
    if each.phrase.lower().rstrip("*") not in words:
        return False
    for fine in each.unless:
        words = fine.sub("…", words)
    return bool(each.pattern.search(words))


def _pattern(phrase: str) -> re.Pattern[str]:
    words = re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
