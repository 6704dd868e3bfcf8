"""`textDocument/semanticTokens/*` (LSP 3.17): what a client has been sent, so that it can be sent
what is new.
"""

from __future__ import annotations

from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from lsprotocol import types as lsp

from prefect_toml_lsp.features import TomlSnapshot
from prefect_toml_lsp.features.semantic_tokens import Blocks, Painter, edits, numbers


class _Sent(NamedTuple):
    """The painter of a document, and the last result that was sent."""

    painter: Painter
    result_id: str
    blocks: Blocks


class TokenResults:
    """Answers requests for tokens.

    What it keeps of a document goes with its analysis, when the document is closed or judged by
    another context: then a delta cannot be told, and a client that asks for one gets it all.
    """

    def __init__(self) -> None:
        self._sent: WeakKeyDictionary[Any, _Sent] = WeakKeyDictionary()
        self._ids = count(1)

    def full(self, snapshot: TomlSnapshot[Any], _: lsp.SemanticTokensParams) -> lsp.SemanticTokens:
        """All tokens of a document."""
        sent = self._paint(snapshot)
        return lsp.SemanticTokens(numbers(sent.blocks), sent.result_id)

    def delta(
        self, snapshot: TomlSnapshot[Any], params: lsp.SemanticTokensDeltaParams
    ) -> lsp.SemanticTokens | lsp.SemanticTokensDelta:
        """What is new since a result, if that was the last one; else all tokens."""
        before = self._sent.get(snapshot.analysis)
        now = self._paint(snapshot)
        if before is None or before.result_id != params.previous_result_id:
            return lsp.SemanticTokens(numbers(now.blocks), now.result_id)
        return lsp.SemanticTokensDelta(edits(before.blocks, now.blocks), now.result_id)

    def range(
        self, snapshot: TomlSnapshot[Any], params: lsp.SemanticTokensRangeParams
    ) -> lsp.SemanticTokens:
        """The tokens of the lines of a range."""
        sent = self._sent.get(snapshot.analysis)
        painter = sent.painter if sent else Painter()
        first, last = params.range.start.line, params.range.end.line
        return lsp.SemanticTokens(painter.between(snapshot, first, last))

    def _paint(self, snapshot: TomlSnapshot[Any]) -> _Sent:
        sent = self._sent.get(snapshot.analysis)
        painter = sent.painter if sent else Painter()
        now = _Sent(painter, str(next(self._ids)), painter.all(snapshot))
        self._sent[snapshot.analysis] = now
        return now
