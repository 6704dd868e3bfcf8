"""Decode semantic tokens and apply their deltas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lsprotocol import types as lsp

from prefect_toml_lsp.features.semantic_tokens import LEGEND
from prefect_toml_lsp.text import PositionEncoding
from prefect_toml_lsp.text.source import split_lines


class Token(NamedTuple):
    """`line`, `start` and `end` are 0-based, in the client's units; `kind` is the type with its
    modifiers, such as ``property.ignored``.
    """

    line: int
    start: int
    end: int
    kind: str


def decode(data: Sequence[int]) -> list[Token]:
    """The tokens that the integers of a result encode (LSP 3.17, Semantic Tokens)."""
    assert len(data) % 5 == 0
    found: list[Token] = []
    line = start = 0
    for index in range(0, len(data), 5):
        down, right, length, kind, bits = data[index : index + 5]
        line, start = line + down, right + (0 if down else start)
        assert bits < 1 << len(LEGEND.token_modifiers)
        names = [each for bit, each in enumerate(LEGEND.token_modifiers) if bits >> bit & 1]
        found.append(
            Token(line, start, start + length, ".".join((LEGEND.token_types[kind], *names)))
        )
    return found


def texts(
    text: str, data: Sequence[int], encoding: PositionEncoding = PositionEncoding.UTF16
) -> list[tuple[str, str]]:
    """The text and kind of each token."""
    lines = split_lines(text)

    def column(token: Token, units: int) -> int:
        return encoding.column(lines[token.line], units)

    return [
        (lines[each.line][column(each, each.start) : column(each, each.end)], each.kind)
        for each in decode(data)
    ]


def apply(data: Sequence[int], edits: Sequence[lsp.SemanticTokensEdit]) -> list[int]:
    """The integers after the edits of a delta, whose offsets all refer to those before."""
    new = list(data)
    for edit in sorted(edits, key=lambda edit: -edit.start):
        new[edit.start : edit.start + edit.delete_count] = edit.data or []
    return new
