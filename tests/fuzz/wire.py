"""A client on the wire that asks for all it can."""

from __future__ import annotations

from tests.server.wire import Wire


def start_pulling(wire: Wire) -> None:
    """Start as a client that asks for diagnostics."""
    capabilities = {
        "textDocument": {
            "diagnostic": {},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
            "semanticTokens": {"requests": {"full": {"delta": True}}, "formats": ["relative"]},
        },
        "workspace": {"diagnostics": {"refreshSupport": True}},
    }
    wire.request(
        0, "initialize", {"processId": None, "rootUri": None, "capabilities": capabilities}
    )
    wire.notify("initialized", {})
