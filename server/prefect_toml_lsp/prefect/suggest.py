"""What may have been meant by a key that Prefect does not know.

A key's path is held against every setting and table of the release. What speaks for one of them is
added up to a score between 0 and 1: how alike the names are, how well the tables around them agree,
how telling the name is, and whether the value would fit. History and environment variables leave no
doubt, so a place that they name outdoes every likeness.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from prefect_toml_lsp.prefect.acceptance import judge, taken
from prefect_toml_lsp.prefect.nodes import Node, Schema
from prefect_toml_lsp.prefect.spelling import Names, fold, overlap

MISSING: Final = object()
"""Stands for a value that is not known."""

Path = tuple[str, ...]

# The weights of a likeness; they add up to 1.
_NAME = 0.6  # the last part is alike
_TABLES = 0.3  # the tables before it are alike
_INSIDE = 0.1  # it lies inside the tables that were written
_VAGUE = 0.85  # what is left of a name's weight when many settings have it, or it is one word
_TWICE = -0.1  # both the name and the tables before it would have to be wrong
_OTHER_TABLE = 0.98  # the most that a table with another name can be alike

# What leaves no doubt: more than a likeness can have.
_MOVED = 1.3
_CASE = 1.2
_VARIABLE = 1.1

# The scores of paths that are written as one name.
_FLAT = 1.0  # `server_api_port`
_FLAT_END = 0.78  # `ui_api_url` for `server.ui.api_url`
_FLAT_IN_TABLE = 0.7  # `api_url` for `api.url` inside some other table

_MISFIT = -0.12  # Prefect would refuse or ignore the value there
_AS_DEFAULT = 0.02  # the value is the default of that setting

_LEAST = 0.48  # a lower score is not a suggestion
_STRAY_LEAST = 0.54  # the same where nothing is known of the table
_BEHIND = 0.3  # nor is one that scores so much less than the best
_LONGEST = 200  # characters; no path of Prefect's comes near it

_TYPO = 0.65  # how near a longer name must be to count as misspelled

# Names that Prefect 2 read and Prefect 3 no longer does, by how they start (settings.py of 2.7 and
# 2.20): the server was called Orion, agents came before workers. The first that fits is taken.
_PREFECT_2 = (
    ("logging_orion", "logging_to_api"),
    ("orion", "server"),
    ("orion", "api"),
    ("agent_query_interval", "worker_query_seconds"),
    ("agent", "worker"),
    ("cloud_url", "cloud_api_url"),
)

# The tables above Prefect's in pyproject.toml.
_WRAPPERS = (("tool", "prefect"), ("prefect",))


class Suggestion(NamedTuple):
    """A place that may have been meant.

    path
        Where the setting or table is in this release.
    reason
        What led there: ``"moved"`` (it was or will be at the path), ``"variable"`` (the name of an
        environment variable), ``"case"`` (only case or hyphens differ), ``"spelling"``,
        ``"table"`` (the name belongs into another table), ``"prefect-2"`` (a name of Prefect 2).
    """

    path: Path
    reason: str


def suggest(schema: Schema, path: Path, value: object = MISSING, most: int = 3) -> list[Suggestion]:
    """At most `most` places for the key or table header `path`, which `schema.release` does not
    have; the best first, none when nothing is near.

    `path` counts from the document's root and has at least one part; `value` is the Python object
    that `tomllib` makes of the value, ``{}`` for a table header.
    """
    index = _index(schema)
    if sum(map(len, path)) > _LONGEST or index.is_gone(path):
        return []
    found: dict[int, tuple[float, str]] = {}
    for place, score, reason in index.evidence(path):
        if score > found.get(place, (0.0, ""))[0]:
            found[place] = score, reason
    return _best(index, found, path, value)[:most]


def _best(
    index: _Index, found: Mapping[int, tuple[float, str]], path: Path, value: object
) -> list[Suggestion]:
    likely = sorted(
        (place for place in found if index.places[place].may_hold(value)),
        key=lambda place: (-found[place][0], len(index.places[place].flat)),
    )
    judged = [(found[place][0] + _fit(index.places[place], value), place) for place in likely]
    judged.sort(key=lambda scored: -scored[0])  # stable: the shorter path stays first
    known = len(path) == 1 or not index.tables.isdisjoint(path[:-1])
    least = max(_LEAST if known else _STRAY_LEAST, judged[0][0] - _BEHIND if judged else 0.0)
    return [
        Suggestion(index.places[place].node.path, found[place][1])
        for score, place in judged
        if score >= least
    ]


def _fit(place: _Place, value: object) -> float:
    if value is MISSING:
        return 0.0
    node = place.node
    if node.is_table:
        return 0.0
    if not taken(judge(node.dotted, node.keywords, value, node.release)):
        return _MISFIT
    return _AS_DEFAULT if type(value) is type(node.default) and value == node.default else 0.0


class _Place:
    """A setting or table of the release, ready to compare."""

    __slots__ = ("flat", "name", "node", "tables")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.name = node.name
        self.tables = node.path[:-1]
        self.flat = "_".join(node.path)

    def may_hold(self, value: object) -> bool:
        """False where a table stands for a setting or the other way round: Prefect would crash, or
        ignore it.
        """
        if value is MISSING:
            return True
        if self.node.is_table:
            return isinstance(value, dict)
        if self.node.is_free_form and not isinstance(value, dict):  # JSON in a string
            return taken(judge(self.node.dotted, self.node.keywords, value, self.node.release))
        return self.node.is_free_form or not isinstance(value, dict)


class _Agreement(NamedTuple):
    """How well a table of the release agrees with tables that were written.

    alike
        The likeness of the names, 1 for the same table.
    inside
        1 when it lies inside of them, or is the same.
    reason
        What may have led from the one to the other: ``"table"`` or ``"spelling"``.
    """

    alike: float
    inside: float
    reason: str


_NOTHING = _Agreement(0.0, 0.0, "table")
_Evidence = tuple[int, float, str]  # the place's number, its score, the reason


class _Alias(NamedTuple):
    """Tables in which a name stands for a place; `moved` where only other releases have it."""

    number: int
    tables: Path
    moved: bool


class _Index:
    """All places of one release, and the names that they go by."""

    def __init__(self, schema: Schema) -> None:
        nodes = schema.by_path
        self.places = [_Place(node) for node in nodes.values() if node.exists]
        self.tables = frozenset(place.name for place in self.places if place.node.is_table)
        self._numbers = {place.node.path: number for number, place in enumerate(self.places)}
        self._by_name: dict[str, list[_Alias]] = {}
        self._by_flat: dict[str, list[tuple[int, float]]] = {}
        self._by_variable: dict[str, list[int]] = {}
        for number, place in enumerate(self.places):
            self._add_names(number, place)
        self._moves = self._all_moves(schema)
        self._add_old_names(schema)
        self._names = Names(self._by_name)
        self._flat_names = Names(self._by_flat)
        self._variables = Names(self._by_variable)
        self._telling = {
            name: 1.0 if len({each.number for each in aliases}) == 1 and "_" in name else _VAGUE
            for name, aliases in self._by_name.items()
        }
        self._table_words = {
            alias.tables: frozenset("_".join(alias.tables).split("_"))
            for aliases in self._by_name.values()
            for alias in aliases
        }
        self._tables = Names("_".join(path) for path in self._table_words)
        self._words = Names(word for words in self._table_words.values() for word in words)
        self._agreements = lru_cache(maxsize=512)(self._agree)

    # Building

    def _add_names(self, number: int, place: _Place) -> None:
        alias = _Alias(number, place.tables, moved=False)
        self._by_name.setdefault(place.name, []).append(alias)
        for start in range(len(place.node.path)):
            flat = "_".join(place.node.path[start:])
            if start < len(place.tables) or not start:
                score = _FLAT_END if start else _FLAT
                self._by_flat.setdefault(flat, []).append((number, score))
        for variable in place.node.environment:
            name = fold(variable).removeprefix("prefect_")
            self._by_variable.setdefault(name, []).append(number)
            if name != place.flat:
                self._by_flat.setdefault(name, []).append((number, _FLAT))

    def _add_old_names(self, schema: Schema) -> None:
        """Old names of settings that moved lead to their new places."""
        for path, numbers in self._moves.items():
            variables = schema.by_path[".".join(path)].environment
            for number in numbers:
                alias = _Alias(number, path[:-1], moved=True)
                self._by_name.setdefault(path[-1], []).append(alias)
                self._by_flat.setdefault("_".join(path), []).append((number, _FLAT))
                for variable in variables:
                    name = fold(variable).removeprefix("prefect_")
                    self._by_variable.setdefault(name, []).append(number)

    def _all_moves(self, schema: Schema) -> dict[Path, list[int]]:
        """For each path that only other releases have, the places that took over from it, or had
        its part before it came: the schema says so, or they share an environment variable.
        """
        missing = [node for node in schema.by_path.values() if node.path not in self._numbers]
        earlier: dict[str, list[int]] = {}
        for number, place in enumerate(self.places):
            for key in filter(None, (place.node.moved_to, *place.node.environment)):
                earlier.setdefault(key, []).append(number)
        moves: dict[Path, list[int]] = {}
        for node in missing:
            later = self._numbers.get(tuple((node.moved_to or "").split(".")))
            found = [] if later is None else [later]
            for key in (node.dotted, *node.environment):
                found.extend(earlier.get(key, ()))
            moves[node.path] = list(dict.fromkeys(found))
        return moves

    # Asking

    def is_gone(self, path: Path) -> bool:
        """Whether another release has `path` as it is written, and nothing here has its part."""
        return path in self._moves and not self._moves[path]

    def evidence(self, path: Path) -> Iterator[_Evidence]:
        """What speaks for which place, in no order; a place may come more than once."""
        folded = tuple(fold(part) for part in path)
        certain = [*self._by_history(path), *self._by_case(folded), *self._by_variable_name(path)]
        if certain:
            yield from certain
            return
        yield from self._by_flat_name(folded)
        yield from self._by_likeness(folded)
        for rewritten, reason in self._rewritten(folded):
            for number, score, _ in self._by_likeness(rewritten):
                yield number, score, reason

    def _by_history(self, path: Path) -> Iterator[_Evidence]:
        for number in self._moves.get(path, ()):
            yield number, _MOVED, "moved"

    def _by_case(self, folded: Path) -> Iterator[_Evidence]:
        if folded in self._numbers:
            yield self._numbers[folded], _CASE, "case"

    def _by_variable_name(self, path: Path) -> Iterator[_Evidence]:
        """`PREFECT_API_URL` in any case, `API_URL` only in upper case; in any table."""
        name = fold(path[-1])
        bare = name.removeprefix("prefect_")
        prefixed = bare != name
        if not prefixed and not path[-1].isupper():
            return
        for number in self._by_variable.get(bare, ()):
            yield number, _VARIABLE, "variable"
        if prefixed and bare not in self._by_variable:
            yield from self._by_old_or_misspelt_variable(bare)

    def _by_old_or_misspelt_variable(self, bare: str) -> Iterator[_Evidence]:
        old = list(self._by_prefect_2(bare))
        yield from old
        for near, likeness in self._variables.near(bare, _TYPO).items() if not old else ():
            for number in self._by_variable[near]:
                yield number, likeness, "variable"

    def _by_prefect_2(self, flat: str) -> Iterator[_Evidence]:
        for old, new in _PREFECT_2:
            if f"{flat}_".startswith(f"{old}_"):
                found = self._by_flat.get(new + flat[len(old) :], ())
                for number, score in found:
                    yield number, score, "prefect-2"
                if found:
                    return

    def _by_flat_name(self, folded: Path) -> Iterator[_Evidence]:
        """Names with a whole path in them, and paths that are the end of one."""
        flat = "_".join(folded)
        yield from self._by_prefect_2(flat)
        for number, score in self._by_flat.get(flat, ()):
            yield number, score, "table"
        if len(folded) > 1:
            for number, score in self._by_flat.get(folded[-1], ()):
                yield number, score * _FLAT_IN_TABLE, "table"
        elif flat not in self._by_flat and ("_" in flat or flat not in self._by_name):
            for near, likeness in self._flat_names.near(flat, _TYPO).items():
                for number, score in self._by_flat[near]:
                    yield number, score * likeness, "table"

    def _rewritten(self, folded: Path) -> Iterator[tuple[Path, str]]:
        """Other paths to look for, each with the reason that it gives."""
        wrapper = next((each for each in _WRAPPERS if folded[: len(each)] == each), ())
        if wrapper and len(folded) > len(wrapper):
            yield folded[len(wrapper) :], "table"
        for length in range(len(folded) - 1, 0, -1):
            for number in self._moves.get(folded[:length], ()):
                yield (*self.places[number].node.path, *folded[length:]), "moved"
        if len(folded) == 1:
            for tables in self._table_words:
                flat = "_".join(tables)
                if tables and folded[0].startswith(f"{flat}_"):
                    yield (*tables, folded[0][len(flat) + 1 :]), "table"

    def _by_likeness(self, folded: Path) -> Iterator[_Evidence]:
        *tables, name = folded
        agreements = self._agreements(tuple(tables))
        # A name that is all of another place's says more than words in common: `to_api` at the
        # root is `logging.to_api`, not `api`.
        misspelt = self._names.near(name) if self._telling.get(name) == 1.0 else None
        for other, likeness in self._names.like(name).items():
            if misspelt is not None and other not in misspelt:
                continue
            telling = likeness * self._telling[other] * _NAME
            for number, around, moved in self._by_name[other]:
                alike, inside, reason = agreements.get(around, _NOTHING)
                score = telling + alike * _TABLES + inside * _INSIDE
                if likeness < 1 and alike < 1:
                    score += _TWICE
                yield number, score, "moved" if moved and alike == 1 else reason

    def _agree(self, written: Path) -> Mapping[Path, _Agreement]:
        flat = "_".join(written)
        misspelt = self._tables.near(flat) if written else {}
        words = frozenset(self._known_word(word) for word in flat.split("_") if word)
        agreements = {}
        for tables, table_words in self._table_words.items():
            shared = overlap(words, table_words) if tables else 0.0
            near = misspelt.get("_".join(tables), 0.0)
            if tables == written:
                agreements[tables] = _Agreement(1.0, 1.0, "spelling")
            elif shared or near:
                alike = max(shared, near) * _OTHER_TABLE
                inside = float(tables[: len(written)] == written)
                reason = "spelling" if near and len(tables) == len(written) else "table"
                agreements[tables] = _Agreement(alike, inside, reason)
        return agreements

    def _known_word(self, word: str) -> str:
        """The word of a table's name that `word` is, or is a misspelling of."""
        near = self._words.near(word, _TYPO)
        return next(iter(near), word)


_INDEXES: WeakKeyDictionary[Schema, _Index] = WeakKeyDictionary()


def _index(schema: Schema) -> _Index:
    index = _INDEXES.get(schema)
    if index is None:
        index = _INDEXES[schema] = _Index(schema)
    return index
