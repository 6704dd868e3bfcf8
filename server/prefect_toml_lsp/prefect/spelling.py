"""How alike names are.

Names are compared folded: lower case, words joined by underscores, so that `apiUrl`, `API-URL`
and `api_url` are one name. Likeness is between 0 (nothing in common) and 1 (the same name).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

_NEAR = 0.6  # the least likeness of a misspelled name: one slip in three letters gives 0.67
_SHARED = 0.6  # the least share of common words
_LAST_WORDS = 0.7  # `url` for `connection_url`, `log_level` for `level`
_FIRST_WORDS = 0.5  # `persist` for `persist_by_default`
_MOST_SLIPS = 4  # in a name of any length
_KEPT = 8  # misspelled names kept for one query
_ROUNDING = 1e-9
_LONG = 8  # letters of a name in which a slip may be of two
_OFTEN = 8  # how often a letter counts at most where names are compared without their order
_ALL = (1 << _OFTEN) - 1


def fold(name: str) -> str:
    """`name` in lower case, its words joined by single underscores."""
    if name.islower() and name.isidentifier():
        return name
    spread: list[str] = []
    before = ""
    for char in name:
        if char.isupper() and (before.islower() or before.isdigit()):
            spread.append("_")
        spread.append(char if char.isalnum() else "_")
        before = char
    return "_".join(word for word in "".join(spread).lower().split("_") if word)


def overlap(first: frozenset[str], second: frozenset[str]) -> float:
    """The share of common words: 1 for the same words, 0 for no common one (Dice)."""
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def _letters(name: str) -> int:
    """The letters of `name`, each as often as it comes, as bits; two letters may share theirs."""
    bits = 0
    for char in name:
        first = (ord(char) & 31) * _OFTEN
        bits |= (bits & (_ALL << first)) << 1 & (_ALL << first) | 1 << first
    return bits


def _places(name: str) -> Mapping[str, int]:
    """Where each letter of `name` is in it, as bits."""
    found: dict[str, int] = {}
    for place, letter in enumerate(name):
        found[letter] = found.get(letter, 0) | 1 << place
    return found


def _slips(masks: Mapping[str, int], length: int, other: str, most: int) -> int:
    """The least number of letters inserted, deleted, replaced or swapped with their neighbour that
    lead from a name to `other` if it is at most `most`, else more than that; `masks` are the places
    of the name's letters and `length` counts them.

    Hyyrö's bit-parallel algorithm for optimal string alignment: bit i of `higher` and `lower` says
    whether the distance grows or falls from the first i letters to the first i + 1.
    """
    if not length:
        return len(other)
    everywhere, last = (1 << length) - 1, 1 << (length - 1)
    higher, lower, diagonal, before, slips = everywhere, 0, 0, 0, length
    most += len(other)
    for letter in other:
        same = masks.get(letter, 0)
        swapped = ((~diagonal & same) << 1) & before
        diagonal = (((same & higher) + higher) ^ higher) | same | lower | swapped
        grows, falls = lower | ~(diagonal | higher), diagonal & higher
        if grows & last:
            slips += 1
        elif falls & last:
            slips -= 1
        most -= 1
        if slips > most:  # even if all that is left fits
            break
        grows = (grows << 1) | 1
        higher = ((falls << 1) | ~(diagonal | grows)) & everywhere
        lower, before = grows & diagonal & everywhere, same
    return slips


class Names:
    """Folded names in which to look for those like a given one."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(dict.fromkeys(names))
        self._words = {name: frozenset(name.split("_")) for name in self.names}
        self._by_length: dict[int, list[tuple[int, int, int, str]]] = defaultdict(list)
        for place, name in enumerate(self.names):
            letters = _letters(name)
            self._by_length[len(name)].append((place, letters, letters.bit_count(), name))
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for name, words in self._words.items():
            for word in words:
                self._by_word[word].append(name)
        self.near = lru_cache(maxsize=1024)(self._near)
        self.like = lru_cache(maxsize=1024)(self._like)
        self.slips = lru_cache(maxsize=4096)(self._slips)

    def _near(self, name: str, least: float = _NEAR) -> Mapping[str, float]:
        """The names that `name` may be a misspelling of, and how near each is.

        Letters that are inserted, deleted, replaced or swapped with their neighbour count (optimal
        string alignment) against the length of the longer name.
        """
        letters, found = _letters(name), []
        count = letters.bit_count()
        masks = _places(name)
        for length, others in self._by_length.items():
            longer = max(len(name), length)
            most = min(int((1 - least) * longer + _ROUNDING), 1 + longer // 4, _MOST_SLIPS)
            if abs(len(name) - length) > most:
                continue
            for place, other_letters, other_count, other in others:
                common = (letters & other_letters).bit_count()
                if count - common > most or other_count - common > most:
                    continue
                slips = _slips(masks, len(name), other, most)
                if slips <= most:
                    found.append((slips / longer if longer else 0.0, place, other))
        found.sort()
        return {other: 1.0 - share for share, _, other in found[:_KEPT]}

    def _slips(self, name: str) -> frozenset[str]:
        """The names that `name` is, or is a slip of: one letter is wrong, in a long name two."""
        most = (1 if len(name) < _LONG else 2) + 0.5
        return frozenset(
            other
            for other, likeness in self.near(name).items()
            if (1 - likeness) * max(len(name), len(other)) < most
        )

    def _like(self, name: str) -> Mapping[str, float]:
        """The names near `name`, and those with most of their words in common."""
        found = dict(self.near(name))
        words = frozenset(name.split("_"))
        for other in {other for word in words for other in self._by_word.get(word, ())}:
            likeness = self._share(name, words, other)
            if likeness > found.get(other, 0.0):
                found[other] = likeness
        return found

    def _share(self, name: str, words: frozenset[str], other: str) -> float:
        """How alike names are that have words in common."""
        shared = overlap(words, self._words[other])
        if f"_{other}".endswith(f"_{name}"):
            return _LAST_WORDS
        if f"{other}_".startswith(f"{name}_"):
            return _FIRST_WORDS
        if shared < _SHARED:
            return 0.0
        return _LAST_WORDS if f"_{name}".endswith(f"_{other}") else shared * _LAST_WORDS


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """The `names` that `name` may be a misspelling of, as they are written, the nearest first."""
    written: dict[str, list[str]] = defaultdict(list)
    for each in names:
        written[fold(each)].append(each)
    return [each for folded in Names(written).near(fold(name)) for each in written[folded]]
