"""Run Neovim without a terminal, and control it over its socket."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.editors.waiting import until


class Neovim:
    """A Neovim with the user's `init.lua` and files open, of which it shows the first."""

    def __init__(self, folder: Path, environment: Mapping[str, str], files: Sequence[str]) -> None:
        self._environment = dict(environment)
        self._socket = str(Path(environment["TMPDIR"]) / uuid4().hex[:8])
        self._process = subprocess.Popen(
            ["nvim", "--headless", "--listen", self._socket, "-i", "NONE", *files],
            cwd=folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._listens)

    def lua(self, body: str) -> Any:
        """The return value of the body of a Lua function."""
        code = f"vim.json.encode((function() {body} end)())".replace("'", "''")
        return json.loads(self._ask("--remote-expr", f"luaeval('{code}')"))

    def until(self, body: str) -> Any:
        """Call the body of a Lua function until it returns a true value, and return that."""
        return until(lambda: self.lua(body))

    def type(self, keys: str) -> None:
        """Type keys in Vim's notation: ``ggciw<C-x><C-o>``."""
        self._ask("--remote-send", keys)

    def text(self) -> str:
        """The text of the current buffer."""
        return "\n".join(self.lua("return vim.api.nvim_buf_get_lines(0, 0, -1, true)"))

    def messages(self) -> list[str]:
        """The output of `:messages`."""
        lines: str = self.lua('return vim.fn.execute("messages")')
        return [line for line in lines.splitlines() if line]

    def close(self) -> None:
        """End Neovim."""
        self._process.terminate()
        self._process.wait(timeout=10)

    def _listens(self) -> bool:
        return self._send("--remote-expr", "1").stdout == "1"

    def _ask(self, *arguments: str) -> str:
        done = self._send(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _send(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["nvim", "--server", self._socket, *arguments],
            capture_output=True,
            text=True,
            timeout=30,
            env=self._environment,
        )
