"""No process of `check` or the server is left, however and whenever they are ended."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.command import COMMAND, write
from tests.fuzz.budget import Tally
from tests.server.wire import INITIALIZE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="sends signals"),
]

PATIENCE = 10.0  # seconds; a machine under load is slow


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with so many files that several processes check them."""
    root = tmp_path_factory.mktemp("crowd")
    for index in range(210):
        write(root / f"{index:03}" / "prefect.toml", "[server]\nport = 4200\n" * 8)
    return root


def left_after(
    command: Sequence[str],
    wait: float,
    how: int,
    cwd: Path,
    sent: bytes = b"",
    workers: bool = False,
) -> bool:
    """Whether a process of the command is left some seconds after the first one got a signal: all
    of them hold the end of a pipe. With `workers`, `wait` begins when the first worker exists.
    """
    lives, held = os.pipe()
    with subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[held],
        preexec_fn=_take_signals,
    ) as process:
        os.close(held)
        assert process.stdin
        process.stdin.write(sent)
        process.stdin.flush()
        while workers and process.poll() is None and not _children(process.pid):
            time.sleep(0.01)
        time.sleep(wait)
        process.send_signal(how)
        process.wait(PATIENCE)
        ready, _, _ = select.select([lives], [], [], PATIENCE)
    os.close(lives)
    return not ready


def _take_signals() -> None:
    """Restore the default for signals: under `nohup` a process ignores SIGHUP."""
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)


def _children(process_id: int) -> str:
    """The ids of a process's children; ``?`` if the system does not list them."""
    listed = Path(f"/proc/{process_id}/task/{process_id}/children")
    return listed.read_text() if listed.exists() else "?"


def _signal(chance: random.Random) -> int:
    return chance.choice([signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])


def test_a_check_that_is_ended_leaves_no_process(crowd: Path) -> None:
    tally = Tally("checks that were ended", least=4)
    for number, chance in enumerate(tally.rounds()):
        how, wait = _signal(chance), chance.uniform(0.05, 0.4)
        command, workers = [*COMMAND, "check"], number % 2 == 0
        assert not left_after(command, wait, how, crowd, workers=workers), (how, wait)
        tally.count += 1


def test_a_server_that_is_ended_leaves_no_process(crowd: Path) -> None:
    root = {"uri": crowd.as_uri(), "name": "crowd"}
    start = {**INITIALIZE["params"], "workspaceFolders": [root]}
    messages = (
        {**INITIALIZE, "params": start},
        {"jsonrpc": "2.0", "method": "initialized", "params": {}},
        {"jsonrpc": "2.0", "id": 1, "method": "workspace/symbol", "params": {"query": ""}},
    )
    bodies = (json.dumps(each).encode() for each in messages)
    sent = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(each), each) for each in bodies)
    tally = Tally("servers that were ended", least=2)
    for chance in tally.rounds():
        how, wait = _signal(chance), chance.uniform(0.05, 1.0)
        assert not left_after([*COMMAND, "--stdio"], wait, how, crowd, sent), (how, wait)
        tally.count += 1


def test_a_process_that_stays_is_noticed(tmp_path: Path) -> None:
    """`left_after` notices a process that stays."""
    stays = (
        "import os, time\nif os.fork() == 0:\n    time.sleep(1.5)\n    os._exit(0)\ntime.sleep(60)"
    )
    began = time.monotonic()
    assert not left_after([sys.executable, "-c", stays], 0.3, signal.SIGKILL, tmp_path)
    assert time.monotonic() - began > 1.5
