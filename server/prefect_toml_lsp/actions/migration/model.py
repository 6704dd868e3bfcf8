"""What goes from one source to another, and what stays."""

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
        As it reaches the setting, and what Prefect does with it.
    comments, after
        Those above it and the one that ends its line, each from its ``#`` on.
    pairs
        Where a TOML document has it: several for a table that is written entry by entry.
    removal
        Takes it out of a file of variables.
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
        """What the setting becomes."""
        return effective(self.value, self.verdict)


class Stays(NamedTuple):
    """What does not go, and why, as the end of a sentence."""

    name: str
    line: int | None
    why: str


class Contents(NamedTuple):
    """What a source has: what can go, and what cannot."""

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
