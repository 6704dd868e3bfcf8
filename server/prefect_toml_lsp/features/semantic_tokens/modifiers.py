"""How Prefect reads a statement, as far as colours show it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from prefect_toml_lsp.features.registry import PerKind
from prefect_toml_lsp.features.semantic_tokens.legend import DEFAULT_VALUE, DEPRECATED, IGNORED
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.prefect import Node, parse_release
from prefect_toml_lsp.prefect.acceptance import durations
from prefect_toml_lsp.prefect.acceptance.verdicts import Ignored
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.sources.toml_entries import Entry, Unknown
from prefect_toml_lsp.toml.nodes import Section, Statement


class Scalars(NamedTuple):
    """What the scalars in a setting's value may be: one of `members`, or durations."""

    members: frozenset[str] = frozenset()
    durations: bool = False


class Mark(NamedTuple):
    """Modifiers for a key from one of its parts on, and for its value."""

    key: int = 0
    value: int = 0
    scalars: Scalars = Scalars()


PLAIN = Mark()
Marks = Mapping[int, Mark]
"""By the `id` of the key part where a mark begins; those of nested pairs add to it."""


marks: PerKind[Marks] = PerKind()
"""The marks of a statement."""


@marks.on(Holds.SETTINGS)
def _marks(view: Snapshot, statement: Statement) -> Marks:
    entries = view.analysis.entries(statement)
    return {id(part): mark for part, mark in map(_mark, entries) if mark}


free_form: PerKind[Mark | None] = PerKind()
"""The mark of everything in the section of a free-form table, such as
``[client.custom_headers]``: its keys are the user's own. None for other sections.
"""


@free_form.on(Holds.SETTINGS)
def _free_form(view: Snapshot, section: Section) -> Mark | None:
    node = view.analysis.find_free_form(section)
    return Mark(scalars=_scalars(node)) if node else None


def _mark(entry: Entry) -> tuple[Any, Mark | None]:
    if isinstance(entry, Unknown):
        if entry.table.is_open:  # A package that is not known here may read it.
            return entry.part, None
        ignored = IGNORED | (DEPRECATED if _is_gone(entry) else 0)
        return entry.part, Mark(ignored, IGNORED)
    if entry.node.is_table:
        return entry.part, Mark(DEPRECATED) if entry.node.is_honoured else None
    if isinstance(entry.verdict, Ignored) or entry.node.is_absent:
        return entry.part, Mark(IGNORED, IGNORED)
    key = DEPRECATED if entry.node.is_honoured else 0
    value = DEFAULT_VALUE if entry.is_default else 0
    return entry.part, Mark(key, value, _scalars(entry.node))


def _is_gone(entry: Unknown) -> bool:
    """Whether earlier releases have it."""
    other = entry.table.known.get(entry.names[len(entry.table.path)])
    until = other.until if other else None
    return until is not None and entry.table.release > parse_release(until)


@lru_cache(maxsize=1024)
def _scalars(setting: Node) -> Scalars:
    members = set(setting.members)
    for node in (setting, setting.item):
        for branch in node.branches if node else ():
            members.update(each for each in branch.get("enum", ()) if isinstance(each, str))
    return Scalars(frozenset(members), setting.is_duration)


@lru_cache(maxsize=1024)
def is_duration(text: str) -> bool:
    """Whether Prefect reads `text` as a duration."""
    try:
        durations.parse(text)
    except durations.DurationError:
        return False
    return True
