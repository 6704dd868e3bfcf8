"""The command in a terminal: it prints what it is, and Ctrl-C ends it at any moment."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time

import pytest

from tests.server.conftest import COMMAND

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="makes a pseudoterminal"),
]

PATIENCE = 60  # seconds without output after which no more will come
CTRL_C, CTRL_D = b"\x03", b"\x04"
BODY = b'{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}'
REQUEST = b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
HELD = """
import sys, time
from prefect_toml_lsp.server import lazy_lsprotocol
from prefect_toml_lsp.__main__ import main

def install():
    print("held", flush=True)
    time.sleep(20)

lazy_lsprotocol.install = install
sys.argv[1:] = ["--stdio"]
sys.exit(main())
"""


class Terminal:
    """A command in a new terminal; use as a context manager."""

    def __init__(self, command: list[str]) -> None:
        import pty

        self.process, self._terminal = pty.fork()
        if self.process == 0:
            # as a shell in a terminal starts it, even if the tests run in the background
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execv(command[0], command)
        self.shown = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._terminal)

    def type(self, keys: bytes) -> None:
        os.write(self._terminal, keys)

    def keep_carriage_returns(self) -> None:
        import termios

        modes = termios.tcgetattr(self._terminal)
        modes[0] &= ~termios.ICRNL
        modes[3] &= ~termios.ICANON  # input does not wait for the end of a line, either
        termios.tcsetattr(self._terminal, termios.TCSANOW, modes)

    def wait_for(self, text: bytes) -> None:
        while text not in self.shown:
            self.shown += self._read()

    def _read(self) -> bytes:
        readable, _, _ = select.select([self._terminal], [], [], PATIENCE)
        if not readable:
            os.kill(self.process, signal.SIGKILL)
            pytest.fail(f"nothing more is shown than {self.shown!r}")
        return os.read(self._terminal, 4096)

    def status(self) -> int:
        """The exit status, after reading all output."""
        try:
            while chunk := self._read():
                self.shown += chunk
        except OSError:  # Linux raises this if no process has the terminal open
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


def test_without_arguments_it_says_what_it_is_and_ends() -> None:
    with Terminal(COMMAND) as terminal:
        assert terminal.status() == 0
        for said in (b"Language server and checker", b"check", b"explain", b"--stdio"):
            assert said in terminal.shown


def test_a_pipe_is_served_without_arguments() -> None:
    done = subprocess.run(COMMAND, input=REQUEST, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"-32002" in done.stdout


def test_ctrl_c_ends_a_server_that_waits() -> None:
    with Terminal([*COMMAND, "--stdio"]) as terminal:
        terminal.keep_carriage_returns()
        terminal.type(REQUEST)
        terminal.wait_for(b"-32002")  # the server is running
        started = time.monotonic()
        terminal.type(CTRL_C)
        assert terminal.status() == 1
        assert time.monotonic() - started < 5
        assert b"Traceback" not in terminal.shown
        assert b"Interrupt" not in terminal.shown


def test_ctrl_c_ends_a_server_that_starts() -> None:
    with Terminal([sys.executable, "-c", HELD]) as terminal:
        terminal.wait_for(b"held")
        terminal.type(CTRL_C)
        assert terminal.status() == 1
        assert b"Traceback" not in terminal.shown


def test_the_end_of_the_input_ends_the_server() -> None:
    with Terminal([*COMMAND, "--stdio"]) as terminal:
        terminal.type(CTRL_D)
        assert terminal.status() == 1
        assert b"Traceback" not in terminal.shown
