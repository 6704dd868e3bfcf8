"""Finds settings by the meaning of their names, not by spelling. Names are split into stems, and
words of other programs are replaced by the stems of Prefect's own words (`synonyms`):
`sql_alchemy_conn` and `connection_url` then have most in common.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from prefect_toml_lsp.prefect.synonyms import PHRASES, WEAK, WORDS
from prefect_toml_lsp.records import NamedTuple

Path = tuple[str, ...]

_UNIT = 1 << 20  # weights are whole numbers, so that their sum does not depend on the order
_UNKNOWN = 3 * _UNIT  # the weight of a word that no setting has
_WEAK = _UNIT // 4  # the weight of a word that says little; others weigh 1 to about 5
_OUTSIDE = 0.7  # the weight of a word of the name that is a word of the other's tables
_ASKED = 0.6  # how much of the likeness depends on the words that were written
_ENDINGS = ("ations", "ation", "ence", "ings", "ing", "ate", "ed", "es", "e", "s")
_STEM = 3  # letters that an ending leaves at least


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """`word` without its ending: `caching`, `cached` and `cache` have one stem."""
    if word.endswith("ies") and len(word) > _STEM + 1:
        return f"{word[:-3]}y"
    if word.endswith(("ss", "us", "is")):
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


class Likeness(NamedTuple):
    """How similar a setting and a key are: the setting's name to the key's (1 for the same), and
    its tables to the rest of the key.
    """

    name: float
    tables: float


class Concepts:
    """The settings at `paths`, to be found by the meaning of names."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._names = [_name(path) for path in paths]
        self._paths = [_meaning(_split(path)) for path in paths]
        self._vocabulary = {word for path in paths for word in _split(path)} | _OURS.keys()
        counts = Counter(each for path in self._paths for each in path)
        self._weights = {
            each: round(_UNIT * math.log(1 + len(paths) / count)) for each, count in counts.items()
        }
        self._weights |= dict.fromkeys(_WEAK_STEMS, _WEAK)
        self._name_weights = [self._weight(name) for name in self._names]
        self._tables = [path - name for name, path in zip(self._names, self._paths, strict=True)]
        self._table_weights = [self._weight(tables) for tables in self._tables]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, path in enumerate(self._paths):
            for each in path:
                self._by_word[each].append(number)
        self.like = lru_cache(maxsize=512)(self._like)

    def meaning(self, parts: Path) -> frozenset[str]:
        """The stems of Prefect's words for `parts`, which are folded names."""
        words = [word for part in parts for word in _rephrased(part).split("_") if word]
        telling = [word for word in words if word not in _UNITS] or words
        return _meaning(each for word in telling for each in self._unglued(word))

    def _unglued(self, word: str) -> tuple[str, ...]:
        """`log` and `level` of `loglevel`."""
        if word not in self._vocabulary and stem(word) not in self._weights:
            for at in range(2, len(word) - 1):
                if word[:at] in self._vocabulary and word[at:] in self._vocabulary:
                    return word[:at], word[at:]
        return (word,)

    def _each(self, stems: Iterable[str]) -> list[tuple[str, int]]:
        return [(each, self._weights.get(each, _UNKNOWN)) for each in stems]

    def _weight(self, stems: Iterable[str]) -> int:
        weights = self._weights
        return sum([weights.get(each, _UNKNOWN) for each in stems])

    def _like(self, written: Path) -> Mapping[int, Likeness]:
        """The settings whose name or tables have words in common with the last part of `written`,
        by their numbers.
        """
        asked, around = self.meaning(written[-1:]), self.meaning(written[:-1])
        asked_weights = self._each(asked)
        told_weights = self._each(asked | around)
        total = self._weight(asked)
        found: dict[int, Likeness] = {}
        for number in {place for each in asked for place in self._by_word.get(each, ())}:
            name, tables = self._names[number], self._tables[number]
            told = sum([weight for each, weight in told_weights if each in name])
            if not told:
                continue
            in_tables = sum([weight for each, weight in asked_weights if each in tables])
            in_name = sum([weight for each, weight in asked_weights if each in name])
            met = in_name + _OUTSIDE * in_tables
            of_tables = self._table_weights[number]
            found[number] = Likeness(
                _ASKED * met / total + (1 - _ASKED) * told / self._name_weights[number],
                in_tables / of_tables if tables else 0.0,
            )
        return found


def _split(path: Path) -> list[str]:
    return [word for part in path for word in part.split("_")]


def _name(path: Path) -> frozenset[str]:
    """The meaning of a setting's name, with its table if the name alone says nothing, such as
    `enabled`.
    """
    name = _meaning(_split(path[-1:]))
    return _meaning(_split(path[-2:])) if name <= _WEAK_STEMS else name


def _meaning(words: Iterable[str]) -> frozenset[str]:
    return frozenset(each for word in words for each in stems_for(word))


def stems_for(word: str) -> tuple[str, ...]:
    """The stems of Prefect's words for another program's `word`."""
    return _OURS.get(word) or _OURS.get(stem(word)) or (stem(word),)


@lru_cache(maxsize=1024)
def _rephrased(name: str) -> str:
    name = f"_{name}_"
    for phrase, ours in _PHRASES:
        name = name.replace(f"_{phrase}_", f"_{ours}_")
    return name


_OURS = {word: tuple(map(stem, row.ours.split())) for row in WORDS for word in row.theirs.split()}
_PHRASES = [(phrase, row.ours) for row in PHRASES for phrase in row.theirs.split()]
_WEAK_STEMS = frozenset(map(stem, WEAK))
_UNITS = frozenset(("seconds", "secs", "sec"))
