"""Settings by the meaning of a whole key with its tables.

A path is split into things (`terms`): `[datasource] max-lifetime` mentions a database and a
lifetime. It means a setting if it mentions all things that one of the setting's senses requires,
and nothing else except for one scope (`server`, `worker`); so a single unknown word is enough to
make no suggestion.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from prefect_toml_lsp.prefect.terms import (
    AROUND,
    FRAMEWORKS,
    SCOPES,
    SUFFIXES,
    TABLES_OF,
    TERMS,
    UNTOLD,
)
from prefect_toml_lsp.prefect.vocabulary import NOTHING, SENSES
from prefect_toml_lsp.records import NamedTuple

Path = tuple[str, ...]

_SHORTEST = 2  # letters of a word in one that is written without underscores
_PIECES = 4  # words in one
_TELLING = 2  # things that say enough where one more is in a name, which is only a scope
_ANY = "*"
_MARKS = (_ANY, "?")


class Match(NamedTuple):
    """A setting, the number of things that its sense requires, and whether the key also mentions a
    scope that the sense does not expect (`beside`).
    """

    setting: str
    things: int
    beside: bool = False


class _Pattern(NamedTuple):
    setting: str
    asked: frozenset[str]
    twice: frozenset[str]
    """The things in the pattern that a name must mention twice."""
    allowed: frozenset[str] | None
    """The things that a name may mention; None for any."""

    def foreign(self, things: Mapping[str, int]) -> frozenset[str] | None:
        """Which of the `things` that a name speaks of, of each so often, this sense does not
        expect; None if it lacks one that is asked for.
        """
        spoken = things.keys()
        if not self.asked <= spoken or any(things[each] == 1 for each in self.twice):
            return None
        return frozenset() if self.allowed is None else frozenset(spoken - self.allowed)


@lru_cache(maxsize=512)
def meant(written: Path) -> tuple[Match, ...]:
    """The settings that the folded path `written` means, those with the most things first; none
    where it speaks of something else, too.
    """
    things = _spoken_of(written)
    exact: dict[str, int] = {}
    nearly: dict[str, int] = {}
    for pattern in (each for thing in things for each in _BY_ANCHOR.get(thing, ())):
        foreign = pattern.foreign(things)
        if foreign is not None:
            count = len(pattern.asked)
            if not foreign:
                exact[pattern.setting] = max(count, exact.get(pattern.setting, 0))
            elif len(foreign) == 1 and foreign <= _SCOPES and count >= _TELLING:
                nearly[pattern.setting] = max(count, nearly.get(pattern.setting, 0))
    if exact:
        return tuple(Match(setting, exact[setting]) for setting in _most(exact))
    best = tuple(Match(setting, nearly[setting], beside=True) for setting in _most(nearly))
    return best if len(best) == 1 else ()


def _most(found: Mapping[str, int]) -> Iterator[str]:
    """The settings with the most things."""
    most = max(found.values(), default=0)
    return (setting for setting, count in found.items() if count == most)


def means_nothing(written: Path) -> bool:
    """Whether a folded path means something for which Prefect has no setting."""
    things = _spoken_of(written)
    return any(
        each.foreign(things) == frozenset()
        for thing in things
        for each in _NO_SETTING.get(thing, ())
    )


def things_of(name: str) -> frozenset[str]:
    """The things that a folded name mentions."""
    return frozenset(_things(_phrased(name).split("_")))


@lru_cache(maxsize=512)
def _spoken_of(written: Path) -> Mapping[str, int]:
    """The things that a folded path mentions, with counts."""
    tables = [
        TABLES_OF.get(part, word)
        for part in written[:-1]
        for word in part.split("_")
        if word not in AROUND
    ]
    whole = "_".join((*tables, written[-1].removeprefix("prefect_")))
    return Counter(_things(_phrased(whole).split("_")))


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


def _splits(word: str, pieces: int) -> Iterator[tuple[str, ...]]:
    """Ways to split a word, those with the longest first word first."""
    for each in (word, word.removesuffix("s")):
        if each in _WORDS:
            yield (each,)
    for at in range(len(word) - _SHORTEST, _SHORTEST - 1, -1) if pieces > 1 else ():
        if word[:at] in _WORDS:
            for rest in _splits(word[at:], pieces - 1):
                yield (word[:at], *rest)


def _patterns(setting: str, names: str) -> Iterator[_Pattern]:
    """The patterns of a row of senses, one for each choice between alternatives."""
    for name in names.split():
        for parts in product(*(part.split("/") for part in name.split("+"))):
            yield _pattern(setting, parts)


def _pattern(setting: str, parts: Sequence[str]) -> _Pattern:
    asked = Counter(part for part in parts if part[0] not in _MARKS)
    own = {_THINGS.get(word, word) for word in setting.replace(".", "_").split("_")}
    spoken = own.union(_UNTOLD, (part.removeprefix("?") for part in parts))
    twice = frozenset(each for each, count in asked.items() if count > 1)
    allowed = None if _ANY in parts else frozenset(spoken)
    return _Pattern(setting, frozenset(asked), twice, allowed)


def _index(patterns: Sequence[_Pattern]) -> dict[str, list[_Pattern]]:
    """Patterns by the thing that they ask for and the fewest others do."""
    often = Counter(thing for each in patterns for thing in each.asked)
    found: dict[str, list[_Pattern]] = defaultdict(list)
    for each in patterns:
        found[min(each.asked, key=lambda thing: (often[thing], thing))].append(each)
    return found


_THINGS = {word: row.thing for row in TERMS for word in row.words.split() if "_" not in word}
_PHRASES = sorted(
    ((f"_{word}_", row.thing) for row in TERMS for word in row.words.split() if "_" in word),
    key=lambda pair: -len(pair[0]),
)
_UNTOLD = frozenset(_THINGS.get(word, word) for word in (*UNTOLD, *SUFFIXES, *FRAMEWORKS))
_SCOPES = frozenset(SCOPES)
_PATTERNS = [each for row in SENSES for each in _patterns(row.setting, row.names)]
_BY_ANCHOR = _index(_PATTERNS)
_NO_SETTING = _index([*_patterns("", NOTHING)])
_WORDS = frozenset(
    (*_THINGS, *(thing for each in _PATTERNS for thing in each.allowed or each.asked))
)
