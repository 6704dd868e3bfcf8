"""After many edits, every answer is the same as for a new document with the same text."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.cli.context import newest_schema
from prefect_toml_lsp.features.diagnostic import diagnostics
from prefect_toml_lsp.features.documents import read, view_of
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.text import Span
from tests.features.tokens import apply
from tests.fuzz.asking import EVERYTHING, PARAMS, as_json, features, position
from tests.fuzz.budget import Tally
from tests.fuzz.mutate import NAMES, edit, mutated
from tests.fuzz.wire import start_pulling
from tests.server.wire import Wire

pytestmark = pytest.mark.slow

COMPARED = (
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL,
    lsp.TEXT_DOCUMENT_FOLDING_RANGE,
    lsp.TEXT_DOCUMENT_DOCUMENT_LINK,
    lsp.TEXT_DOCUMENT_INLAY_HINT,
    lsp.TEXT_DOCUMENT_HOVER,
    lsp.TEXT_DOCUMENT_CODE_LENS,
)
EDITS = 40
"""The number of edits of one document between comparisons with a new one."""
LONGEST = 5000
URI = "file:///nowhere/x"


def fresh(kind: str, text: str) -> View[Any]:
    context = Context(newest_schema(), kind=kind)
    return view_of(read(kind, text), context, EVERYTHING, ServerOptions(), URI)


class Tokens:
    """A client's copy of a document's tokens, updated by deltas."""

    def __init__(self) -> None:
        self._known: list[int] | None = None
        self._id = ""

    def of(self, view: View[Any]) -> list[int] | None:
        """The tokens after the last edit."""
        known = dict(features())
        if self._known is None:
            params = PARAMS[lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL](view, None, None)
            full = known[lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL](view, params)
            if full is None:
                return None
            self._known, self._id = list(full.data), full.result_id
            return self._known
        document = lsp.TextDocumentIdentifier(URI)
        delta = known[lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA](
            view, lsp.SemanticTokensDeltaParams(document, self._id)
        )
        assert isinstance(delta, lsp.SemanticTokensDelta)
        self._known, self._id = apply(self._known, delta.edits), delta.result_id
        return self._known


def said(view: View[Any], at: lsp.Position) -> Iterator[tuple[str, Any]]:
    known = dict(features())
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(1_000_000, 0))
    for method in COMPARED:
        yield method, as_json(known[method](view, PARAMS[method](view, at, whole)))
    yield "diagnostics", as_json(diagnostics(view))


def assert_as_fresh(view: View[Any], tokens: Tokens, chance: random.Random) -> None:
    kind, text = view.analysis.context.kind, view.analysis.document.text
    other, at = fresh(kind, text), position(view, chance)
    for (name, found), (_, wanted) in zip(said(view, at), said(other, at), strict=True):
        assert found == wanted, (name, text)
    assert tokens.of(view) == Tokens().of(other), text


def change(view: View[Any], chance: random.Random) -> None:
    document = view.analysis.document
    lines = document.source.lines
    if len(document.text) > LONGEST or chance.random() < 0.005:
        view.analysis.update(document.replace_all(mutated(view.analysis.context.kind, chance)))
        return
    row, column, end_row, end_column, text = edit(lines, chance)
    view.analysis.update(document.edit(Span(row, column, end_row, end_column), text))


def test_edits_in_process() -> None:
    tally = Tally("edits", least=4)
    for number, chance in enumerate(tally.rounds()):
        kind = [*NAMES][number % len(NAMES)]
        view, tokens = fresh(kind, mutated(kind, chance)), Tokens()
        tokens.of(view)
        view.analysis.findings()  # nothing was judged before
        for _ in range(EDITS):
            with tally.one():
                change(view, chance)
        assert_as_fresh(view, tokens, chance)


# Over stdio

FILES = {"prefect.toml": "prefect.toml", "pyproject.toml": "pyproject.toml", "dotenv": ".env",
         "profile": "profiles.toml"}  # fmt: skip
ASKED = {
    "textDocument/diagnostic": lambda result: result["items"],
    "textDocument/documentSymbol": lambda result: result,
    "textDocument/foldingRange": lambda result: result,
    "textDocument/semanticTokens/full": lambda result: result and result["data"],
    "textDocument/hover": lambda result: result,
}


class OverStdio:
    """A document that a server has open, and a second one opened with the same text."""

    def __init__(self, wire: Wire, number: int) -> None:
        self.wire = wire
        self._number = number * 100_000
        self._folders = 0

    def ask(self, uri: str, at: dict[str, int]) -> dict[str, Any]:
        found = {}
        for method, part in ASKED.items():
            self._number += 1
            params = {"textDocument": {"uri": uri}, "position": at}
            answer = self.wire.request(self._number, method, params)
            found[method] = json.loads(json.dumps(part(answer["result"])).replace(uri, ""))
        return found

    def open(self, name: str, text: str) -> str:
        self._folders += 1
        uri = f"file:///nowhere/{self._number}-{self._folders}/{name}"
        item = {"uri": uri, "languageId": "toml", "version": 1, "text": text}
        self.wire.notify("textDocument/didOpen", {"textDocument": item})
        return uri

    def edit(self, uri: str, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        where = {
            "start": {"line": start[0], "character": start[1]},
            "end": {"line": end[0], "character": end[1]},
        }
        change = {"range": where, "text": text}
        document = {"uri": uri, "version": 2}
        params = {"textDocument": document, "contentChanges": [change]}
        self.wire.notify("textDocument/didChange", params)

    def close(self, uri: str) -> None:
        self.wire.notify("textDocument/didClose", {"textDocument": {"uri": uri}})


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_edits_over_stdio() -> None:
    tally = Tally("edits over stdio", least=2)
    with Wire() as wire:
        start_pulling(wire)
        for number, chance in enumerate(tally.rounds(), start=1):
            kind = [*NAMES][number % len(NAMES)]
            known = read(kind, _sendable(mutated(kind, chance)))
            session = OverStdio(wire, number)
            uri = session.open(FILES[kind], known.text)
            for _ in range(8):
                row, column, end_row, end_column, text = edit(known.source.lines, chance)
                lines = known.source.lines
                start = row, units(lines[row][:column])
                end = end_row, units(lines[end_row][:end_column])
                session.edit(uri, start, end, _sendable(text))
                known.edit(Span(row, column, end_row, end_column), _sendable(text))
                tally.count += 1
            at = {"line": chance.randrange(len(known.source.lines)), "character": 2}
            other = session.open(FILES[kind], known.text)
            assert session.ask(uri, at) == session.ask(other, at), known.text
            session.close(uri)
            session.close(other)


def _sendable(text: str) -> str:
    """The text without half characters, whose other half the next edit may bring."""
    return text.replace("\ud800", "")
