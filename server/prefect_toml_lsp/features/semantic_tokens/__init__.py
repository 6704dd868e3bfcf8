"""`textDocument/semanticTokens/full`, `…/full/delta` and `…/range` (LSP 3.17)."""

from __future__ import annotations

from itertools import count
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.features.registry import Feature
from prefect_toml_lsp.features.semantic_tokens.document_tokens import (
    Blocks,
    Painter,
    edits,
    numbers,
)
from prefect_toml_lsp.features.semantic_tokens.legend import LEGEND
from prefect_toml_lsp.features.snapshot import TomlSnapshot
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import TOML

FULL = Feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)
DELTA = Feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, LEGEND)
RANGE = Feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, LEGEND)
_KEPT = "semantic tokens"
_IDS = count(1)


class _Sent(NamedTuple):
    """The painter of a document, and the last result that was sent."""

    painter: Painter
    result_id: str
    blocks: Blocks


@FULL.on(*TOML)
def full(snapshot: TomlSnapshot[Any], _: lsp.SemanticTokensParams) -> lsp.SemanticTokens:
    """All tokens of a document."""
    sent = _paint(snapshot)
    return lsp.SemanticTokens(numbers(sent.blocks), sent.result_id)


@DELTA.on(*TOML)
def delta(
    snapshot: TomlSnapshot[Any], params: lsp.SemanticTokensDeltaParams
) -> lsp.SemanticTokens | lsp.SemanticTokensDelta:
    """The changes since a result, if that was the last one; else all tokens."""
    before = _sent(snapshot)
    now = _paint(snapshot)
    if before is None or before.result_id != params.previous_result_id:
        return lsp.SemanticTokens(numbers(now.blocks), now.result_id)
    return lsp.SemanticTokensDelta(edits(before.blocks, now.blocks), now.result_id)


@RANGE.on(*TOML)
def in_range(
    snapshot: TomlSnapshot[Any], params: lsp.SemanticTokensRangeParams
) -> lsp.SemanticTokens:
    """The tokens of the lines of a range."""
    sent = _sent(snapshot)
    painter = sent.painter if sent else Painter()
    first, last = params.range.start.line, params.range.end.line
    return lsp.SemanticTokens(painter.between(snapshot, first, last))


def _sent(snapshot: TomlSnapshot[Any]) -> _Sent | None:
    found: _Sent | None = snapshot.kept.get(_KEPT)
    return found


def _paint(snapshot: TomlSnapshot[Any]) -> _Sent:
    sent = _sent(snapshot)
    painter = sent.painter if sent else Painter()
    now = snapshot.kept[_KEPT] = _Sent(painter, str(next(_IDS)), painter.all(snapshot))
    return now
