"""Words of a written key that speak against a setting, because it has nothing to do with them.

`[server] statsd_host` is not Prefect's `host`, though it ends like it: `statsd` is foreign to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from prefect_toml_lsp.prefect.concepts import stem, stems_for
from prefect_toml_lsp.prefect.fitting import is_switch
from prefect_toml_lsp.prefect.places import Places
from prefect_toml_lsp.prefect.spelling import Names
from prefect_toml_lsp.prefect.synonyms import NEGATIONS, WEAK
from prefect_toml_lsp.prefect.terms import AROUND, UNTOLD
from prefect_toml_lsp.prefect.words import things_of, unglued

Path = tuple[str, ...]

_SHORT = 3  # letters of words that are too short to be recognised with a slip
_MOST = 0.5  # more than this share of the significant words of a place's name must be there
_HALF = 0.49  # the same in the table that was written


class Foreign:
    """Which of a release's places a written path cannot mean."""

    def __init__(self, places: Places) -> None:
        self._places = places
        paths = [place.node.path for place in places.places]
        self._words = [frozenset("_".join(path).split("_")) for path in paths]
        self._known = [
            frozenset(each for word in words for each in _forms(word)) for words in self._words
        ]
        self._all_words = _set(*self._words)
        self._spelling = Names(sorted(self._all_words))
        self._all_tables = tables = {path[:-1] for path in paths}
        self._table_words = Names(
            name for table in tables for part in table for name in (part, *part.split("_"))
        )
        self._tables = Names("_".join(table) for table in tables)
        self.in_name = lru_cache(maxsize=2048)(self._in_name)
        self._told = lru_cache(maxsize=512)(self._all_told)

    def is_foreign(self, written: Path, number: int) -> bool:
        """Whether the folded path `written` mentions things that are unrelated to the place, or too
        few of the place's own words.
        """
        *tables, name = written
        place = self._places.places[number]
        if place.name in self._places.names.slips(name):
            telling = self._places.telling[place.name] == 1
            return not telling and not self.in_tables(tuple(tables)) <= set(place.node.path)
        if not NEGATIONS.isdisjoint(name.split("_")) and not is_switch(place.node):
            return True
        unknown = self.in_tables(tuple(tables))
        if unknown and unknown.issuperset("_".join(tables).split("_")):
            return True
        own, enough = place.name, _HALF if place.tables == tuple(tables) else _MOST
        if not _is_telling(own):  # `enabled` says nothing without its table
            own, enough = "_".join(place.node.path[-2:]), _MOST
        return not self._says_enough(name, own, enough) or bool(self.in_name(name, number))

    def _in_name(self, name: str, number: int) -> frozenset[str]:
        """The words of the folded `name` that are unrelated to the place."""
        known, words = self._known[number], self._words[number]
        of_package = self._places.places[number].node.package is not None
        little = _LITTLE_OF_PACKAGES if of_package else _LITTLE
        return frozenset(
            word
            for whole in name.split("_")
            if whole not in words and words.isdisjoint(self._slips(whole))
            for word in unglued(whole)
            if word not in little
            and not word.isdigit()
            and known.isdisjoint(_forms(word))
            and words.isdisjoint(self._slips(word))
        )

    def _slips(self, word: str) -> frozenset[str]:
        """The words of which `word` may be a slip; only itself if it is short or known."""
        if len(word) <= _SHORT or word in self._all_words:
            return frozenset((word,))
        return self._spelling.slips(word)

    def in_tables(self, tables: Path) -> frozenset[str]:
        """The words of folded `tables` that no table of the release has."""
        if tables in self._all_tables or self._tables.slips("_".join(tables)):
            return frozenset()
        return frozenset(
            word
            for part in tables
            if not self._table_words.slips(part)
            for word in part.split("_")
            if _tells(word) and word not in _WRAPPERS and not self._table_words.slips(word)
        )

    def _says_enough(self, written: str, name: str, enough: float) -> bool:
        """Whether `written` has significant words that are, or mean, more than the share `enough`
        of the significant words of `name`.
        """
        meant, near = self._told(written)
        if not meant:
            return False
        own = name.split("_")
        telling = sum(map(_tells, own))
        said = sum(word in near or not meant.isdisjoint(_forms(word)) for word in own)
        return not telling or said > enough * telling

    def _all_told(self, written: str) -> tuple[frozenset[str], frozenset[str]]:
        """The meanings of the significant words of a name, and the words of which they may be
        slips.
        """
        told = [word for word in written.split("_") if _tells(word)]
        pieces = (piece for word in told for piece in unglued(word))
        return (
            _set(*map(_forms, pieces)),
            _set(*map(self._slips, told)),
        )


@lru_cache(maxsize=4096)
def _forms(word: str) -> frozenset[str]:
    """The stem of a word, the stems of Prefect's words for it, and the things that it means."""
    return frozenset((stem(word), *stems_for(word), *things_of(word)))


def _is_telling(name: str) -> bool:
    return any(map(_tells, name.split("_")))


def _tells(word: str) -> bool:
    return bool(word) and word not in _QUIET and not word.isdigit()


def _set(*words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for each in words for word in each)


_QUIET = _set(WEAK, UNTOLD, AROUND, NEGATIONS) - {"min"}
_LITTLE = _set(UNTOLD, NEGATIONS, ("max", "maximum", "extra", "server", "api", ""))
_LITTLE_OF_PACKAGES = _LITTLE - {"api"}  # only Prefect has that
_WRAPPERS = frozenset(("tool", "prefect"))
