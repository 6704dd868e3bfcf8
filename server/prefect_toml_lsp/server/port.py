"""Messages over a message port, as a web worker has one: JSON without headers."""

from __future__ import annotations

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


def connect(server: LanguageServer, post: Callable[[str], object]) -> Callable[[str], None]:
    """A function that takes each message of the client; `post` gets those of the server. An event
    loop must be running.
    """
    server.protocol.set_writer(PortWriter(post))

    def take(body: str) -> None:
        receive(server, body)

    return take
