"""The server over a message port: JSON in, JSON out."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from prefect_toml_lsp.server.app import make_server
from prefect_toml_lsp.server.lifecycle import watched_patterns
from prefect_toml_lsp.server.port import connect

TURNS = 100
"""Of the event loop: far more than the few messages here need."""


def talk(*messages: dict[str, Any] | str) -> list[dict[str, Any]]:
    """The messages that the server posts after these messages, which arrive at the same time."""
    posted: list[dict[str, Any]] = []

    async def run() -> None:
        take = connect(make_server(), lambda text: posted.append(json.loads(text)))
        for each in messages:
            take(each if isinstance(each, str) else json.dumps({"jsonrpc": "2.0", **each}))
        for _ in range(TURNS):
            await asyncio.sleep(0)

    asyncio.run(run())
    return posted


START = {"id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}}
OPEN: dict[str, Any] = {
    "method": "textDocument/didOpen",
    "params": {
        "textDocument": {
            "uri": "file:///nowhere/prefect.toml",
            "languageId": "toml",
            "version": 1,
            "text": "[server]\nport = 1 # é\n",
        }
    },
}


def test_a_document_gets_its_findings() -> None:
    posted = talk(START, {"method": "initialized", "params": {}}, OPEN)
    assert posted[0]["result"]["capabilities"]["hoverProvider"]
    published = [each for each in posted if each.get("method") == "textDocument/publishDiagnostics"]
    assert [[found["code"] for found in each["params"]["diagnostics"]] for each in published] == [
        ["unknown-setting"]
    ]


def test_the_files_to_watch_are_known_before_a_client_asks() -> None:
    capabilities = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    start = {**START, "params": {"processId": None, "capabilities": capabilities}}
    posted = talk(start, {"method": "initialized", "params": {}})
    (asked,) = (each for each in posted if each.get("method") == "client/registerCapability")
    watchers = asked["params"]["registrations"][0]["registerOptions"]["watchers"]
    assert [each["globPattern"] for each in watchers] == watched_patterns()


def test_messages_at_the_same_time_are_handled_in_their_order() -> None:
    """What `initialized` does comes before a document is judged, which asks for Python files."""
    capabilities = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    start = {**START, "params": {"processId": None, "capabilities": capabilities}}
    document = {**OPEN["params"]["textDocument"], "text": "[acme]\nhost = 1\n"}
    opened = {**OPEN, "params": {"textDocument": document}}
    posted = talk(start, {"method": "initialized", "params": {}}, opened)
    asked = [each for each in posted if each.get("method") == "client/registerCapability"]
    ids = [each["id"] for one in asked for each in one["params"]["registrations"]]
    assert ids == ["workspace/didChangeWatchedFiles", "python"]


def test_broken_json_is_answered() -> None:
    assert talk("{") == [
        {"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "Parse Error"}}
    ]
