"""Which setting a name means that other programs have, learned from rows that people decided.

A key is taken apart into features: its words, its tables, pairs of these, what sort its value is.
Each has a weight for some settings and for none at all (`NONE`), and the setting with the largest
sum is meant. `schema/learn_names.py` learns the weights from `schema/names/` and says how.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations
from typing import Any, Final

from prefect_toml_lsp.prefect.data import read_names
from prefect_toml_lsp.prefect.fitting import MISSING
from prefect_toml_lsp.prefect.words import things_of, things_of_tables
from prefect_toml_lsp.records import NamedTuple

Path = tuple[str, ...]
WeightsOf = Callable[[str], Mapping[str, float]]
"""What a feature adds for each setting (dotted path)."""

NONE: Final = "-"
"""Stands for no setting: Prefect has none for this."""

_UNIT = 10  # the file holds weights as tenths, without those under one
_MOST_WORDS = 8  # of a key; the pairs grow with the square of it


class Meaning(NamedTuple):
    """What a key most likely means.

    setting
        The dotted path.
    margin
        How much more speaks for it than for no setting at all; below 0 if less does. The rows that
        were learned mostly have 1 and more.
    is_understood
        Whether all of its words were learned. A word that was not may be misspelled.
    """

    setting: str
    margin: float
    is_understood: bool


def meaning_of(folded: Path, value: object = MISSING) -> Meaning | None:
    """What a folded path most likely means; None if nothing in it was learned."""
    return _meaning_of(folded, sort_of(value))


@lru_cache(maxsize=512)
def _meaning_of(folded: Path, sort: str) -> Meaning | None:
    known, weights_of = _learned()
    name, tables = words_of(folded)
    sums = scores(features(name, tables, sort, known), weights_of)
    none = sums.pop(NONE)
    if not name or not sums:
        return None
    best = max(sums, key=lambda each: (sums[each], each))
    return Meaning(best, sums[best] - none, known.issuperset((*name, *tables)))


def words_of(folded: Path) -> tuple[Sequence[str], Sequence[str]]:
    """The words of a folded path: those of the name, and those of its tables."""
    tables = things_of_tables(folded[:-1])
    return things_of(folded[-1].removeprefix("prefect_"))[:_MOST_WORDS], tables[:_MOST_WORDS]


def sort_of(value: object) -> str:
    """The sort of a TOML value as a feature; empty where there is none."""
    return "" if value is MISSING else type(value).__name__


def features(
    name: Sequence[str], tables: Sequence[str], sort: str, known: Collection[str]
) -> Iterator[str]:
    """What speaks for one setting or another; no feature comes twice.

    known
        The words that were learned. Of others it only counts how many there are.
    """
    words = sorted({*name, *tables})
    yield from words
    yield from (f"{word}." for word in dict.fromkeys(tables))
    yield from (f".{word}" for word in dict.fromkeys(name))
    yield from (f"{one}+{other}" for one, other in combinations(words, 2))
    if name:
        yield f".{name[-1]}$"
    yield f"={'_'.join(name)}"
    if len(words) == 1:
        yield f"!{words[0]}"
    unknown = [word for word in words if word not in known]
    yield from ("?", "??")[: len(unknown)]
    if name and name[-1] not in known:
        yield "?$"
    if sort:
        yield f":{sort}"
    yield f"#{len(words)}"


def scores(found: Iterator[str], weights_of: WeightsOf) -> dict[str, float]:
    """What the features add up to for each setting that they speak for or against, and `NONE`."""
    sums = {NONE: 0.0}
    for feature in found:
        for setting, weight in weights_of(feature).items():
            sums[setting] = sums.get(setting, 0.0) + weight
    return sums


@cache
def _learned() -> tuple[frozenset[str], WeightsOf]:
    return unpacked(read_names())


def unpacked(file: Mapping[str, Any]) -> tuple[frozenset[str], WeightsOf]:
    """The words and weights in `schema/names.json`. Only the rows that are asked for are
    parsed.
    """
    settings, rows = file["settings"], file["weights"]

    def weights_of(feature: str) -> dict[str, float]:
        numbers = list(map(int, rows.get(feature, "").split()))
        return {
            settings[at]: weight / _UNIT
            for at, weight in zip(numbers[::2], numbers[1::2], strict=True)
        }

    return frozenset(file["words"].split()), weights_of


def packed(known: Collection[str], weights: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """The file for words and weights. A row has the number of a setting and its weight, as whole
    tenths, alternately, separated by spaces; the small ones are left out.
    """
    settings = sorted({setting for row in weights.values() for setting in row})
    numbers = {setting: number for number, setting in enumerate(settings)}
    rows = {
        feature: " ".join(
            f"{numbers[setting]} {round(weight * _UNIT)}"
            for setting, weight in sorted(weights[feature].items())
            if abs(weight) * _UNIT >= 1
        )
        for feature in sorted(weights)
    }
    return {
        "settings": settings,
        "words": " ".join(sorted(known)),
        "weights": {feature: row for feature, row in rows.items() if row},
    }
