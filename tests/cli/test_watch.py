"""`check --watch`, in a terminal and in a pipe."""

from __future__ import annotations

import os
import select
import shutil
import signal
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from prefect_toml_lsp.cli import watching
from tests.cli.command import AS_NEWEST, COMMAND, environment, heed_interrupts, run, write
from tests.locks import uv_lock

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals")
fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")

WRONG, RIGHT = "[server]\nport = 4300\n", "[server.api]\nport = 4300\n"
CLEAR = "\x1b[H\x1b[2J\x1b[3J"


class Watching:
    """A process that runs `check --watch`, and what it has printed since the last read."""

    def __init__(self, folder: Path, *arguments: str, terminal: bool) -> None:
        self._ours, theirs = pty.openpty() if terminal else os.pipe()
        self.process = subprocess.Popen(
            [*COMMAND, "check", "--watch", *arguments],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
            env=environment(TERM="xterm"), preexec_fn=heed_interrupts,
        )  # fmt: skip
        os.close(theirs)

    def until(self, text: str) -> str:
        """The output up to the end of the line with this text; fails if it does not come."""
        found, end = "", time.monotonic() + 20
        while text not in found or not found.endswith("\n"):
            assert time.monotonic() < end, found
            found += self._read(0.2)
        return found.replace("\r\n", "\n")

    def quiet(self) -> str:
        """The output in 0.8 seconds, in which the disk is looked at twice."""
        return self._read(0.8)

    def resize(self, columns: int) -> None:
        """Set the width of the terminal."""
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", 20, columns, 0, 0))

    def end(self, how: int) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=10)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def _read(self, seconds: float) -> str:
        ready, _, _ = select.select([self._ours], [], [], seconds)
        return os.read(self._ours, 1 << 16).decode("utf-8") if ready else ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "one" / "prefect.toml", WRONG)
    return tmp_path / "one"


@pytest.fixture
def screen(folder: Path) -> Iterator[Watching]:
    watching = Watching(folder, terminal=True)
    yield watching
    watching.close()


@pytest.fixture
def pipe(folder: Path) -> Iterator[Watching]:
    watching = Watching(folder, terminal=False)
    yield watching
    watching.close()


def test_a_screen_is_drawn_again(screen: Watching, folder: Path) -> None:
    first = screen.until("Ctrl-C ends it.")
    assert first.startswith(CLEAR)
    assert "unknown-setting" in first
    assert "Watching . (1 file). Checked at " in first
    write(folder / "prefect.toml", RIGHT)
    # A change in a folder above, such as another test's, may draw the first screen again.
    assert f"{CLEAR}All good: 1 file {AS_NEWEST}" in screen.until("All good")
    write(folder / "uv.lock", uv_lock(prefect="3.4.25"))
    # One that is written in two steps may be drawn twice.
    screen.until("checked as Prefect 3.4.25 (uv.lock)")
    assert screen.end(signal.SIGINT) == 0


@pytest.mark.slow
def test_a_screen_of_another_width_is_drawn_again(screen: Watching) -> None:
    screen.until("Watching")
    screen.resize(50)
    assert CLEAR in screen.until("Watching")


@pytest.mark.slow
def test_a_folder_that_vanishes_is_waited_for(screen: Watching, folder: Path) -> None:
    screen.until("Ctrl-C ends it.")
    (folder / "prefect.toml").unlink()
    screen.until("nothing to check")
    shutil.rmtree(folder)
    screen.until("the working directory does not exist; waiting for a change")
    write(folder / "prefect.toml", RIGHT)
    screen.until("All good")


def test_a_folder_may_vanish_while_it_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)

    def draw() -> tuple[list[str], int]:
        gone.rmdir()
        return [os.path.abspath("x")], 1

    assert watching._drawn(draw, str(gone), is_first=False) is None
    assert "the working directory does not exist; waiting" in capsys.readouterr().err


@pytest.mark.slow
def test_a_pipe_gets_only_new_output(pipe: Watching, folder: Path) -> None:
    assert "\x1b" not in pipe.until("Ctrl-C ends it.")
    write(folder / "prefect.toml", WRONG + "# the same\n")
    assert pipe.quiet() == ""
    write(folder / "prefect.toml", RIGHT)
    shown = pipe.until("Ctrl-C ends it.")
    assert shown.startswith("All good: 1 file ")
    assert "\x1b" not in shown
    assert pipe.end(signal.SIGTERM) == -signal.SIGTERM
    assert pipe.quiet() == ""


@pytest.mark.slow
def test_it_ends_if_nobody_reads_the_pipe(folder: Path) -> None:
    watching = Watching(folder, terminal=False)
    watching.until("Ctrl-C ends it.")
    os.close(watching._ours)
    write(folder / "prefect.toml", RIGHT)
    assert watching.process.wait(timeout=10) == 0


@pytest.mark.slow
def test_many_files_are_watched_by_several_processes(tmp_path: Path) -> None:
    for index in range(230):
        write(tmp_path / f"{index:03}" / "prefect.toml", RIGHT)
    write(tmp_path / "uv.lock", uv_lock(prefect="3.4.25"))
    watching = Watching(tmp_path, terminal=False)
    watching.until("All good: 230 files checked as Prefect 3.4.25")
    # Written in place, so that no folder changes: the processes have reported the files they read.
    write(tmp_path / "uv.lock", uv_lock(prefect="3.8.8"))
    watching.until("as Prefect 3.8.8")
    write(tmp_path / "117" / "prefect.toml", WRONG)
    watching.until("Found 1 warning")
    watching.close()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--fix"], "--watch only shows findings; leave out --fix"),
        (["--diff", "--output-file", "x"], "leave out --diff, --output-file"),
        (["--output-format", "json"], "leave out --output-format"),
        (["-"], "--watch cannot tell when standard input changes; name a file"),
        (["--select", "nope"], "no code is 'nope' or starts with it"),
        (["--baseline", "none.json"], "none.json: there is no such file"),
    ],
)
def test_arguments_that_cannot_be_watched(arguments: list[str], told: str, folder: Path) -> None:
    done = run("check", "--watch", *arguments, cwd=folder)
    assert (done.status, done.out) == (2, "")
    assert told in done.err
