"""A terminal (tmux) in which a test types, and whose screen it reads."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.editors.waiting import until


class Terminal:
    """A program in a terminal of 110 columns and 34 lines, in a separate tmux server."""

    def __init__(
        self, tmux: str, command: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> None:
        self._environment = {**environment, "TERM": "xterm-256color"}
        # The usual path may be too long for a socket.
        self._tmux = [tmux, "-S", f"{environment['TMPDIR']}/tmux", "-f", "/dev/null"]
        size = ["-x", "110", "-y", "34"]
        self._run("new-session", "-d", *size, "-c", str(folder), shlex.join(command))
        self._run("set-option", "-g", "remain-on-exit", "on")

    def type(self, text: str) -> None:
        """Type a text literally."""
        self._run("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        """Press keys, named as in tmux: ``Enter``, ``Escape``, ``C-x``."""
        self._run("send-keys", *keys)

    def screen(self) -> str:
        """The text on the screen."""
        return self._run("capture-pane", "-p")

    def wait(self, *texts: str) -> str:
        """Wait until the screen shows all these texts at once; returns the screen."""
        return until(self.screen, lambda screen: all(text in screen for text in texts))

    def close(self) -> None:
        """End the program."""
        self._run("kill-server")

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._tmux, *arguments],
            capture_output=True,
            text=True,
            check=True,
            env=self._environment,
        )
        return done.stdout
