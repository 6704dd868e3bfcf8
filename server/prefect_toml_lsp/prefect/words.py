"""The words that names consist of, and the things that they speak of.

`db`, `postgres` and `datasource` speak of one thing, a database (`terms`); `dbhost` is two words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from prefect_toml_lsp.prefect.terms import (
    AROUND,
    PARTS,
    TABLES_OF,
    TERMS,
    UNTOLD,
)

_VOWEL = re.compile("[aeiouy]")
_DOUBLED = re.compile(r".[aeiouy]([bdfgkmnprt])\1$")  # not `l`, `s` and `z`: `polling` is of `poll`
_SHORT = re.compile("[^aeiouy][aeiouy][^aeiouwxy]")
_SHORTEST = 2  # letters of a word in one that is written without underscores
_PIECES = 4  # words in one


def things_of(name: str) -> tuple[str, ...]:
    """The things that a folded name speaks of, in its order."""
    return tuple(_things(_phrased(name).split("_")))


def things_of_tables(tables: Iterable[str]) -> tuple[str, ...]:
    """The things that the folded names of tables speak of, without the words that any table may
    have.
    """
    told = (
        TABLES_OF.get(table, word)
        for table in tables
        for word in table.split("_")
        if word not in AROUND
    )
    return things_of("_".join(told))


def _things(words: Iterable[str]) -> Iterator[str]:
    for word in filter(None, words):
        for each in unglued(word):
            yield _THINGS.get(each, each)


@lru_cache(maxsize=1024)
def _phrased(name: str) -> str:
    """`name` with its phrases of several words replaced by the thing that they stand for."""
    name = f"_{name}_"
    for phrase, thing in _PHRASES:
        if phrase in name:
            name = name.replace(phrase, f"_{thing}_")
    return name


@lru_cache(maxsize=1024)
def unglued(word: str) -> tuple[str, ...]:
    """The words that `word` consists of if it is not one itself: `pg` and `host` of `pghosts`."""
    return next(_splits(word, _PIECES), (word,))


def root(word: str) -> str:
    """What the forms of a word in lower case have in common: `log` of `logs` and `logging`."""
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return f"{word[:-3]}y"
    if word.endswith(("ss", "us", "is")):
        return word
    for ending in ("ings", "ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and _VOWEL.search(rest):
            if _SHORT.fullmatch(rest):
                return f"{rest}e"
            return rest[:-1] if _DOUBLED.search(rest) else rest
    for ending, least in (("es", 4), ("e", 4), ("s", 3)):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= least:
            return rest
    return word


def _splits(word: str, pieces: int) -> Iterator[tuple[str, ...]]:
    """Ways to take a word apart, those with the longest first word first."""
    for each in (word, word.removesuffix("s")):
        if each in _WORDS:
            yield (each,)
    for at in range(len(word) - _SHORTEST, _SHORTEST - 1, -1) if pieces > 1 else ():
        if word[:at] in _WORDS:
            for rest in _splits(word[at:], pieces - 1):
                yield (word[:at], *rest)


_THINGS = {word: row.thing for row in TERMS for word in row.words.split() if "_" not in word}
_PHRASES = sorted(
    ((f"_{word}_", row.thing) for row in TERMS for word in row.words.split() if "_" in word),
    key=lambda pair: -len(pair[0]),
)
_WORDS = frozenset((*_THINGS, *_THINGS.values(), *UNTOLD, *AROUND, *PARTS.split()))
