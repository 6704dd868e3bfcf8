"""Messages over standard input and output (LSP 3.17, Base Protocol).

pygls reads each line of a header and each body through a thread, which takes longer than all our
work after a keystroke. Here the event loop itself waits for standard input.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from pygls.exceptions import JsonRpcException
from pygls.io_ import StdoutWriter
from pygls.lsp.server import LanguageServer

CHUNK = 1 << 16
"""The number of bytes to read at a time: the size of a pipe on Linux."""

_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d+)[ \t]*\r$", re.IGNORECASE | re.MULTILINE)


def serve_stdio(server: LanguageServer) -> None:
    """Serve the client at standard input and output until it says `exit`, goes away, or Ctrl-C."""
    server.protocol.set_writer(StdoutWriter(sys.stdout.buffer))
    with suppress(KeyboardInterrupt, SystemExit):  # pygls ends with the latter after `exit`.
        asyncio.run(_serve(server, sys.stdin.fileno()))


async def _serve(server: LanguageServer, descriptor: int) -> None:
    async for body in bodies(descriptor):
        receive(server, body)


def receive(server: LanguageServer, body: bytes | str) -> None:
    """Parse `body` as one JSON message and handle it. Any exception, including invalid JSON, is
    reported through the server and not raised.
    """
    protocol = server.protocol
    try:
        data = json.loads(body)
        protocol.handle_message(
            protocol.structure_message(data) if isinstance(data, dict) else data
        )
    except Exception as error:
        server.report_server_error(error, JsonRpcException)


async def bodies(descriptor: int) -> AsyncIterator[bytes]:
    """The messages that arrive at a file descriptor, without their headers, until its end. A header
    without a length is skipped.
    """
    chunks: asyncio.Queue[bytes] = asyncio.Queue()
    _listen(descriptor, chunks.put_nowait)
    buffer = bytearray()
    while chunk := await chunks.get():
        buffer += chunk
        while (body := _take(buffer)) is not None:
            yield body
            await asyncio.sleep(0)  # tasks of a message run before the next message is handled


def _take(buffer: bytearray) -> bytes | None:
    """Remove the first message from the buffer; None while it is incomplete."""
    while (end := buffer.find(_END)) >= 0:
        start = end + len(_END)
        length = _LENGTH.search(buffer, 0, end + 1)
        stop = start + int(length[1]) if length else start
        if len(buffer) < stop:
            return None
        body = bytes(buffer[start:stop])
        del buffer[:stop]
        if length:
            return body
    return None


def _listen(descriptor: int, take: Callable[[bytes], None]) -> None:
    """Pass arriving bytes to `take`, in the running loop; an empty chunk is the end."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        chunk = os.read(descriptor, CHUNK)
        if not chunk:
            loop.remove_reader(descriptor)
        take(chunk)

    def read_all() -> None:
        chunk = b"-"
        while chunk:
            chunk = os.read(descriptor, CHUNK)
            with suppress(RuntimeError):  # The loop is closed: the server is about to end.
                loop.call_soon_threadsafe(take, chunk)

    try:
        loop.add_reader(descriptor, read)
    except (NotImplementedError, OSError):  # Windows; a regular file
        threading.Thread(target=read_all, daemon=True).start()
