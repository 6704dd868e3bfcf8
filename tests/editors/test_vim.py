"""Vim with ALE, set up as editors/vim/README.md says."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.editors.conftest import EDITORS, Desk, code_block, missing, program
from tests.editors.terminal import Terminal
from tests.editors.waiting import until

pytestmark = pytest.mark.slow

README = EDITORS / "vim" / "README.md"
SETUP = "## ALE"

PREFECT = """\
[server.api]
prot = 4200
keepalive_timeout = 300
"""


@pytest.fixture(autouse=True)
def installed(desk: Desk) -> None:
    """Vim with ALE on the PATH, set up as the README says."""
    with_ale = "packadd ale | if exists(':ALEInfo') | qall! | else | cquit! | endif"
    command = [program("vim"), "-u", "NONE", "-es", "--cmd", "set nocp", "-c", with_ale]
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode:
        missing("Vim has no ALE")
    desk.provide("vim")
    desk.follow(README, SETUP)
    desk.write("~/.vimrc", code_block(README, SETUP, "vim"))


@pytest.fixture
def window(terminal: Callable[..., Terminal]) -> Callable[[str], Terminal]:
    """A function that opens a file in Vim in a terminal."""
    return lambda name: terminal("vim", name)


def command(seen: Terminal, text: str) -> None:
    seen.press("Escape")
    seen.type(f":{text}")
    seen.press("Enter")


def overhear(desk: Desk) -> Path:
    """The file to which everything sent to the server is copied."""
    server = program("prefect-toml-lsp")
    sent = desk.project / "sent"
    desk.remove("prefect-toml-lsp")
    desk.provide("prefect-toml-lsp", f"#!/bin/sh\ntee -a {sent} | {server}\n")
    return sent


def test_diagnostics(desk: Desk, window: Callable[[str], Terminal]) -> None:
    desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.type("2G")
    screen = seen.wait("Prefect has no setting `server.api.prot`")
    [line] = [line for line in screen.splitlines() if "prot = 4200" in line]
    assert line.startswith("--")  # ALE's sign of a warning
    seen.type("ciwport")
    seen.press("Escape")
    until(seen.screen, lambda screen: "port = 4200" in screen and "no setting" not in screen)


def test_only_our_files(desk: Desk, window: Callable[[str], Terminal]) -> None:
    desk.write("prefect.toml", PREFECT)
    desk.write("Cargo.toml", PREFECT)
    sent = overhear(desk)
    seen = window("Cargo.toml")
    seen.wait("prot = 4200")
    command(seen, "edit prefect.toml")
    seen.type("2G")
    seen.wait("Prefect has no setting")
    assert "/prefect.toml" in sent.read_text(encoding="utf-8")
    assert "/Cargo.toml" not in sent.read_text(encoding="utf-8")


def test_hover(desk: Desk, window: Callable[[str], Terminal]) -> None:
    desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.type("2G")
    seen.wait("Prefect has no setting")
    seen.type("j")
    command(seen, "ALEHover")
    seen.wait("PREFECT_SERVER_API_KEEPALIVE_TIMEOUT")


def test_completion(desk: Desk, window: Callable[[str], Terminal]) -> None:
    path = desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.type("2G")
    seen.wait("Prefect has no setting")
    seen.type("obase_pa")
    seen.press("C-x", "C-o")
    seen.wait("base_path")
    seen.press("C-y")
    command(seen, "write")
    until(path.read_text, lambda text: "\nprot = 4200\nbase_path" in text)


def test_code_action(desk: Desk, window: Callable[[str], Terminal]) -> None:
    path = desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.type("2G")
    seen.wait("Prefect has no setting")
    command(seen, "ALECodeAction")
    seen.wait("1) Change to `port`")
    seen.type("1")
    seen.press("Enter")
    seen.wait("port = 4200")
    command(seen, "write")
    until(path.read_text, lambda text: text == PREFECT.replace("prot", "port"))


def test_rename(desk: Desk, window: Callable[[str], Terminal]) -> None:
    profiles = 'active = "local"\n\n[profiles.local]\nPREFECT_LOGING_LEVEL = "DEBUG"\n'
    path = desk.write("~/.prefect/profiles.toml", profiles)
    seen = window(str(path))
    seen.type("G")
    seen.wait("PREFECT_LOGGING_LEVEL")
    seen.type("3G$h")
    command(seen, "ALERename")
    seen.wait("New name: local")
    seen.press("C-u")
    seen.type("staging")
    seen.press("Enter")
    seen.wait("[profiles.staging]")
    command(seen, "write")
    until(path.read_text, lambda text: text == profiles.replace("local", "staging"))


def test_settings_in_force(desk: Desk, window: Callable[[str], Terminal]) -> None:
    desk.write("prefect.toml", PREFECT)
    desk.write(".env", "PREFECT_API_KEY=hunter2\n")
    seen = window("prefect.toml")
    seen.type("2G")
    seen.wait("Prefect has no setting")
    command(seen, "PrefectEffectiveSettings")
    shown = seen.wait("| `server.api.keepalive_timeout` | `300`", "*hidden*")
    assert "hunter2" not in shown
    seen.press("C-w", "p")
    seen.type("3G$r7")
    command(seen, "write")
    seen.wait("| `server.api.keepalive_timeout` | `307`")


def test_settings(desk: Desk, window: Callable[[str], Terminal]) -> None:
    settings = code_block(README, SETUP, "vim")
    second = README.read_text(encoding="utf-8").partition("let g:ale_prefect_toml_settings")[2]
    line = "let g:ale_prefect_toml_settings" + second.partition("\n")[0]
    desk.write("~/.vimrc", f"{line}\n{settings}")
    sent = overhear(desk)
    desk.write("prefect.toml", '[api]\nkey = "pnu_0123456789"\n')
    seen = window("prefect.toml")
    seen.type("2G")
    seen.wait("api.key` is a secret in plain text")
    # ALE shows hints like warnings.
    assert '"plainSecrets":"warning"' in sent.read_text(encoding="utf-8").replace(" ", "")


def test_without_the_server(desk: Desk, window: Callable[[str], Terminal]) -> None:
    desk.remove("prefect-toml-lsp")
    path = desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.wait("prot = 4200")
    seen.type("2Gciwport")
    command(seen, "write")
    until(path.read_text, lambda text: "\nport = 4200" in text)
    command(seen, "ALEInfo")
    seen.wait("-- More --")
    seen.type("G")
    seen.wait("(executable check - failure) prefect-toml-lsp")
