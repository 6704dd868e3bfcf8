"""Completion of values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import type_of
from prefect_toml_lsp.analysis.resolve import Resolved
from prefect_toml_lsp.features.completion.proposals import Proposal
from prefect_toml_lsp.features.completion.samples import default_first, sample_values
from prefect_toml_lsp.features.completion.spacing import gap
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import durations
from prefect_toml_lsp.prefect.defaults import is_default
from prefect_toml_lsp.prefect.units import unit_of
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document, Location
from prefect_toml_lsp.toml.encode import encode
from prefect_toml_lsp.toml.literals import is_literal
from prefect_toml_lsp.toml.nodes import Array, Invalid, Literal, String

NEVER_TYPED = "="
"""The filter text of a value that disappears with the first typed character."""


class ValuePlace:
    """The span that a value at the cursor replaces, and how it is written there."""

    def __init__(self, at: Location, span: Span, lead: str = "", covered: str = "") -> None:
        self._at = at
        self.span = span
        self._lead = lead
        self._covered = covered

    def text(self, value: Any) -> str:
        """The TOML text; a string is in single quotes if the user began it so."""
        return self._lead + _in_quotes_of(self._at, value)

    def typed(self, value: Any) -> str:
        """The filter text, which starts with the quote.

        It lacks the last character, so that a fully typed value disappears from the list at once
        and Enter starts a new line. Values that begin like a number disappear with the first
        character, because a person who types 42 does not mean 4200.
        """
        written = self._at.value
        if isinstance(written, String):
            return written.opening + (value if isinstance(value, str) else encode(value))
        if isinstance(value, str) and written is not None:
            return value or NEVER_TYPED
        return self._covered + (encode(value)[:-1] if _is_word(value) else NEVER_TYPED)


def value_place(document: Document, at: Location) -> ValuePlace | None:
    """The place at the cursor; None after a finished value."""
    value = at.value
    if value is None:
        row = document.start(at.statement) + at.position.line
        before = document.source.lines[row][: at.position.column]
        width, lead = gap(before)
        start = at.position._replace(column=at.position.column - width)
        return ValuePlace(at, Span.between(start, at.position), lead, before[len(before) - width :])
    if isinstance(value, Literal):
        return None if at.position == value.span.end else ValuePlace(at, value.span)
    if isinstance(value, Invalid):
        return ValuePlace(at, value.span)
    if not isinstance(value, String) or value.span.line != value.span.end_line:
        return None
    outside = at.position == value.span.start or (value.closed and at.position == value.span.end)
    return None if outside else ValuePlace(at, value.span)


def propose_values(snapshot: Snapshot, found: Resolved) -> Iterator[Proposal]:
    """Values for the setting; they replace typed text, including quotes."""
    setting = found.setting
    place = value_place(snapshot.document, found.location)
    if setting is None or setting.secret or place is None:
        return
    for value in _values(setting, found):
        yield Proposal(
            encode(value),
            place.span,
            place.text(value),
            kind_of(value),
            setting.dotted,
            detail_of(setting, value) or type_of(setting),
            typed=place.typed(value),
            member=value if isinstance(value, str) else None,
            preselect=is_default(setting, value),
        )


def _values(setting: Node, found: Resolved) -> list[Any]:
    """Values for the place: of the setting, of an item of its array, or of an entry."""
    at = found.location
    node = found.node
    if node is setting or node is None:
        return default_first(setting, sample_values(setting))
    if isinstance(at.outer, Array) and node is setting.item:
        there = {item.value for item in at.outer.items
                 if isinstance(item, String | Literal) and item is not at.value}  # fmt: skip
        known = [*setting.members, *node.keywords.get("enum", ())]
        arrays = [
            each for each in (setting.default, *setting.suggestions) if isinstance(each, list)
        ]
        usual = [item for array in arrays for item in array]
        return [each for each in dict.fromkeys((*known, *usual)) if each not in there]
    tables = [each for each in (setting.default, *setting.suggestions) if isinstance(each, dict)]
    return list(dict.fromkeys(each for table in tables for each in table.values()))


def _in_quotes_of(at: Location, value: Any) -> str:
    if (
        isinstance(value, str)
        and isinstance(at.value, String)
        and at.value.opening == "'"
        and "'" not in value
    ):
        return f"'{value}'"
    return encode(value)


def _is_word(value: Any) -> bool:
    """Whether a value is unlike a number, a date or another literal, with quotes or without."""
    if isinstance(value, str):
        return value[:1].isalpha() and not is_literal(value)
    return isinstance(value, bool)


def kind_of(value: Any) -> lsp.CompletionItemKind:
    """How a list marks a value: as a word, or as any value."""
    kinds = lsp.CompletionItemKind
    return kinds.EnumMember if isinstance(value, str | bool) else kinds.Value


def detail_of(setting: Node, value: Any) -> str:
    """The text next to a value in the list: whether it is the default, and its meaning."""
    parts = ["default"] if is_default(setting, value) else []
    if isinstance(value, str) and setting.is_duration:
        parts.append(durations.parse(value).in_words())
    elif setting.unit and isinstance(value, int | float) and not isinstance(value, bool):
        parts.append(unit_of(value, setting.unit))
    return ", ".join(parts)
