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
_KEPT = 8  # misspelled names kept for one query


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


class Names:
    """Folded names in which to look for those like a given one."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(dict.fromkeys(names))
        self._words = {name: frozenset(name.split("_")) for name in self.names}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for name, words in self._words.items():
            for word in words:
                self._by_word[word].append(name)
        self.near = lru_cache(maxsize=1024)(self._near)
        self.like = lru_cache(maxsize=1024)(self._like)

    def _near(self, name: str, least: float = _NEAR) -> Mapping[str, float]:
        """The names that `name` may be a misspelling of, and how near each is.

        Letters that are inserted, deleted, replaced or swapped with their neighbour count (optimal
        string alignment) against the length of the longer name.
        """
        # Imported on the first unknown key: files without one are checked faster.
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        scorer = OSA.normalized_similarity
        found = extract(name, self.names, scorer=scorer, score_cutoff=least, limit=_KEPT)
        return {match: likeness for match, likeness, _ in found}

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
