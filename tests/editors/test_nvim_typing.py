"""Type whole files in Neovim, with completion on as editors/nvim/README.md says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import pytest

from tests.editors.conftest import EDITORS, Desk, code_block, program
from tests.editors.terminal import Terminal
from tests.editors.waiting import until

pytestmark = pytest.mark.slow

README = EDITORS / "nvim" / "README.md"
CURRENT = "## Neovim 0.11 and later"


class Seen(NamedTuple):
    """Keys, and the texts that must and must not be on the screen before they are pressed."""

    shown: str
    gone: str = "\0"
    keys: Sequence[str] = ()


def take(shown: str, gone: str = "\0") -> Seen:
    """Accept the first row of the list."""
    return Seen(shown, gone, ("C-n", "C-y"))


def end(line: str) -> Seen:
    """Press Enter, which starts the next line."""
    return Seen(line, "Module", ("Enter",))


ASK = ("C-x", "C-o")
FILES: dict[str, tuple[Sequence[str | Seen], str]] = {
    "prefect.toml": (
        [
            "debug_mode = ", Seen("boolean"), "true", end("debug_mode = true"),
            "[", Seen("cli"), "lo", take("logging", "cli"), end("[logging]"),
            'level = "', Seen("CRITICAL"), "DE", take("DEBUG", "CRITICAL"), end('= "DEBUG"'),
            "[server.", Seen("concurrency"), "ap", take("api", "concurrency"), end("[server.api]"),
            "port=", take("8080"), end("port=4200"),
            "keepalive_timeout = ", Seen("default"), "30", end("timeout = 30"),
        ],
        'debug_mode = true\n[logging]\nlevel = "DEBUG"\n[server.api]\nport=4200\n'
        "keepalive_timeout = 30\n",
    ),
    ".env": (
        [
            "PREFECT_DEBUG_M", Seen("DEBUG_M", keys=ASK), take("boolean"),
            take("default"), end("PREFECT_DEBUG_MODE=false"),
            "PREFECT_SERVER_API_PORT=", Seen("8080"), "42", end("PORT=42"),
        ],
        "PREFECT_DEBUG_MODE=false\nPREFECT_SERVER_API_PORT=42\n",
    ),
    "pyproject.toml": (
        [
            "[tool.", Seen("prefect.api"), "prefect.", Seen("cli"), "lo",
            take("logging", "cli"), end("[tool.prefect.logging]"),
            "log_p", Seen("log_p", keys=ASK), take("boolean"), take("default"),
            end("log_prints = false"),
        ],
        "[tool.prefect.logging]\nlog_prints = false\n",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def installed(desk: Desk) -> None:
    """Neovim on the PATH, with all optional features of the README on."""
    program("nvim")
    desk.provide("nvim")
    desk.follow(README, CURRENT)
    lua = code_block(README, CURRENT, "lua") + code_block(
        README, "## What you see and press", "lua"
    )
    desk.write("~/.config/nvim/init.lua", lua)


@pytest.mark.parametrize("name", FILES)
def test_a_file_typed_from_an_empty_one(
    desk: Desk, terminal: Callable[..., Terminal], name: str
) -> None:
    steps, expected = FILES[name]
    path = desk.write(name, "")
    seen = terminal("nvim", name)
    seen.type(":lua vim.wait(9000, function() return #vim.lsp.get_clients({ bufnr = 0 }) > 0 end)")
    seen.press("Enter")
    seen.type("i")
    for step in steps:
        if isinstance(step, str):
            seen.type(step)
        else:
            until(seen.screen, partial(_is_seen, step))
            seen.press(*step.keys)
    seen.press("Escape")
    seen.type(":write")
    seen.press("Enter")
    written = until(path.read_text)
    assert written == f"{expected}\n"  # Enter after the last line has started another one


def _is_seen(step: Seen, screen: str) -> bool:
    return step.shown in screen and step.gone not in screen
