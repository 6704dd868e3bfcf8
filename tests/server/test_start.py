"""What the server avoids while it starts."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from prefect_toml_lsp.server.start import import_without

STARTED = """
import gc, json, sys
from prefect_toml_lsp.server import lazy_lsprotocol, start

def serve(server):
    import asyncio
    async def work():
        return await asyncio.to_thread(str, 7)
    said = [gc.isenabled(), gc.get_freeze_count() > 0, "ssl" in sys.modules, asyncio.run(work())]
    import ssl
    print(json.dumps([*said, ssl.create_default_context().check_hostname]))

def install():
    waiting = original()
    from prefect_toml_lsp.server import app
    app.serve_stdio = serve
    return waiting

original, lazy_lsprotocol.install = lazy_lsprotocol.install, install
start.start()
"""


@pytest.mark.slow
def test_ssl_is_not_loaded_and_the_collector_runs_again() -> None:
    command = [sys.executable, "-c", STARTED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [True, True, False, "7", True]


def test_an_imported_module_stays() -> None:
    before = sys.modules["asyncio"]
    import_without("asyncio", "ssl")
    import_without("no_such_module", "json")
    assert sys.modules["asyncio"] is before
    assert sys.modules["json"] is json
