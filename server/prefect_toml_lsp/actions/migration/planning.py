"""Plan which settings move, so that Prefect reads the same afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from prefect_toml_lsp.actions.migration.model import Contents, Item, Stays
from prefect_toml_lsp.actions.migration.writing import Target, taken_by
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.secrets import may_show
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.effective import State
from prefect_toml_lsp.toml import Document

InForce = Mapping[str, tuple[State, Any]]
"""The value of each setting, by path."""
Look = Callable[[Mapping[Path, str], frozenset[str]], Sequence[InForce]]
"""Computes the settings in each environment that counts, with new texts of files, and without
some environment variables.
"""


class Side(NamedTuple):
    """A file that changes: its path and text; the environment has no file."""

    path: Path | None
    text: str


class Plan(NamedTuple):
    """The settings that move and stay, and the texts of the two files afterwards; that of the
    source is None for the environment.
    """

    goes: list[Item]
    stays: list[Stays]
    target: str
    source: str | None

    def __repr__(self) -> str:
        return f"Plan({len(self.goes)} go, {len(self.stays)} stay)"  # texts may hold secrets


class Move(NamedTuple):
    """A request to move settings from one source to another.

    origin
        The source's document, if it is TOML.
    without
        The text of the source without some of its settings.
    keeps_secrets
        Whether secrets stay, as others may read the target.
    look
        Computes what Prefect reads.
    """

    contents: Contents
    source: Side
    target: Side
    writes: Target
    origin: Document | None
    without: Callable[[Iterable[Item]], str]
    keeps_secrets: bool
    look: Look


def plan(move: Move) -> Plan:
    """The plan. Settings stay if moving them would change what Prefect reads."""
    stays = [*move.contents.stays]
    goes: list[Item] = []
    for item in move.contents.items:
        why = "it may be a secret" if move.keeps_secrets and is_secret(item) else None
        why = why or taken_by(move.writes, item, move.origin)
        if why is None:
            goes.append(item)
        else:
            stays.append(Stays(item.name, item.line, why))
    before = move.look({}, frozenset())
    while goes:
        changed = _changed(before, _after(move, goes))
        if not changed:
            break
        culprits = [each for each in goes if each.node.dotted in changed] or goes
        why = "Prefect would use another value afterwards, because another source sets it, too"
        stays += (Stays(each.name, each.line, why) for each in culprits)
        goes = [each for each in goes if each not in culprits]
    texts = _texts(move, goes)
    source = None if move.source.path is None else texts[move.source.path]
    return Plan(goes, stays, move.writes.written(goes, move.origin), source)


def is_secret(item: Item) -> bool:
    """Whether a value must not be where other people can read it."""
    node: Node = item.node
    return not (may_show(node, item.value) and may_show(node, item.becomes))


def _texts(move: Move, goes: Sequence[Item]) -> dict[Path, str]:
    texts: dict[Path, str] = {}
    if move.target.path is not None:
        texts[move.target.path] = move.writes.written(goes, move.origin)
    if move.source.path is not None:
        texts[move.source.path] = move.without(goes)
    return texts


def _after(move: Move, goes: Sequence[Item]) -> Sequence[InForce]:
    unset = frozenset(each.name for each in goes) if move.source.path is None else frozenset()
    return move.look(_texts(move, goes), unset)


def _changed(before: Sequence[InForce], after: Sequence[InForce]) -> set[str]:
    """The settings that are not the same in one of the surroundings."""
    found: set[str] = set()
    for one, other in zip(before, after, strict=True):
        for path in one.keys() | other.keys():
            if not _same(one.get(path), other.get(path)):
                found.add(path)
    return found


def _same(one: tuple[State, Any] | None, other: tuple[State, Any] | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one, type(one[1])) == (other, type(other[1]))
