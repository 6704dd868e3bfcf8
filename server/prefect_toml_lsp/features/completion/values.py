"""Completion of values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.resolve import Resolved
from prefect_toml_lsp.features.completion.proposals import Proposal
from prefect_toml_lsp.features.completion.samples import sample_values
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import durations
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Location
from prefect_toml_lsp.toml.encode import encode
from prefect_toml_lsp.toml.nodes import Array, Invalid, Literal, String


def propose_values(snapshot: Snapshot, found: Resolved) -> Iterator[Proposal]:
    """Values for the setting; what is typed of one already, quotes included, is replaced."""
    at = found.location
    setting = found.setting
    span = value_span(at)
    if setting is None or setting.secret or span is None:
        return
    before = snapshot.document.source.lines[
        snapshot.document.start(at.statement) + at.position.line
    ][: at.position.column]
    prefix = " " if at.value is None and before.endswith("=") else ""
    for value in _values(setting, found):
        text = in_quotes_of(at, value)
        yield Proposal(
            encode(value),
            span,
            prefix + text,
            lsp.CompletionItemKind.EnumMember if _is_word(value) else lsp.CompletionItemKind.Value,
            detail_of(setting, value),
            setting.dotted,
            typed=typed_as(at, value),
            documentation=setting.members.get(value) if isinstance(value, str) else None,
            preselect=value == setting.default and type(value) is type(setting.default),
        )


def _values(setting: Node, found: Resolved) -> list[Any]:
    """Values for the place: of the setting, of an item of its array, or of an entry."""
    at = found.location
    node = found.node
    if node is setting or node is None:
        return sample_values(setting)
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


def value_span(at: Location) -> Span | None:
    """What a value at the cursor replaces; None where the cursor is after a finished one."""
    value = at.value
    if value is None:
        return Span(*at.position, *at.position)
    if isinstance(value, Literal | Invalid):
        return value.span
    if not isinstance(value, String) or value.span.line != value.span.end_line:
        return None
    outside = at.position == value.span.start or (value.closed and at.position == value.span.end)
    return None if outside else value.span


def in_quotes_of(at: Location, value: Any) -> str:
    """The TOML text, a string in single quotes where the user began it so."""
    if (
        isinstance(value, str)
        and isinstance(at.value, String)
        and at.value.opening == "'"
        and "'" not in value
    ):
        return f"'{value}'"
    return encode(value)


def typed_as(at: Location, value: Any) -> str | None:
    """What clients compare with the text before the cursor, which starts with the quote."""
    if isinstance(at.value, String):
        text = value if isinstance(value, str) else encode(value)
        return f"{at.value.opening}{text}{at.value.opening}"
    return value if isinstance(value, str) and at.value is not None else None


def _is_word(value: Any) -> bool:
    return isinstance(value, str | bool)


def detail_of(setting: Node, value: Any) -> str:
    """What a list shows beside a value: whether it is the default, and what it means."""
    parts = []
    if value == setting.default and type(value) is type(setting.default):
        parts.append("default")
    if isinstance(value, str) and setting.is_duration:
        parts.append(durations.parse(value).in_words())
    elif setting.unit and isinstance(value, int | float) and not isinstance(value, bool):
        parts.append(setting.unit)
    return ", ".join(parts)
