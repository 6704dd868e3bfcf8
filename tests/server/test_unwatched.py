"""Changes of files next to an open one, for a client that does not watch files."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

import pytest

from prefect_toml_lsp.server import unwatched
from prefect_toml_lsp.server.session import Session
from prefect_toml_lsp.server.unwatched import Unwatched
from tests.server.wire import INITIALIZE, Wire

VALUE = "debug_mode = true\n"
PAUSE = 2 * unwatched.INTERVAL + 0.5
"""Seconds after which the server looks at the disk again."""
PULLS = {
    "textDocument": {"diagnostic": {}},
    "workspace": {"diagnostics": {"refreshSupport": True}},
}


def started(wire: Wire, root: Path, capabilities: dict[str, Any]) -> None:
    folders = [{"uri": root.as_uri(), "name": "work"}]
    params = {"processId": None, "capabilities": capabilities, "workspaceFolders": folders}
    wire.send({**INITIALIZE, "params": params})
    wire.answer(0)
    wire.notify("initialized", {})


def opened(wire: Wire, folder: Path, text: str = VALUE) -> dict[str, Any]:
    uri = (folder / "prefect.toml").as_uri()
    item = {"uri": uri, "languageId": "toml", "version": 1, "text": text}
    wire.notify("textDocument/didOpen", {"textDocument": item})
    return {"textDocument": {"uri": uri}}


def published(wire: Wire) -> list[str]:
    message = wire.receive()
    assert message["method"] == "textDocument/publishDiagnostics", message
    return [each["code"] for each in message["params"]["diagnostics"]]


def hover(wire: Wire, number: int, document: dict[str, Any]) -> str:
    params = {**document, "position": {"line": 0, "character": 3}}
    return str(wire.request(number, "textDocument/hover", params)["result"])


@pytest.mark.slow
def test_a_recent_change_is_noticed_soon_after_the_next_message(tmp_path: Path) -> None:
    with Wire() as wire:
        started(wire, tmp_path, {})
        document = opened(wire, tmp_path)
        assert published(wire) == []
        (tmp_path / ".env").write_text("PREFECT_DEBUG_MODE=0\n")
        hover(wire, 1, document)
        assert published(wire) == ["overridden"]
        (tmp_path / ".env").unlink()
        hover(wire, 2, document)
        assert published(wire) == []


@pytest.mark.slow
def test_an_earlier_change_is_noticed_in_the_first_answer(tmp_path: Path) -> None:
    with Wire() as wire:
        started(wire, tmp_path, PULLS)
        document = opened(wire, tmp_path)
        assert wire.codes(1, document) == []
        time.sleep(PAUSE)
        (tmp_path / ".env").write_text("PREFECT_DEBUG_MODE=0\n")
        assert wire.codes(2, document) == ["overridden"]
        time.sleep(PAUSE)
        (tmp_path / "uv.lock").write_text(
            'version = 1\n[[package]]\nname = "prefect"\nversion = "3.1.2"\n'
        )
        assert wire.codes(3, document) == []  # this release ignores `.env`


@pytest.mark.slow
def test_folders_without_open_documents_are_read_again(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "prefect.toml").write_text(VALUE)
    with Wire() as wire:
        started(wire, tmp_path, PULLS)
        opened(wire, tmp_path)

        def found(number: int) -> list[str]:
            answer = wire.request(number, "workspace/diagnostic", {"previousResultIds": []})
            return [item["code"] for each in answer["result"]["items"] for item in each["items"]]

        assert found(1) == []
        (other / ".env").write_text("PREFECT_DEBUG_MODE=0\n")
        assert found(2) == ["overridden"]


WATCHES = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}


def registration(wire: Wire) -> dict[str, Any]:
    """The server's request for news of files."""
    while (message := wire.receive()).get("method") != "client/registerCapability":
        pass
    return {"jsonrpc": "2.0", "id": message["id"]}


def refused(wire: Wire) -> list[str]:
    """What the server logs when the client refuses to report files."""
    error = {"code": -32601, "message": "Method not found"}
    wire.send({**registration(wire), "error": error})
    while (message := wire.receive()).get("method") != "window/logMessage":
        pass
    return [message["params"]["message"]]


def test_a_client_that_refuses_to_report_files_is_not_waited_for(tmp_path: Path) -> None:
    with Wire() as wire:
        started(wire, tmp_path, WATCHES)
        [note] = refused(wire)
        assert "client/registerCapability" in note
        document = opened(wire, tmp_path)
        assert published(wire) == []
        (tmp_path / ".env").write_text("PREFECT_DEBUG_MODE=0\n")
        wire.notify("textDocument/didSave", document)
        assert published(wire) == ["overridden"]


def test_a_client_that_grants_it_is_waited_for(tmp_path: Path) -> None:
    with Wire() as wire:
        started(wire, tmp_path, WATCHES)
        wire.send({**registration(wire), "result": None})
        document = opened(wire, tmp_path)
        assert published(wire) == []
        path = tmp_path / ".env"
        path.write_text("PREFECT_DEBUG_MODE=0\n")
        wire.notify("textDocument/didSave", document)
        params = {**document, "position": {"line": 0, "character": 3}}
        wire.send({"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": params})
        assert wire.receive()["id"] == 1  # Nothing was published in between.
        event = {"uri": path.as_uri(), "type": 1}
        wire.notify("workspace/didChangeWatchedFiles", {"changes": [event]})
        assert published(wire) == ["overridden"]


# Without a server


class Clock:
    """A clock that a test advances."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Disk(Session):
    """A session that counts how often it looks at the disk."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.looks = 0
        self.takes = 0.0
        self.changed = False
        self._clock = clock

    def is_stale(self) -> bool:
        self.looks += 1
        self._clock.now += self.takes
        changed, self.changed = self.changed, False
        return changed


def test_many_messages_cause_one_look_per_second() -> None:
    async def send() -> tuple[list[int], int]:
        clock = Clock()
        disk = Disk(clock)
        renewed: list[int] = []
        files = Unwatched(disk, lambda: renewed.append(disk.looks), clock)
        for _ in range(300):
            files.touch()
            clock.now += 0.01
        disk.changed = True
        clock.now += 5
        files.touch()
        return renewed, disk.looks

    renewed, looks = asyncio.run(send())
    assert looks in (4, 5)
    assert renewed == [looks]


def test_a_slow_disk_is_looked_at_less_often() -> None:
    async def send() -> int:
        clock = Clock()
        disk = Disk(clock)
        disk.takes = 0.2
        files = Unwatched(disk, lambda: None, clock)
        for _ in range(100):
            files.touch()
            clock.now += 1
        return disk.looks

    assert asyncio.run(send()) in (9, 10, 11)


def test_no_look_at_the_disk_for_a_client_that_watches_files() -> None:
    async def send() -> int:
        clock = Clock()
        disk = Disk(clock)
        disk.is_told_of_files = True
        files = Unwatched(disk, lambda: None, clock)
        files.touch()
        clock.now += 10
        files.touch()
        return disk.looks

    assert asyncio.run(send()) == 0


@pytest.mark.skipif(os.name != "posix", reason="counts calls of the system as Linux has them")
def test_a_look_calls_stat_once_or_twice_for_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lsprotocol import types as lsp

    for number in range(50):
        (tmp_path / f"module{number}.py").touch()
    session = Session()
    session.roots = (tmp_path,)
    for kind, name in enumerate(("prefect.toml", ".env", "pyproject.toml")):
        item = lsp.TextDocumentItem((tmp_path / name).as_uri(), "x", kind, "")
        session.open(item)
    asked: list[str] = []
    real = os.stat

    def stat(path: Any, **options: Any) -> os.stat_result:
        asked.append(str(path))
        return real(path, **options)

    monkeypatch.setattr(os, "stat", stat)
    assert not session.is_stale()
    assert 3 <= len(asked) <= 12, asked
