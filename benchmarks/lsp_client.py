"""A minimal language client over two pipes.

It frames JSON-RPC messages itself and stops the clock when the last byte of an answer has arrived,
before decoding it, so it only measures the server and the pipe. It has one thread and blocks; POSIX
only (``select.poll`` on pipes).

Lines and characters are 0-based, characters in UTF-16 code units, times in seconds.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from client_capabilities import PUSH, Message, declares

TIMEOUT = 120.0
"""Seconds to wait for a message before a server counts as stuck."""

_CHUNK = 1 << 20


class ServerError(Exception):
    """The server ended, answered with an error, or did not answer in time."""


class ErrorResponseError(ServerError):
    """The server answered one request with an error; it goes on."""


class Reply(NamedTuple):
    """``seconds``: from the first byte sent to the last received.  ``message``: the answer."""

    seconds: float
    message: Message


class Client:
    """One server process and the session with it.

    ``command`` runs in ``folder``, which is also the only workspace folder.  ``settings`` is
    the answer to every item of ``workspace/configuration``.  The server's stderr is appended to
    the file ``log``.  ``own`` are the client's capabilities.

    ``capabilities``: what the server declared at ``initialize``.  ``registered``: method ->
    registration options, registered later (``client/registerCapability``).
    ``published``: URI -> diagnostics that nothing waited for.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        log: Path,
        settings: Message | None = None,
        own: Message = PUSH,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self._own = own
        self.capabilities: Message = {}
        self.registered: Message = {}
        self.published: Message = {}
        with log.open("ab") as stderr:
            self.started = time.perf_counter()
            self.process = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._in = self.process.stdin.fileno()
        self._out = self.process.stdout.fileno()
        self._poll = select.poll()
        self._poll.register(self._out, select.POLLIN | select.POLLHUP)
        self._buffer = bytearray()
        self._last_id = 0

    # --- sending ---------------------------------------------------------------------------

    def notify(self, method: str, params: Message | None) -> float:
        """Send a notification; returns the ``time.perf_counter`` of its first byte."""
        return self._send({"method": method, "params": params})

    def request(self, method: str, params: Message | None) -> Reply:
        """Send a request and wait for its response.  Raises ErrorResponseError."""
        self._last_id += 1
        number = self._last_id
        sent = self._send({"id": number, "method": method, "params": params})
        reply = self.wait(
            sent, lambda message: message.get("id") == number and "method" not in message
        )
        if "error" in reply.message:
            raise ErrorResponseError(f"error response: {reply.message['error']}")
        return reply

    def _send(self, message: Message) -> float:
        body = json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode()
        view = memoryview(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        sent = time.perf_counter()
        try:
            while view:
                view = view[os.write(self._in, view) :]
        except BrokenPipeError as error:
            raise ServerError("the server closed its input") from error
        return sent

    # --- receiving -------------------------------------------------------------------------

    def wait(self, sent: float, wanted: Callable[[Message], bool]) -> Reply:
        """Read until a message is ``wanted``, and answer the server's own requests meanwhile."""
        deadline = time.perf_counter() + TIMEOUT
        while True:
            body, arrived = self._read(deadline)
            message: Message = json.loads(body)
            if wanted(message):
                return Reply(arrived - sent, message)
            self._answer(message)

    def settle(self, quiet: float = 0.5) -> None:
        """Read and answer until nothing has arrived for ``quiet`` seconds."""
        deadline = time.perf_counter() + TIMEOUT
        while self._buffer or self._poll.poll(quiet * 1000):
            body, _ = self._read(deadline)
            self._answer(json.loads(body))

    def _read(self, deadline: float) -> tuple[bytes, float]:
        """The body of the next message, and the time at which its last byte arrived."""
        arrived = time.perf_counter()
        while True:
            end = self._buffer.find(b"\r\n\r\n")
            if end >= 0:
                start = end + 4
                stop = start + _content_length(bytes(self._buffer[:end]))
                if len(self._buffer) >= stop:
                    body = bytes(self._buffer[start:stop])
                    del self._buffer[:stop]
                    return body, arrived
            left = deadline - time.perf_counter()
            if left <= 0 or not self._poll.poll(left * 1000):
                raise ServerError(f"no answer within {TIMEOUT:g} s")
            chunk = os.read(self._out, _CHUNK)
            arrived = time.perf_counter()
            if not chunk:
                raise ServerError("the server closed its output")
            self._buffer += chunk

    def _answer(self, message: Message) -> None:
        """Answer a request of the server as an editor would, and keep published diagnostics."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
        if "id" not in message or "method" not in message:
            return
        result: object = None  # to window/workDoneProgress/create and other requests
        match message["method"]:
            case "workspace/configuration":
                result = [self.settings for _ in message["params"]["items"]]
            case "workspace/workspaceFolders":
                result = [_workspace_folder(self.folder)]
            case "workspace/applyEdit":
                result = {"applied": False}
            case "window/showDocument":
                result = {"success": False}
            case "client/registerCapability":
                for item in message["params"]["registrations"]:
                    self.registered[item["method"]] = item.get("registerOptions")
        self._send({"id": message["id"], "result": result})

    # --- the life of a session -------------------------------------------------------------

    def initialize(self) -> None:
        """Send ``initialize`` and ``initialized`` as VS Code does."""
        reply = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "clientInfo": {"name": "benchmark", "version": "1"},
                "rootPath": str(self.folder),
                "rootUri": self.folder.as_uri(),
                "workspaceFolders": [_workspace_folder(self.folder)],
                "capabilities": self._own,
                "initializationOptions": self.settings,
                "trace": "off",
            },
        )
        self.capabilities = reply.message["result"]["capabilities"]
        self.notify("initialized", {})

    def offers(self, method: str) -> bool:
        """Whether the server has declared or registered a method."""
        return method in self.registered or declares(self.capabilities, method)

    def close(self) -> None:
        """Send ``shutdown`` and ``exit``, and kill the process if it does not end."""
        try:
            self.request("shutdown", None)
            self.notify("exit", None)
            self.process.wait(timeout=5)
        except (ServerError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def _content_length(header: bytes) -> int:
    for line in header.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ServerError(f"a message without Content-Length: {header!r}")


def _workspace_folder(folder: Path) -> Message:
    return {"uri": folder.as_uri(), "name": folder.name}
