"""Messages over a message port, as a web worker has one: JSON without headers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from pygls.lsp.server import LanguageServer

from prefect_toml_lsp.server.stdio import receive


class PortWriter:
    """The writer for pygls, which passes on the JSON of each message."""

    def __init__(self, post: Callable[[str], object]) -> None:
        self._post = post

    def write(self, data: bytes) -> None:
        """Post one message, which pygls writes with its header."""
        self._post(data.partition(b"\r\n\r\n")[2].decode())

    def close(self) -> None:
        """Do nothing: the port is the worker's."""


class Port:
    """Connects a server with a port. An event loop must be running."""

    def __init__(self, server: LanguageServer, post: Callable[[str], object]) -> None:
        server.protocol.set_writer(PortWriter(post))
        self._server = server
        self._arrived: asyncio.Queue[str] = asyncio.Queue()
        self._serving = asyncio.get_running_loop().create_task(self._serve())

    def take(self, body: str) -> None:
        """Take a message of the client, which is handled after those before it."""
        self._arrived.put_nowait(body)

    async def _serve(self) -> None:
        while True:
            receive(self._server, await self._arrived.get())
            await asyncio.sleep(0)  # tasks of a message run before the next message is handled


def connect(server: LanguageServer, post: Callable[[str], object]) -> Callable[[str], None]:
    """A function that takes each message of the client; `post` gets those of the server. An event
    loop must be running.
    """
    return Port(server, post).take
