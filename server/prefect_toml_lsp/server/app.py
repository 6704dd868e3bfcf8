"""The language server."""

from __future__ import annotations

import gc

from prefect_toml_lsp.features.registry import load
from prefect_toml_lsp.server import commands, lifecycle
from prefect_toml_lsp.server.language_server import PrefectTomlServer
from prefect_toml_lsp.server.logs import log_to_stderr
from prefect_toml_lsp.server.stdio import serve_stdio

_YOUNG = 20_000
"""New objects after which the collector looks at them. Documents are made of many that stay: with
Python's own number it takes a third of the time that a scan of thousands of files needs.
"""


def make_server() -> PrefectTomlServer:
    """A server with its commands, not yet started; features are offered at `initialize`."""
    server = PrefectTomlServer()
    load()  # before the client waits
    lifecycle.register(server)
    commands.register(server)
    return server


def serve() -> int:
    """Serve one client over stdio until it says `exit` or goes away; logs go to stderr.

    The exit status is 0 after `shutdown`, else 1 (LSP 3.17, Exit Notification).
    """
    log_to_stderr()
    server = make_server()
    gc.freeze()  # What imports made stays; the collector need not walk it between two keystrokes.
    gc.set_threshold(_YOUNG)
    gc.enable()  # `start` has turned it off.
    serve_stdio(server)
    return 0 if server.protocol.was_shut_down else 1
