"""Data types: which settings move from one source to another, and which stay."""

from __future__ import annotations

from typing import Any

from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, effective
from prefect_toml_lsp.prefect.acceptance.verdicts import Verdict
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.edit import LocatedPair


class Item(NamedTuple):
    """A setting that a source sets.

    name
        As it is written: a variable, or a dotted path.
    line
        0-based; None for the environment.
    value, verdict
        The value as Prefect gets it, and what Prefect does with it.
    comments, after
        The comments above it and the one at the end of its line, each from its ``#`` on.
    pairs
        Its pairs in a TOML document: several for a table that is written entry by entry.
    removal
        The edit that removes it from a file of variables.
    inside
        The comments between the lines of its value.
    """

    name: str
    line: int | None
    node: Node
    value: Any
    verdict: Accepted | Converted
    comments: tuple[str, ...] = ()
    after: str = ""
    pairs: tuple[LocatedPair, ...] = ()
    removal: Edit | None = None
    inside: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Item({self.name!r}, line={self.line})"  # values may be secrets

    @property
    def becomes(self) -> Any:
        """The converted value of the setting."""
        return effective(self.value, self.verdict)


class Stays(NamedTuple):
    """A setting that does not move, and the reason, as the end of a sentence."""

    name: str
    line: int | None
    why: str


class Contents(NamedTuple):
    """The settings of a source that can move, and those that cannot."""

    items: list[Item]
    stays: list[Stays]


def same_effect(one: Any, other: Any) -> bool:
    """Whether two values are the same to a setting: True is not 1."""
    return one == other and type(one) is type(other)


def is_kept_by(item: Item, value: Any, verdict: Verdict | None) -> bool:
    """Whether the setting becomes the same by another value."""
    if not isinstance(verdict, Accepted | Converted):
        return False
    return same_effect(effective(value, verdict), item.becomes)
