"""Which setting a name means that other programs have, learned from rows that people decided.

A small neural network (`network`) reads the words of a key. `schema/learn_names.py` trains it with
the rows in `schema/names/` and says how.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations
from typing import Final

from prefect_toml_lsp.prefect.data import read_names
from prefect_toml_lsp.prefect.fitting import MISSING
from prefect_toml_lsp.prefect.network import Network, Part
from prefect_toml_lsp.prefect.words import things_of, things_of_tables
from prefect_toml_lsp.records import NamedTuple

Path = tuple[str, ...]

NONE: Final = "-"
"""Stands for no setting: Prefect has none for this."""

_MOST_WORDS = 6  # of the tables, and of the name
_MOST_PHRASES = 40
_MOST_MEANINGS = 4


class Meaning(NamedTuple):
    """What a key may mean.

    setting
        The dotted path.
    margin
        The logarithm of how much likelier it is than no setting at all; below 0 if it is less
        likely.
    is_understood
        Whether all of its words were learned. A word that was not may be misspelled.
    """

    setting: str
    margin: float
    is_understood: bool


class Words(NamedTuple):
    """The words of a key: those of its tables and those of its name, in their order."""

    tables: Sequence[str]
    name: Sequence[str]


def meanings_of(folded: Path, value: object = MISSING) -> Sequence[Meaning]:
    """What a folded path may mean, the most likely first; empty if no word of its name was
    learned.
    """
    return _meanings_of(folded, sort_of(value))


@lru_cache(maxsize=2048)
def _meanings_of(folded: Path, sort: str) -> Sequence[Meaning]:
    words, network = words_of(folded), _network()
    if network.words.isdisjoint(words.name):
        return ()
    scores = network.scores(parts_of(words), phrases_of(words), sort)
    by_setting = dict(zip(network.settings, scores, strict=True))
    none = by_setting.pop(NONE)
    best = sorted(by_setting, key=by_setting.__getitem__, reverse=True)[:_MOST_MEANINGS]
    understood = network.words.issuperset((*words.tables, *words.name))
    return [Meaning(each, by_setting[each] - none, understood) for each in best]


def words_of(folded: Path) -> Words:
    """The words of a folded path; of many only the last of its tables and the first of its name."""
    tables = things_of_tables(folded[:-1])
    name = things_of(folded[-1].removeprefix("prefect_"))
    return Words(tables[-_MOST_WORDS:], name[:_MOST_WORDS])


def sort_of(value: object) -> str:
    """The name of the type of a TOML value; empty if there is no value."""
    return "" if value is MISSING else type(value).__name__


def parts_of(words: Words) -> list[Part]:
    """The words as the network reads them."""
    both = [
        *((word, "table") for word in words.tables),
        *((word, "name") for word in words.name),
    ]
    return [Part(word, side, len(both) - at) for at, (word, side) in enumerate(both)]


def phrases_of(words: Words) -> list[str]:
    """What several words say together: the whole name, its last word, their number, and pairs. No
    phrase comes twice.
    """
    told = sorted({*words.tables, *words.name})
    return [
        f"={'_'.join(words.name)}",
        f"{words.name[-1]}$",
        f"#{len(told)}",
        *(f"{one}+{other}" for one, other in combinations(told, 2)),
    ][:_MOST_PHRASES]


@cache
def _network() -> Network:
    return Network(read_names())
