"""Evidence for which setting or table was meant by an unknown key.

Each piece of evidence is a score: up to 1 for likeness, more if it leaves no doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from prefect_toml_lsp.prefect.agreement import NOTHING, Tables
from prefect_toml_lsp.prefect.fitting import MISSING, fit, speaks_for
from prefect_toml_lsp.prefect.foreign import Foreign
from prefect_toml_lsp.prefect.learned import Meaning, meanings_of
from prefect_toml_lsp.prefect.nodes import Schema
from prefect_toml_lsp.prefect.other_variables import renamed
from prefect_toml_lsp.prefect.places import Places, Readers
from prefect_toml_lsp.prefect.spelling import fold
from prefect_toml_lsp.prefect.words import root, things_of

Path = tuple[str, ...]
Found = tuple[int, float, str]
"""The place's number, its score, and the reason (`suggest.Suggestion`)."""

# The weights of a likeness; they add up to 1.
_NAME = 0.6  # the last part is alike
_TABLES = 0.3  # the tables before it are alike
_INSIDE = 0.1  # it is inside the written tables
_TWICE = -0.1  # both the name and the tables before it would have to be wrong
_OTHER_NAME = 0.95  # what is left of a name's weight if it is what others call the setting

_CLEAR = 0.82  # how alike a name and its misspelling are
_GUESS = 0.6  # the least score of a name that means something else, strictly read
_SAME = 0.95  # how alike tables are that are the same
_NEARBY = 0.45  # how alike tables are of which the one may be meant for the other
_ALSO_CALLED = 0.75  # the same for a table that there is

# no doubt: more than any likeness
_MOVED = 1.3
_CASE = 1.2
_VARIABLE = 1.1

_LEARNED = 0.98  # what names of other programs mean
_HALF_LEARNED = 0.8  # the same if some words of the name were not learned
_SURE = 1.1  # the margin from which on a meaning counts (`learned.Meaning`)
_SURER = 1.7  # the same for a key that likeness may explain
_DOUBTFUL = -2.0  # below it a key whose words are all known means no setting
_NUDGE = 0.025  # puts one before others that are as likely: more than a default that several have
_SPEAKS = 1.0  # what the margin grows by if the value speaks for the setting
_MISSPELLED = 0.8  # how near a variable is that can only be misspelled
_FLAT_IN_TABLE = 0.7  # `api_url` for `api.url` inside some other table
_TYPO = 0.65  # how near a longer name must be to count as misspelled

# The tables above Prefect's in pyproject.toml.
_WRAPPERS = (("tool", "prefect"), ("prefect",))


class Evidence:
    """The evidence for the places of one release that one of some readers has."""

    def __init__(self, schema: Schema, readers: Readers) -> None:
        self._has_all = None in readers  # not only the places of a package
        self.places = Places(schema, readers)
        around = {alias.tables for each in self.places.by_name.values() for alias in each}
        self._tables = Tables(around)
        self._foreign = Foreign(self.places)

        self._called: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._called_in_table: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for number, place in enumerate(self.places.places):
            if place.node.is_setting:
                self._called[things_of(place.name)].append(number)
        for other, numbers in self.places.by_other_name.items():
            table, _, name = other.rpartition(".")
            if table:
                self._called_in_table[table, things_of(name)] += numbers
            else:
                self._called[things_of(name)] += numbers

    def of(self, path: Path, value: object = MISSING) -> Iterator[Found]:
        """The evidence for which places the unknown key `path` could mean, in no particular order;
        a place may occur more than once. If any certain evidence exists, only that is yielded.
        `value`, if given, helps what was learned.
        """
        folded = tuple(fold(part) for part in path)
        certain = [
            *self._by_history(path),
            *self._by_case(folded),
            *self._by_variable_name(path),
            *self._by_variable_of_path(folded),
            *self._by_whole_path(folded),
        ]
        if certain:
            yield from certain
            return
        variables = list(self._by_old_or_misspelled_variable(folded[-1]))
        yield from variables
        if any(score >= _MISSPELLED for _, score, _ in variables):
            return
        learned = self._learned(folded, value)
        if learned and learned.margin < _DOUBTFUL:
            return
        meant = list(self._by_meaning_learned(learned))
        alike = [*self._by_flat_name(folded), *self._by_name(folded)]
        yield from alike
        yield from self._before(alike, meant) if self._is_shared(folded) else meant
        for rewritten, reason in self._rewritten(folded) if not meant or len(folded) == 1 else ():
            for number, score, _ in self._by_name(rewritten):
                yield number, score, reason

    def _is_shared(self, folded: Path) -> bool:
        """Whether a key without a table has the name of several settings."""
        return len(folded) == 1 and len(self.places.settings_named(folded[0])) > 1

    def _before(self, alike: Sequence[Found], meant: Sequence[Found]) -> Iterator[Found]:
        """What is meant, if it is one of those that are alike: just before the others."""
        best = max((score for _, score, _ in alike), default=0.0)
        numbers = {number for number, _, _ in alike}
        yield from (
            (number, best + _NUDGE, reason) for number, _, reason in meant if number in numbers
        )

    def _learned(self, folded: Path, value: object) -> Meaning | None:
        """What was learned about a key, or None if that does not count: nothing was learned about
        headers, and nothing about packages. If likeness may explain the key, only a sure meaning
        counts. A key with a word that was not learned may mean something, but never nothing.
        """
        if not self._has_all or value == {}:
            return None
        is_own = self._is_own(folded)
        if is_own and self._is_in_place(folded):
            return None
        learned = self._likeliest(meanings_of(folded, value), value)
        if learned is None:
            return None
        if is_own:
            return learned if learned.is_understood and learned.margin >= _SURER else None
        return learned if learned.is_understood or learned.margin >= _SURE else None

    def _likeliest(self, meanings: Sequence[Meaning], value: object) -> Meaning | None:
        """The first that the release has and that `value` fits, else the first. A value of a kind
        that few settings have speaks for them.
        """
        for each in meanings:
            number = self._number_of(each)
            if number is None:
                continue
            node = self.places.places[number].node
            if fit(node, value) >= 0:
                speaks = _SPEAKS if speaks_for(node, value) else 0.0
                return each._replace(margin=each.margin + speaks)
        return meanings[0] if meanings else None

    def _number_of(self, meaning: Meaning) -> int | None:
        """The number of the setting's place; None if the release does not have it."""
        return self.places.numbers.get(tuple(meaning.setting.split(".")))

    def _is_in_place(self, folded: Path) -> bool:
        """Whether the name is directly in one of Prefect's tables."""
        return len(folded) > 1 and folded[:-1] in self.places.numbers

    def _is_own(self, folded: Path) -> bool:
        """Whether a key has the name of a setting, or nearly, and only tables like Prefect's."""
        *tables, name = folded
        named = self.places.settings_named(name) or any(
            "_" in near for near in self.places.names.slips(name)
        )
        return bool(named) and not self._foreign.in_tables(tuple(tables))

    # Without doubt

    def _by_history(self, path: Path) -> Iterator[Found]:
        for number in self.places.moves.get(path, ()):
            yield number, _MOVED, "moved"

    def _by_case(self, folded: Path) -> Iterator[Found]:
        if folded in self.places.numbers:
            yield self.places.numbers[folded], _CASE, "case"

    def _by_variable_name(self, path: Path) -> Iterator[Found]:
        """`PREFECT_API_URL` in any case, `API_URL` only in upper case; in any table."""
        name = fold(path[-1])
        bare = name.removeprefix("prefect_")
        if bare != name or path[-1].isupper():
            for number in self.places.by_variable.get(bare, ()):
                yield number, _VARIABLE, "variable"

    def _by_variable_of_path(self, folded: Path) -> Iterator[Found]:
        """`[ui] api_url`, as `PREFECT_UI_API_URL` is a variable; so `[prefect] api_url`."""
        if len(folded) > 1:
            flat = "_".join(folded).removeprefix("tool_").removeprefix("prefect_")
            for number in self.places.by_variable.get(flat, ()):
                yield number, _VARIABLE, "table"

    def _by_whole_path(self, folded: Path) -> Iterator[Found]:
        """`server_api_port`, with all tables in the name."""
        for number, score in self.places.by_flat.get("_".join(folded), ()):
            if score >= 1:
                yield number, score, "table"

    def _by_old_or_misspelled_variable(self, name: str) -> Iterator[Found]:
        bare = name.removeprefix("prefect_")
        if bare == name:
            return
        old = list(self._by_prefect_2(bare))
        yield from old
        for near, likeness in self.places.variables.near(bare, _TYPO).items() if not old else ():
            for number in self.places.by_variable[near]:
                if near in self.places.variables.slips(bare) or not self._foreign.in_name(
                    bare, number
                ):
                    yield number, likeness, "variable"

    # By likeness

    def _by_prefect_2(self, flat: str) -> Iterator[Found]:
        for name in renamed(flat):
            found = self.places.by_flat.get(name, ())
            for number, score in found:
                yield number, score, "prefect-2"
            if found:
                return

    def _by_flat_name(self, folded: Path) -> Iterator[Found]:
        """Names with a whole path in them, and paths that are the end of one."""
        flat, by_flat = "_".join(folded), self.places.by_flat
        yield from self._by_prefect_2(flat)
        for number, score in by_flat.get(flat, ()):
            yield number, score, "table"
        if len(folded) > 1:
            for number, score in by_flat.get(folded[-1], ()):
                yield number, score * _FLAT_IN_TABLE, "table"
        elif flat not in by_flat and flat not in self.places.by_name:
            for near, likeness in self.places.flat_names.near(flat, _TYPO).items():
                for number, score in by_flat[near]:
                    if not self._foreign.is_foreign(folded, number):
                        yield number, score * likeness, "table"

    def _rewritten(self, folded: Path) -> Iterator[tuple[Path, str]]:
        """Other paths to look for, each with its reason."""
        wrapper = next((each for each in _WRAPPERS if folded[: len(each)] == each), ())
        if wrapper and len(folded) > len(wrapper):
            yield folded[len(wrapper) :], "table"
        for length in range(len(folded) - 1, 0, -1):
            for number in self.places.moves.get(folded[:length], ()):
                path = self.places.places[number].node.path
                yield (*path, *folded[length:]), "moved"
        if len(folded) > 1 and folded[:-1] not in self._tables.words:
            yield (*folded[:-2], "_".join(folded[-2:])), "table"
        if len(folded) == 1:
            name = folded[0].removeprefix("prefect_")
            for tables in self._tables.words:
                flat = "_".join(tables)
                if tables and name.startswith(f"{flat}_"):
                    yield (*tables, name[len(flat) + 1 :]), "table"
            head, _, tail = name.partition("_")
            if tail and self._tables.has_other_name(head):
                yield (head, tail), "table"

    def _by_name(self, folded: Path) -> Iterator[Found]:
        """Names that are similar or mean the same, and mean nothing else."""
        for found in self._by_likeness(folded):
            if not self._foreign.is_foreign(folded, found[0]):
                yield found
        yield from self._by_other_name(folded)

    def _by_likeness(self, folded: Path) -> Iterator[Found]:
        *tables, name = folded
        agreements = self._tables.agreements(tuple(tables))
        places = self.places
        # A name that is all of another place's says more than words in common: `to_api` at the
        # root is `logging.to_api`, not `api`.
        misspelled = {name} if places.telling.get(name) == 1.0 else None
        taken = bool(places.settings_named(name))
        for other, likeness in places.names.like(name).items():
            if misspelled is not None and other not in misspelled:
                continue
            telling = likeness * places.telling[other] * _NAME
            for number, around, moved in places.by_name[other]:
                alike, inside, reason = agreements.get(around, NOTHING)
                score = telling + alike * _TABLES + inside * _INSIDE
                if likeness < 1 and alike < 1:
                    score += _TWICE
                if (likeness < _CLEAR and score < _GUESS) or (
                    taken and likeness < 1 and alike < _SAME
                ):
                    continue
                yield number, score, "moved" if moved and alike == 1 else reason

    def _by_meaning_learned(self, learned: Meaning | None) -> Iterator[Found]:
        if learned and learned.margin >= _SURE:
            number = self._number_of(learned)
            if number is not None:
                yield number, _LEARNED if learned.is_understood else _HALF_LEARNED, "meaning"

    def _things(self, name: str) -> tuple[str, ...]:
        """The things that a name speaks of, if no setting has it those of a form that one has."""
        forms = (each for each in self.places.names.slips(name) if root(each) == root(name))
        owned = filter(self.places.settings_named, (name, *sorted(forms)))
        return things_of(next(owned, name))

    def _by_other_name(self, folded: Path) -> Iterator[Found]:
        """Settings whose name speaks of the same things, or that others call so, alone or with a
        table.
        """
        *written, name = folded
        tables, things = tuple(written), self._things(name)
        taken = bool(self.places.settings_named(name))
        agreements, real = self._tables.agreements(tables), tables in self._tables.words
        for number in self._called.get(things, ()):
            place = self.places.places[number]
            alike, inside, reason = agreements.get(place.tables, NOTHING)
            if place.name == name:
                continue  # not another name
            if not alike and tables and (agreements or self._foreign.in_tables(tables)):
                continue  # in a table that has nothing to do with the setting's
            if not taken or not tables or alike >= (_ALSO_CALLED if real else _NEARBY):
                yield number, _OTHER_NAME * _NAME + alike * _TABLES + inside * _INSIDE, reason
        for number in self._called_in_table.get((*tables[-1:], things), ()):
            yield number, _OTHER_NAME * (_NAME + _TABLES), "table"
