"""One value that one source gives to one setting."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from prefect_toml_lsp.prefect import Node, Release
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, Refused, Verdict, effective
from prefect_toml_lsp.prefect.acceptance.rules import LEGACY_PLUGINS, PLUGINS_MOVED_IN
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.precedence import SourceLocation, Strength, hides

_TABLE_OF_PLUGINS = "plugins"
_PLUGINS = f"{_TABLE_OF_PLUGINS}."


class Assignment(NamedTuple):
    """A value that a source assigns to a setting, and what Prefect does with it.

    place
        Which source gives it, under which name, and where.
    node
        The setting, or the table if a value is given where a table belongs.
    strength
        Its rank among other assignments; of two the lower number wins (`precedence`).
    value
        As it reaches the setting: JSON is decoded where Prefect does so.
    verdict
        None while the value is broken, or if only the environment decides it.
    entries
        The keys that it sets in a free-form table, with their lines (0-based) in the file; None
        for other settings, and for a value that is not a table.
    """

    place: SourceLocation
    node: Node
    strength: Strength
    value: Any
    verdict: Verdict | None
    entries: Mapping[str, int | None] | None = None

    def __repr__(self) -> str:
        return f"Assignment({self.place}, node={self.node.dotted!r})"  # values may be secrets

    @property
    def becomes(self) -> Any | None:
        """What the setting becomes with it, as TOML could write it; None for a secret, and for
        what Prefect refuses, ignores or takes for unset.
        """
        if self.node.secret or not isinstance(self.verdict, Accepted | Converted):
            return None
        return effective(self.value, self.verdict)

    @property
    def is_set(self) -> bool:
        """Whether it leaves its setting with anything but what weaker assignments give."""
        return self.verdict is None or self.verdict.outcome != "ignored"

    @property
    def written(self) -> str:
        """The dotted path of the setting; the former one where it is written under that."""
        name = self.place.name
        return name if name.startswith(LEGACY_PLUGINS) else self.node.dotted

    def locations(self, wanted: Collection[str] | None = None) -> Iterator[SourceLocation]:
        """The place, or those of all entries of a free-form table, or of the `wanted` ones."""
        if self.entries is None:
            yield self.place
            return
        for name, line in self.entries.items():
            if wanted is None or name in wanted:
                yield self._of_entry(name, line)

    def _of_entry(self, name: str, line: int | None) -> SourceLocation:
        if not self.place.is_table_file:
            return self.place
        return self.place._replace(name=f"{self.place.name}.{name}", line=line)


def table_given(node: Node, value: Any) -> Mapping[str, Any] | None:
    """The table that a value gives to a free-form setting, which Prefect also takes as JSON in a
    string; None for another setting, and for a value that is not a table.
    """
    if not node.is_free_form:
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, dict) else None


def current(path: str, release: Release) -> str:
    """The dotted path of a setting, also for one that is written in its legacy place."""
    if release >= PLUGINS_MOVED_IN and path.startswith(LEGACY_PLUGINS):
        return _PLUGINS + path.removeprefix(LEGACY_PLUGINS)
    return path


def former(path: str, release: Release) -> tuple[str, ...]:
    """The legacy places of a setting that the release still reads, as dotted paths."""
    if release >= PLUGINS_MOVED_IN and path.startswith(_PLUGINS):
        return (LEGACY_PLUGINS + path.removeprefix(_PLUGINS),)
    return ()


class Assignments:
    """Assignments by their settings, the strongest first.

    Without those to ``plugins`` that a stronger ``PREFECT_EXPERIMENTS='{"plugins": null}'`` takes
    away (``_hoist_legacy_experiments_plugins``).
    """

    def __init__(self, assignments: Iterable[Assignment]) -> None:
        self._by_setting: dict[str, list[Assignment]] = {}
        for each in assignments:
            if each.is_set:
                self._by_setting.setdefault(each.node.dotted, []).append(each)
        for found in self._by_setting.values():
            found.sort(key=lambda each: each.strength)
        self._nulls = [each for each in self.of(_TABLE_OF_PLUGINS) if each.value is None]
        if self._nulls:
            for path, found in self._by_setting.items():
                if path.startswith(_PLUGINS):
                    found[:] = [each for each in found if not self._null_over(each.strength)]

    def _null_over(self, strength: Strength) -> Assignment | None:
        """The ``null`` that takes away an assignment of this strength to a setting of plugins."""
        return next((each for each in self._nulls if hides(each.strength, strength)), None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_setting)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Assignments) and self._by_setting == other._by_setting

    __hash__ = None  # type: ignore[assignment]

    def of(self, path: str) -> Sequence[Assignment]:
        """The assignments of the setting at a dotted path."""
        return self._by_setting.get(path, ())

    def winner_over(
        self, node: Node, strength: Strength, entries: Iterable[str] | None = None
    ) -> Assignment | None:
        """The assignment that overrides one of this strength to `node` completely; None if there is
        none. Prefect merges tables key by key: a free-form table is only overridden if stronger
        assignments set all its `entries`. Of other values only the strongest counts.
        """
        if self._nulls and node.dotted.startswith(_PLUGINS):
            null = self._null_over(strength)
            if null is not None:
                return null
        stronger = [each for each in self.of(node.dotted) if each.strength < strength]
        if not stronger or entries is None or stronger[0].entries is None:
            return stronger[0] if stronger else None
        winners = [_that_sets(entry, stronger) for entry in entries]
        return winners[0] if winners and all(winners) else None

    def left_of(self, node: Node, strength: Strength, value: Any) -> Any:
        """What Prefect looks at of a value of this strength to `node` that is not overridden as a
        whole: of a free-form table, the entries that nothing stronger sets.
        """
        stronger = [each for each in self.of(node.dotted) if each.strength < strength]
        table = table_given(node, value)
        if table is None or not stronger:
            return value
        return {name: each for name, each in table.items() if not _that_sets(name, stronger)}


def _that_sets(entry: str, assignments: Iterable[Assignment]) -> Assignment | None:
    """The first that sets an entry of a free-form table."""
    return next((each for each in assignments if entry in (each.entries or ())), None)


class Values:
    """What settings become, before Prefect looks at several of them together.

    known
        By dotted path; a setting that is written in its former place has that path.
    in_doubt
        Settings that are set to what is broken, refused, or known to the environment only.
    """

    def __init__(self, assignments: Iterable[Assignment] = ()) -> None:
        """`assignments` begin with the weakest."""
        self.known: dict[str, Any] = {}
        self.in_doubt: set[str] = set()
        for each in assignments:
            self.put(each.written, each.value, each.verdict)

    def put(self, path: str, value: Any, verdict: Verdict | None) -> None:
        """Give a setting a value over the one that it has."""
        if isinstance(verdict, Accepted | Converted):
            self.known[path] = effective(value, verdict)
            self.in_doubt.discard(path)
        elif verdict is None or isinstance(verdict, Refused):
            self.known.pop(path, None)
            self.in_doubt.add(path)

    def under(self, stronger: Values) -> Values:
        """These and `stronger` ones, which win."""
        if not stronger.known and not stronger.in_doubt:
            return self
        if not self.known and not self.in_doubt:
            return stronger
        merged = Values()
        merged.known = {**self.known, **stronger.known}
        for path in stronger.in_doubt:
            merged.known.pop(path, None)
        merged.in_doubt = (self.in_doubt - stronger.known.keys()) | stronger.in_doubt
        return merged
