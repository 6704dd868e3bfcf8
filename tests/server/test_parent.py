"""The server ends when the process ends that its client names, and not with any other."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest

from prefect_toml_lsp.server import parent
from tests.server.wire import INITIALIZE, Wire

SLEEP = [sys.executable, "-c", "import sys; sys.stdin.read()"]
HOVER = {
    "textDocument": {"uri": "file:///work/prefect.toml"},
    "position": {"line": 0, "character": 0},
}


def started_by(wire: Wire, process_id: object) -> None:
    params = {"processId": process_id, "rootUri": None, "capabilities": {}}
    wire.send({**INITIALIZE, "params": params})
    assert "result" in wire.answer(0)
    wire.notify("initialized", {})


@pytest.mark.slow
def test_the_server_ends_when_its_client_has_ended() -> None:
    with Wire() as wire, subprocess.Popen(SLEEP, stdin=subprocess.PIPE) as client:
        started_by(wire, client.pid)
        assert wire.request(1, "textDocument/hover", HOVER)["result"] is None
        client.kill()
        client.wait()
        # Its input stays open, as if another process had it, too.
        assert wire.process.wait(timeout=20) == 1
        assert wire.finish() == (1, b"", b"")


@pytest.mark.slow
@pytest.mark.parametrize("process_id", [0, -1, 2**22 + 7, 2**70, None])
def test_a_process_that_never_existed_is_ignored(process_id: int | None) -> None:
    with Wire() as wire:
        started_by(wire, process_id)
        assert wire.request(1, "textDocument/hover", HOVER)["result"] is None
        wire.request(2, "shutdown")
        wire.notify("exit")
        assert wire.finish() == (0, b"", b"")


def ends_of(process: subprocess.Popen[bytes]) -> list[str]:
    """The events in order: the check while `process` is alive, and the callback after its end."""
    called: list[str] = []

    async def watch() -> None:
        parent.call_after(process.pid, lambda: called.append("ended"))
        await asyncio.sleep(0.05)
        called.append("alive")
        process.kill()
        process.wait()
        await asyncio.sleep(0.2)

    asyncio.run(watch())
    return called


def test_without_pidfd_the_process_is_polled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    monkeypatch.setattr(parent, "INTERVAL", 0.02)
    with subprocess.Popen(SLEEP, stdin=subprocess.PIPE) as process:
        assert ends_of(process) == ["alive", "ended"]


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="Linux tells")
def test_if_a_sandbox_forbids_pidfd_the_process_is_polled(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "pidfd_open", refuse)
    monkeypatch.setattr(parent, "INTERVAL", 0.02)
    with subprocess.Popen(SLEEP, stdin=subprocess.PIPE) as process:
        assert ends_of(process) == ["alive", "ended"]
