"""Talk to a server process in raw bytes, for messages that no client library would send."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.server.conftest import COMMAND

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {"processId": None, "rootUri": None, "capabilities": {}},
}


class Wire:
    """A server process, as a context manager; every wait ends after at most 20 seconds."""

    def __enter__(self) -> Wire:
        self.process = subprocess.Popen(
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def send(self, message: dict[str, Any]) -> None:
        self.send_body(json.dumps(message).encode())

    def send_body(self, body: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """The next message."""
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("ascii").partition(": ")
            if name.lower() == "content-length":
                length = int(value)
        message = json.loads(self.process.stdout.read(length))
        assert isinstance(message, dict)
        return message

    def answer(self, message_id: int | None) -> dict[str, Any]:
        """The answer to a request; skips notifications before it."""
        while True:
            message = self.receive()
            if "method" not in message and message.get("id") == message_id:
                return message

    def request(self, message_id: int, method: str, params: Any = None) -> dict[str, Any]:
        message = {"jsonrpc": "2.0", "id": message_id, "method": method}
        self.send(message if params is None else {**message, "params": params})
        return self.answer(message_id)

    def codes(self, message_id: int, document: dict[str, Any]) -> list[str]:
        """The codes of a document's diagnostics, which are pulled."""
        answer = self.request(message_id, "textDocument/diagnostic", document)
        return [each["code"] for each in answer["result"]["items"]]

    def notify(self, method: str, params: Any = None) -> None:
        message = {"jsonrpc": "2.0", "method": method}
        self.send(message if params is None else {**message, "params": params})

    def initialize(self) -> dict[str, Any]:
        self.send(INITIALIZE)
        result = self.answer(0)
        self.notify("initialized", {})
        return result

    def finish(self) -> tuple[int, bytes, bytes]:
        """The exit status, and the rest of stdout and stderr."""
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err
