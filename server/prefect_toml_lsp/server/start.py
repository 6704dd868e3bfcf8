"""Runs before the first import of the server, so that it starts fast and with little memory."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

from prefect_toml_lsp.server import lazy_lsprotocol


def start() -> int:
    """Import the server and serve one client over stdio; the exit status."""
    gc.disable()  # Imports make many objects that stay, and nearly none that do not,
    import_without("asyncio", "ssl")
    if lazy_lsprotocol.install() is None:
        gc.enable()  # except for the classes of which attrs makes others.
    from prefect_toml_lsp.server.app import serve

    return serve()


def import_without(name: str, absent: str) -> None:
    """Import a module with an optional import as if that were missing. `asyncio` imports `ssl`,
    which loads OpenSSL: 4 MB for a server that opens no connection. A later `import ssl` works.
    """
    if name in sys.modules or absent in sys.modules:
        return
    sys.modules[absent] = None  # type: ignore[assignment]  # so that its import fails
    try:
        import_module(name)
    finally:
        del sys.modules[absent]
