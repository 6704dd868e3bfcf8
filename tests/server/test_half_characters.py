"""Edits of half a character (one UTF-16 unit): text and positions stay those of the client."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server.wire import INITIALIZE, Wire

pytestmark = pytest.mark.slow

URI = "file:///nowhere/prefect.toml"
DOCUMENT = {"textDocument": {"uri": URI}}


def started(wire: Wire, encoding: str) -> None:
    text = {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}
    capabilities = {"general": {"positionEncodings": [encoding]}, "textDocument": text}
    params = {"processId": None, "rootUri": None, "capabilities": capabilities}
    wire.send({**INITIALIZE, "params": params})
    assert wire.answer(0)["result"]["capabilities"]["positionEncoding"] == encoding
    wire.notify("initialized", {})


def opened(wire: Wire, text: str) -> None:
    item = {"uri": URI, "languageId": "toml", "version": 1, "text": text}
    wire.notify("textDocument/didOpen", {"textDocument": item})
    wire.receive()


def changed(wire: Wire, version: int, *edits: tuple[int, int, str]) -> list[dict[str, Any]]:
    """The messages of the diagnostics after edits of the first line."""
    events = [
        {
            "range": {
                "start": {"line": 0, "character": start},
                "end": {"line": 0, "character": end},
            },
            "text": text,
        }
        for start, end, text in edits
    ]
    document = {"uri": URI, "version": version}
    wire.notify("textDocument/didChange", {"textDocument": document, "contentChanges": events})
    found: list[dict[str, Any]] = wire.receive()["params"]["diagnostics"]
    return found


def names(wire: Wire, number: int) -> list[str]:
    answer = wire.request(number, "textDocument/documentSymbol", DOCUMENT)
    return [each["name"] for each in answer["result"]]


def test_a_client_removes_half_a_character_and_inserts_it_again() -> None:
    with Wire() as wire:
        started(wire, "utf-16")
        opened(wire, '"a😀b" = 1\n')
        found = changed(wire, 2, (2, 3, ""))
        assert found[0]["range"]["end"]["character"] == 5  # "a, one unit, b"
        assert names(wire, 1) == ['"a\ude00b"']
        found = changed(wire, 3, (2, 2, "\ud83d"))
        assert found[0]["range"]["end"]["character"] == 6
        assert names(wire, 2) == ['"a😀b"']
        changed(wire, 4, (3, 3, "x"), (3, 4, ""))
        assert names(wire, 3) == ['"a😀b"']


@pytest.mark.parametrize(("encoding", "width"), [("utf-8", 4), ("utf-32", 1)])
def test_other_encodings_have_no_halves(encoding: str, width: int) -> None:
    with Wire() as wire:
        started(wire, encoding)
        opened(wire, '"a😀b" = 1\n')
        found = changed(wire, 2, (2 + width, 2 + width, "é"))
        assert names(wire, 1) == ['"a😀éb"']
        assert found[0]["range"]["end"]["character"] == 4 + width + (
            2 if encoding == "utf-8" else 1
        )
        changed(wire, 3, (2, 2 + width, ""))
        assert names(wire, 2) == ['"aéb"']


REQUESTS = (
    "hover", "completion", "codeAction", "formatting", "inlayHint", "semanticTokens/full",
    "documentLink", "foldingRange", "prepareRename", "definition", "codeLens", "selectionRange",
    "references",
)  # fmt: skip
CONTEXTS = {
    "completion": {"triggerKind": 1},
    "codeAction": {"diagnostics": []},
    "references": {"includeDeclaration": True},
}


@pytest.mark.parametrize("name", ["prefect.toml", "pyproject.toml", ".env", "profiles.toml"])
def test_everything_is_answered_about_a_text_with_half_a_character(name: str) -> None:
    uri = f"file:///nowhere/{name}"
    lines = (
        '"\ud83d" = "\ude00"\n[\ude00]\nlogging.level = "\ud83d"\nPREFECT_API_URL="\ud83d"\n'
        "PREFECT_API_KEY=\ude00\n# \ud83d\n\ud83d\n[server.api]\nport = \ud83d\n"
    )
    with Wire() as wire:
        started(wire, "utf-16")
        item = {"uri": uri, "languageId": "x", "version": 1, "text": lines}
        wire.notify("textDocument/didOpen", {"textDocument": item})
        assert wire.receive()["method"] == "textDocument/publishDiagnostics"
        number = 0
        for line in range(9):
            at = {"line": line, "character": 2}
            for request in REQUESTS:
                number += 1
                where = {
                    "textDocument": {"uri": uri}, "position": at, "positions": [at],
                    "range": {"start": at, "end": at}, "context": CONTEXTS.get(request),
                    "options": {"tabSize": 4, "insertSpaces": True},
                }  # fmt: skip
                answer = wire.request(number, f"textDocument/{request}", where)
                code = answer.get("error", {}).get("code")
                assert code in (None, -32601, -32803), (request, line, answer)
        wire.request(0, "shutdown")
        wire.notify("exit")
        assert wire.finish() == (0, b"", b"")
