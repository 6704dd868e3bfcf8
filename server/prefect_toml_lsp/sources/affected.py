"""How a different Prefect release reads the values of a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, Ignored, Refused, effective
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.assignment import Assignment
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.precedence import SourceLocation


class Effect(Enum):
    """What another release of Prefect does with a value."""

    SAME = "same"
    REFUSED = "refused"  # it refuses to load the settings; the first one does not
    ACCEPTED = "accepted"  # only the first one refuses
    IGNORED = "ignored"  # only the first one reads it
    READ = "read"  # only the other one reads it
    ELSEWHERE = "elsewhere"  # it sets another setting, which replaced the first one
    CONVERTED = "converted"  # it is converted differently


class Affected(NamedTuple):
    """A place that sets a setting, as either Prefect reads it; None for one that does not.

    is_overridden
        Whether a stronger source sets the setting, so that this value is not used.
    """

    place: SourceLocation
    before: Assignment | None
    after: Assignment | None
    effect: Effect
    is_overridden: bool = False

    @property
    def node(self) -> Node:
        """The setting; as the first Prefect has it where it reads this."""
        found = self.before or self.after
        assert found is not None  # by `affected_by`
        return found.node


def affected_by(one: Folder, other: Folder) -> Iterator[Affected]:
    """Every place that sets a setting for either Prefect, in the order of the sources; `other` is
    the same folder as the other one reads it.
    """
    before, after = _by_place(one), _by_place(other)
    for place in dict.fromkeys((*before, *after)):
        for first, second in _pairs(before.get(place, []), after.get(place, [])):
            overridden = _is_overridden(second, other) if second else False
            yield Affected(place, first, second, _effect(first, second), overridden)


def _by_place(folder: Folder) -> dict[SourceLocation, list[Assignment]]:
    found: dict[SourceLocation, list[Assignment]] = {}
    for source in folder.sources:
        for each in source.assignments:
            found.setdefault(each.place, []).append(each)
    return found


def _pairs(
    before: Iterable[Assignment], after: Iterable[Assignment]
) -> Iterator[tuple[Assignment | None, Assignment | None]]:
    """The value of one place for the same setting; JSON in a variable sets several."""
    left = {each.node.dotted: each for each in after}
    alone: list[Assignment] = []
    for each in before:
        same = left.pop(each.node.dotted, None)
        if same is None:
            alone.append(each)
        else:
            yield each, same
    for each in alone:
        successor = left.pop(each.node.moved_to or "", None)
        if successor is None and len(alone) == len(left) == 1:
            successor = left.popitem()[1]
        yield each, successor
    yield from ((None, each) for each in left.values())


def _is_overridden(each: Assignment, folder: Folder) -> bool:
    found = folder.assignments.winner_over(each.node, each.strength, each.entries)
    return found is not None


def _effect(before: Assignment | None, after: Assignment | None) -> Effect:
    counted, counts = _counts(before), _counts(after)
    if not counts or after is None:
        return Effect.IGNORED if counted else Effect.SAME
    if not counted or before is None:
        return Effect.REFUSED if isinstance(after.verdict, Refused) else Effect.READ
    refused, refuses = (isinstance(each.verdict, Refused) for each in (before, after))
    if refused != refuses:
        return Effect.REFUSED if refuses else Effect.ACCEPTED
    if after.node.dotted != before.node.dotted:
        return Effect.ELSEWHERE
    return Effect.SAME if _becomes(before) == _becomes(after) else Effect.CONVERTED


def _counts(each: Assignment | None) -> bool:
    return each is not None and not isinstance(each.verdict, Ignored)


def _becomes(each: Assignment) -> tuple[Any, type]:
    """The converted value with its type, so that True is not 1."""
    if not isinstance(each.verdict, Accepted | Converted):
        return None, type(each.verdict)
    value = effective(each.value, each.verdict)
    return value, type(value)
