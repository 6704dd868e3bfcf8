"""How well the tables of a setting match the tables that were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from prefect_toml_lsp.prefect.spelling import Names, overlap
from prefect_toml_lsp.prefect.synonyms import TABLES
from prefect_toml_lsp.records import NamedTuple

Path = tuple[str, ...]

_OTHER_TABLE = 0.98  # the most that a table with another name can be alike
_SIBLING = 0.5  # a sibling of the written table
_ALSO_CALLED = 0.8  # a table with this name in other programs
_TYPO = 0.65  # how near a longer name must be to count as misspelled


class Agreement(NamedTuple):
    """How well a table of the release matches tables that were written.

    alike
        The likeness of the names, 1 for the same table.
    inside
        1 when it lies inside of them, or is the same.
    reason
        How one may have become the other: ``"table"`` or ``"spelling"``.
    """

    alike: float
    inside: float
    reason: str


NOTHING = Agreement(0.0, 0.0, "table")


class Tables:
    """The tables at `paths`, to be compared with written ones."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.words = {path: frozenset("_".join(path).split("_")) for path in paths}
        self._names = Names("_".join(path) for path in self.words)
        self._all_words = Names(word for words in self.words.values() for word in words)
        self._by_name: dict[str, list[Path]] = defaultdict(list)
        for path in self.words:
            self._by_name[path[-1] if path else ""].append(path)
        self.agreements = lru_cache(maxsize=512)(self._agreements)

    def has_other_name(self, name: str) -> bool:
        """Whether other programs use this name for a table."""
        return name in _ALSO

    def _agreements(self, written: Path) -> Mapping[Path, Agreement]:
        """The tables that agree with `written`, which is folded."""
        flat = "_".join(written)
        misspelled = self._names.near(flat) if written else {}
        words = frozenset(self._known_word(word) for word in flat.split("_") if word)
        beside = self._siblings(written)
        found = {}
        for tables, own in self.words.items():
            name = "_".join(tables)
            shared = overlap(words, own) if tables else 0.0
            near = misspelled.get(name, 0.0)
            likeness = max(shared, near, beside.get(tables, 0.0))
            if tables == written:
                found[tables] = Agreement(1.0, 1.0, "spelling")
            elif likeness:
                inside = float(tables[: len(written)] == written)
                reason = "spelling" if near and len(tables) == len(written) else "table"
                found[tables] = Agreement(likeness * _OTHER_TABLE, inside, reason)
        return found

    def _siblings(self, written: Path) -> Mapping[Path, float]:
        """Siblings of the table that is meant, and tables for which other programs use the name."""
        if not written:
            return {}
        meant = self._by_name.get(written[-1], ())
        found = {}
        if len(meant) == 1 and len(meant[0]) > 1:
            above = meant[0][:-1]
            found = {path: _SIBLING for path in self.words if path[:-1] == above and len(path) > 1}
            found[meant[0]] = 1.0
        for path in _ALSO.get("_".join(written), ()):
            found[path] = max(found.get(path, 0.0), _ALSO_CALLED)
        return found

    def _known_word(self, word: str) -> str:
        """The word of a table's name that `word` is, or is a misspelling of, or another name of."""
        if word not in _WORDS or word in self._all_words.names:
            near = self._all_words.near(word, _TYPO)
            return next(iter(near), word)
        return _WORDS[word]


_ALSO: dict[str, list[Path]] = defaultdict(list)
_WORDS: dict[str, str] = {}
for _row in TABLES:
    for _name in _row.theirs.split():
        _ALSO[_name].append(tuple(_row.ours.split(".")))
        _WORDS.setdefault(_name, _row.ours.rsplit(".", 1)[-1])
