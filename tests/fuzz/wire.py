"""A raw client with all capabilities."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tests.server.wire import Wire


def seconds(wire: Wire) -> float:
    """The processor time of the server in seconds; the time of a clock if the system does not
    tell.
    """
    if sys.platform != "linux":
        return time.monotonic()
    stat = Path(f"/proc/{wire.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def start_pulling(wire: Wire) -> None:
    """Initialize as a client that pulls diagnostics."""
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
