"""Whatever the client answers to the server's requests, nothing waits forever."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server.wire import Wire

CAPABILITIES = {
    "workspace": {
        "applyEdit": True,
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]},
    },
    "window": {"showDocument": {"support": True}},
}
UNREADABLE = "an answer of the client could not be read"
START = {"command": "prefect-toml.createStarterFile", "arguments": ["file:///nowhere"]}


def asked(wire: Wire, number: int, replies: dict[str, Any]) -> dict[str, Any]:
    """The answer to a command, with the server's requests answered as `replies` says."""
    request = {"jsonrpc": "2.0", "id": number, "method": "workspace/executeCommand"}
    wire.send({**request, "params": START})
    while True:
        message = wire.receive()
        if "method" not in message and message["id"] == number:
            return message
        if "id" in message:
            reply = replies[message["method"]]
            wire.send({"jsonrpc": "2.0", "id": message["id"], **reply})


@pytest.mark.parametrize("is_shown", [True, False])
def test_every_reply_ends_the_wait(is_shown: bool) -> None:
    wrong: list[dict[str, Any]] = [
        {"result": None}, {"result": "x"}, {"result": [[]]}, {"result": {}}, {"error": None},
        {"error": {}}, {"error": "x"}, {},
    ]  # fmt: skip
    shown = {"result": {"success": True}} if is_shown else {"error": {"code": -1, "message": "x"}}
    with Wire() as wire:
        wire.request(0, "initialize", {"processId": None, "capabilities": CAPABILITIES})
        for number, reply in enumerate(wrong, 1):
            answer = asked(wire, number, {"workspace/applyEdit": reply})
            assert answer["error"] == {"code": -32803, "message": UNREADABLE}
        refused = {"error": {"code": -32000, "message": "no"}}
        assert asked(wire, 98, {"workspace/applyEdit": refused})["error"] == refused["error"]
        replies = {"workspace/applyEdit": {"result": {"applied": True}},
                   "window/showDocument": shown}  # fmt: skip
        assert asked(wire, 99, replies)["result"]["applied"] is True
        wire.request(100, "shutdown")
        wire.notify("exit")
        status, _, logged = wire.finish()
        assert status == 0
        assert b"Traceback" not in logged
