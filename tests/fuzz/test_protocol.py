"""Messages that no client would send: every request gets an answer, and the server goes on."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from lsprotocol import types as lsp

from tests.fuzz.budget import HANG, Tally
from tests.fuzz.mutate import mutated
from tests.fuzz.wire import seconds
from tests.server.test_unknown_values import EVERYTHING, full, paths, put, remove, with_changed
from tests.server.wire import Wire

pytestmark = pytest.mark.slow

URIS = (
    "file:///nowhere/prefect.toml", "file:////x", "file:///%ff%fe/prefect.toml", "file://host/x",
    "file:///a%00b/prefect.toml", "file:///\ud800/prefect.toml",
    f"file:///{'x' * 5000}/prefect.toml", "untitled:prefect.toml", "x", "",
    "http://[::1/prefect.toml", "file:", "%", "file:///C:/prefect.toml",
    "vscode-vfs://github/prefect.toml", "file:///dev/zero/prefect.toml",
    "file:///..//./prefect.toml",
)  # fmt: skip
BAD: tuple[Any, ...] = (
    None, True, -1, 99, 1e300, 2**31, 10**40, 0.5, "compact", "", "\ud800", "\0", [], {}, [[]],
    [None], {"x": [99]}, [-1, "x"], "x" * 10_000, *URIS,
)  # fmt: skip
METHODS = [
    method
    for method, (request, *_) in lsp.METHOD_TO_TYPES.items()
    if method not in (lsp.EXIT, lsp.SHUTDOWN, lsp.INITIALIZE)
    and not method.startswith(("window/", "client/", "notebookDocument/"))
]
INTERNAL = -32603


REPLIES: tuple[dict[str, Any], ...] = (
    *({"result": each} for each in (*BAD, {"applied": True}, {"success": True})),
    {"error": {"code": -32000, "message": "no"}}, {"error": None}, {"error": {}}, {},
)  # fmt: skip


class Replying(Wire):
    """A client that gives random answers to the server's requests."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def receive(self) -> dict[str, Any]:
        message = super().receive()
        if "method" in message and "id" in message:
            reply = self._chance.choice(REPLIES)
            self.send({"jsonrpc": "2.0", "id": message["id"], **reply})
        return message


def start(wire: Wire, chance: random.Random) -> None:
    message = {**_nowhere(EVERYTHING), "id": 0}
    places = [each for each in paths(message) if each[0] == "params" and len(each) > 1]
    for path in sorted(chance.sample(places, 3), key=len, reverse=True):
        message = with_changed(message, path, put(chance.choice(BAD)))
    message["params"]["processId"] = None
    wire.send(message)
    assert "result" in wire.answer(0), message["params"]
    wire.notify("initialized", {})


def parameters(method: str, chance: random.Random) -> Any:
    """Parameters of a method for an open document, with something wrong in them."""
    request = lsp.METHOD_TO_TYPES[method][0]
    message = {"params": _nowhere(full(_type_of(request)))}
    for path in list(paths(message)):
        if path[-1] == "uri" and chance.random() < 0.7:
            message = with_changed(message, path, put(URIS[0]))
        if path == ("params", "command"):
            message = with_changed(message, path, put(chance.choice(COMMANDS)))
        if path == ("params", "arguments"):
            message = with_changed(message, path, put([chance.choice(BAD), chance.choice(BAD)]))
    for _ in range(chance.choice((0, 1, 1, 2))):
        places = [*paths(message)]
        path = chance.choice(places)
        change = remove if chance.random() < 0.2 and len(path) > 1 else put(chance.choice(BAD))
        message = with_changed(message, path, change)
    return message["params"]


COMMANDS = ("prefect-toml.showEffectiveSettings", "prefect-toml.openReference",
            "prefect-toml.createStarterFile", "prefect-toml.showRelease", "x")  # fmt: skip


def _type_of(request: Any) -> Any:
    return attrs.fields_dict(attrs.resolve_types(request))["params"].type


def _nowhere(message: Any) -> Any:
    """The message with another path instead of `/work`, a folder that may exist and be large."""
    return json.loads(json.dumps(message).replace("file:///work", "file:///nowhere"))


def frames(chance: random.Random) -> Iterator[bytes]:
    """Bytes that are not a message, after which the stream can still be read."""
    yield chance.choice(
        (
            b"Content-Length: 3\r\n\r\n{}}", b"Content-Type: x\r\n\r\n", b"X: y\r\n\r\n",
            b"content-length:2\r\n\r\n{}", b"Content-Length: 0\r\n\r\n",
            b"Content-Length: 5\r\nContent-Type: utf-16\r\n\r\n\xff\xfe{\x00}",
            b"Content-Length: 4\r\n\r\nnull", b"Content-Length: x\r\n\r\n",
            b"Content-Length: 30\r\n\r\n" + b"[" * 30, b"Content-Length: -1\r\n\r\n",
            b'Content-Length: 29\r\n\r\n{"jsonrpc":"2.0","method":{}}', b"\r\n\r\n",
        )
    )  # fmt: skip


def test_any_message_is_answered() -> None:
    tally = Tally("messages", least=1)
    for chance in tally.rounds():
        with Replying(chance) as wire:
            start(wire, chance)
            text = mutated("prefect.toml", chance)
            document = {"uri": URIS[0], "languageId": "prefect-toml", "version": 1, "text": text}
            wire.notify("textDocument/didOpen", {"textDocument": document})
            for number in range(1, 101):
                before = seconds(wire)
                sent = _one(wire, number, chance)
                took = seconds(wire) - before
                assert took < HANG, sent
                tally.count += 1
                tally.slowest = max(tally.slowest, took)
            wire.notify("textDocument/didOpen", {"textDocument": document})
            params = {"textDocument": {"uri": URIS[0]}, "position": {"line": 0, "character": 0}}
            wire.request(1000, "textDocument/hover", params)
            wire.request(1001, "shutdown")
            wire.notify("exit")
            status, _, logged = wire.finish()
            assert status == 0, logged
            assert b"Traceback" not in logged, logged.decode()


def _one(wire: Wire, number: int, chance: random.Random) -> str:
    """Send one message, and wait for the answer if it is a request; returns the message."""
    if chance.random() < 0.1:
        for frame in frames(chance):
            assert wire.process.stdin
            wire.process.stdin.write(frame)
            wire.process.stdin.flush()
        return "a frame"
    method = chance.choice(METHODS)
    is_request = lsp.METHOD_TO_TYPES[method][1] is not None
    params = copy.deepcopy(parameters(method, chance))
    if not is_request:
        wire.notify(method, params)
        return method
    answer = wire.request(number, method, params)
    assert "result" in answer or answer["error"]["code"] != INTERNAL, (method, params, answer)
    return f"{method} {json.dumps(params)[:2000]}"
