"""Neovim, set up as editors/nvim/README.md says."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from prefect_toml_lsp import INSTALL
from tests.editors.conftest import EDITORS, PREFECT, Desk, code_block, missing, program
from tests.editors.neovim import Neovim
from tests.editors.terminal import Terminal
from tests.editors.waiting import until

pytestmark = pytest.mark.slow

README = EDITORS / "nvim" / "README.md"
CURRENT = "## Neovim 0.11 and later"
OLDER = "## Older versions"

DIAGNOSTICS = """
    local found = vim.diagnostic.get(0)
    return #found > 0 and vim.tbl_map(function(each)
      return { each.lnum, each.severity, each.code, each.message }
    end, found)
"""


@pytest.fixture(autouse=True)
def installed(desk: Desk) -> None:
    """Neovim 0.11 or later on the PATH, set up as the README says."""
    version = subprocess.run([program("nvim"), "--version"], capture_output=True, text=True)
    found = re.match(r"NVIM v(\d+)\.(\d+)", version.stdout)
    if not found or (int(found[1]), int(found[2])) < (0, 11):
        missing("Neovim is older than 0.11")
    desk.provide("nvim")
    desk.follow(README, CURRENT)
    configure(desk, code_block(README, CURRENT, "lua"))


def configure(desk: Desk, init: str) -> None:
    desk.write("~/.config/nvim/init.lua", init)


def test_diagnostics(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("prefect.toml", PREFECT)
    editor = neovim("prefect.toml")
    [(line, severity, code, message)] = editor.until(DIAGNOSTICS)
    assert (line, severity, code) == (1, 2, "unknown-setting")
    assert "`port`" in message
    editor.type("2Gciwport<Esc>")
    editor.until("return #vim.diagnostic.get(0) == 0")


def test_only_our_files(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    names = ["prefect.toml", "profiles.toml", "pyproject.toml", ".env", "Cargo.toml", "run.sh"]
    for name in names:
        desk.write(name, "")
    editor = neovim(*names)
    for name in names:
        editor.type(f":edit {name}<CR>")
    clients = "#vim.lsp.get_clients({ bufnr = vim.fn.bufnr(name) })"
    attached = f"local n = {{}} for name in vim.gsplit('{' '.join(names)}', ' ') do"
    attached += f" n[name] = {clients} end return n"
    expected = dict.fromkeys(names[:4], 1) | dict.fromkeys(names[4:], 0)
    assert until(lambda: editor.lua(attached), lambda found: found == expected)
    assert editor.lua("return #vim.lsp.get_clients()") == 1


@pytest.mark.parametrize(
    ("markers", "root"),
    [("nil", "."), ("{ 'flows.toml', '.git' }", "flows"), ("{ 'none' }", "flows/daily")],
)
def test_root(desk: Desk, neovim: Callable[..., Neovim], markers: str, root: str) -> None:
    configure(
        desk,
        f"vim.lsp.config('prefect_toml', {{ root_markers = {markers} }})\n"
        + code_block(README, CURRENT, "lua"),
    )
    desk.write("flows/flows.toml", "")
    desk.write("flows/daily/prefect.toml", "")
    editor = neovim("flows/daily/prefect.toml")
    found = editor.until("return (vim.lsp.get_clients()[1] or {}).root_dir")
    assert found == str((desk.project / root).resolve())


def test_hover(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("prefect.toml", PREFECT)
    editor = neovim("prefect.toml")
    editor.until(DIAGNOSTICS)
    editor.type("3GK")
    text = editor.until(
        """
        for _, window in ipairs(vim.api.nvim_list_wins()) do
          if vim.api.nvim_win_get_config(window).relative ~= '' then
            return vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true)
          end
        end
        """
    )
    assert "keepalive_timeout" in text[0]
    assert any("PREFECT_SERVER_API_KEEPALIVE_TIMEOUT" in line for line in text)


def test_omni_completion(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("prefect.toml", PREFECT)
    editor = neovim("prefect.toml")
    editor.until(DIAGNOSTICS)
    editor.type("2GA<CR>base_pa<C-x><C-o>")
    words = editor.until("return vim.tbl_map(function(i) return i.word end, "
                         "vim.fn.complete_info({ 'items' }).items)")  # fmt: skip
    assert any(word.startswith("base_path") for word in words)
    editor.type("<C-y>")
    line = editor.until("local l = vim.api.nvim_get_current_line() return #l > 7 and l")
    assert line.startswith("base_path")


def test_inlay_hints(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    configure(
        desk,
        code_block(README, CURRENT, "lua") + code_block(README, "## What you see and press", "lua"),
    )
    desk.write("prefect.toml", PREFECT)
    editor = neovim("prefect.toml")
    labels = editor.until(
        """
        local found = vim.lsp.inlay_hint.get({ bufnr = 0 })
        return #found > 0 and vim.tbl_map(function(each)
          return { each.inlay_hint.position.line, each.inlay_hint.label }
        end, found)
        """
    )
    assert [line for line, label in labels if "7 days" in str(label)] == [5]


def test_semantic_tokens(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("prefect.toml", PREFECT)
    editor = neovim("prefect.toml")
    groups = editor.until(
        """
        local found = vim.inspect_pos(0, 2, 0).semantic_tokens
        return #found > 0 and vim.tbl_map(function(each) return each.opts.hl_group end, found)
        """
    )
    assert "@lsp.type.property.toml" in groups


def test_format(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("prefect.toml", "[server.api]\nport   =4200\n")
    editor = neovim("prefect.toml")
    editor.until("return #vim.lsp.get_clients({ bufnr = 0 }) == 1")
    editor.type(":lua vim.lsp.buf.format()<CR>")
    until(editor.text, lambda text: text == "[server.api]\nport = 4200")


def test_settings(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("prefect.toml", '[api]\nkey = "pnu_0123456789"\n')
    severity = "local found = vim.diagnostic.get(0)[1] return found and found.severity"
    assert neovim("prefect.toml").until(severity) == 4
    configure(desk, code_block(README, "## Settings", "lua") + code_block(README, CURRENT, "lua"))
    neovim("prefect.toml").until(f"{severity} == 2")


def test_a_file_in_the_same_folder_changes(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("prefect.toml", PREFECT)
    editor = neovim("prefect.toml")
    editor.until(DIAGNOSTICS)
    editor.type(":edit .env<CR>")
    editor.type("iPREFECT_SERVER_API_KEEPALIVE_TIMEOUT=7<Esc>:write<CR>:edit prefect.toml<CR>")
    until(
        lambda: editor.lua(
            "return vim.tbl_map(function(d) return d.code end, vim.diagnostic.get())"
        ),
        lambda codes: "overridden" in codes,
        seconds=10,
    )


PAGE = """
for _, window in ipairs(vim.api.nvim_list_wins()) do
  local buffer = vim.api.nvim_win_get_buf(window)
  if vim.bo[buffer].buftype == 'nofile' then
    local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\\n')
    return text ~= '' and text
  end
end
"""


def page_with(editor: Neovim, text: str) -> str:
    """The page of the settings in force, once it contains this text."""
    return until(lambda: editor.lua(PAGE), lambda found: found and text in found)


def test_settings_in_force(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("prefect.toml", PREFECT)
    desk.write(".env", "PREFECT_API_KEY=hunter2\n")
    editor = neovim("prefect.toml")
    editor.until(DIAGNOSTICS)
    editor.type(":PrefectEffectiveSettings<CR>")
    shown = page_with(editor, "`server.api.keepalive_timeout`")
    table = [line for line in shown.splitlines() if line.startswith("|")]
    assert len({line.rindex("|", 0, -1) for line in table}) == 1
    assert "*hidden*" in shown
    assert "hunter2" not in shown
    editor.type("<C-w>p3G$r7")
    page_with(editor, "`307`")


def test_a_code_lens_shows_them(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    on = "{ settings = { prefectToml = { codeLens = { enable = true } } } }"
    configure(desk, f"vim.lsp.config('prefect_toml', {on})\n" + code_block(README, CURRENT, "lua"))
    desk.write("prefect.toml", PREFECT)
    editor = neovim("prefect.toml")
    editor.until(DIAGNOSTICS)
    editor.type(":lua vim.lsp.codelens.refresh()<CR>")
    editor.until("return #vim.lsp.codelens.get(0) == 2")
    editor.type("gg:lua vim.lsp.codelens.run()<CR>")
    page_with(editor, "`server.api.keepalive_timeout`")


def test_older_versions(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    (desk.home / ".config/nvim/lsp/prefect_toml.lua").unlink()
    configure(desk, code_block(README, OLDER, "lua"))
    desk.write("prefect.toml", PREFECT)
    desk.write("Cargo.toml", "")
    editor = neovim("prefect.toml", "Cargo.toml")
    [(_, _, code, _)] = editor.until(DIAGNOSTICS)
    assert code == "unknown-setting"
    editor.type(":edit Cargo.toml<CR>")
    editor.until("return vim.fn.bufname() == 'Cargo.toml'")
    assert editor.lua("return #vim.lsp.get_clients({ bufnr = 0 })") == 0


def test_without_the_server(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.remove("prefect-toml-lsp")
    desk.write("prefect.toml", PREFECT)
    desk.write("pyproject.toml", "")
    editor = neovim("prefect.toml")
    editor.type(":edit pyproject.toml<CR>")
    editor.type(":edit prefect.toml<CR>")
    editor.type("2Gciwport<Esc>:write<CR>")
    until((desk.project / "prefect.toml").read_text, lambda text: "\nport" in text)
    said = [line for line in editor.messages() if "prefect-toml-lsp" in line]
    assert len(said) == 1
    assert INSTALL in said[0]


def test_server_that_ends_at_once(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.remove("prefect-toml-lsp")
    desk.provide("prefect-toml-lsp", "#!/bin/sh\nexit 3\n")
    desk.write("prefect.toml", PREFECT)
    editor = neovim("prefect.toml")
    said = until(editor.messages)
    time.sleep(1)  # It could be restarted again and again.
    assert said == editor.messages()
    assert [line for line in said if "exit code 3" in line]


def test_server_killed(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("prefect.toml", PREFECT)
    editor = neovim("prefect.toml")
    editor.until(DIAGNOSTICS)
    [server] = editor.lua("return vim.api.nvim_get_proc_children(vim.fn.getpid())")
    os.kill(server, signal.SIGKILL)
    [said] = until(editor.messages)
    assert "prefect_toml quit" in said
    editor.type(":edit<CR>")
    editor.until(DIAGNOSTICS)
    assert editor.messages() == [said]


def test_message_without_the_server(desk: Desk, terminal: Callable[..., Terminal]) -> None:
    desk.remove("prefect-toml-lsp")
    path = desk.write("prefect.toml", PREFECT)
    seen = terminal("nvim", "prefect.toml")
    seen.wait(f"prefect-toml-lsp is not on PATH: {INSTALL}", "prot = 4200")
    seen.type("2Gciwport")  # no prompt waits for a key
    seen.press("Escape")
    seen.type(":write")
    seen.press("Enter")
    until(path.read_text, lambda text: text == PREFECT.replace("prot", "port"))


@pytest.fixture
def window(desk: Desk, terminal: Callable[..., Terminal]) -> Callable[[str], Terminal]:
    """A function that opens a file in a terminal, with all optional features of the README on."""
    more = code_block(README, "## What you see and press", "lua")
    configure(desk, code_block(README, CURRENT, "lua") + more)
    return lambda name: terminal("nvim", name)


def test_what_is_on_the_screen(desk: Desk, window: Callable[[str], Terminal]) -> None:
    desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    screen = seen.wait("Prefect has no setting `server.api.prot`", '"P7D" 7 days')
    [line] = [line for line in screen.splitlines() if "prot = 4200" in line]
    assert line.startswith("W ")  # the sign of a warning
    seen.type("3GK")
    seen.wait("PREFECT_SERVER_API_KEEPALIVE_TIMEOUT")


def test_completion_while_typing(desk: Desk, window: Callable[[str], Terminal]) -> None:
    path = desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.wait("has no setting")
    seen.type("Go[server.")
    seen.wait("concurrency", "deployments")
    seen.type("dep")
    until(seen.screen, lambda screen: "concurrency" not in screen)
    seen.press("C-n", "C-y", "Escape")
    seen.type(":write")
    seen.press("Enter")
    until(path.read_text, lambda text: text.endswith("\n[server.deployments]\n"))


def test_what_a_selected_setting_does_is_shown_next_to_the_list(
    desk: Desk, window: Callable[[str], Terminal]
) -> None:
    desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.wait("has no setting")
    seen.type("Go[logging]")
    until(seen.screen, lambda screen: "[logging]" in screen and "Module" not in screen)
    seen.press("Enter")
    seen.type("lev")
    seen.press("C-x", "C-o")
    seen.wait("one of a few strings")
    seen.press("C-n")
    screen = seen.wait("Environment: PREFECT_LOGGING_LEVEL")
    assert "](" not in screen  # plain text, because Neovim does not show Markdown there


def test_code_action(desk: Desk, window: Callable[[str], Terminal]) -> None:
    path = desk.write("prefect.toml", PREFECT)
    seen = window("prefect.toml")
    seen.wait("has no setting")
    seen.type("2Ggra")
    seen.wait("1: Change to `port`")
    seen.type("1")
    seen.press("Enter")
    until(seen.screen, lambda screen: "port = 4200" in screen and "no setting" not in screen)
    seen.type(":write")
    seen.press("Enter")
    until(path.read_text, lambda text: text == PREFECT.replace("prot", "port"))


def test_rename(desk: Desk, window: Callable[[str], Terminal]) -> None:
    profiles = 'active = "local"\n\n[profiles.local]\nPREFECT_LOGING_LEVEL = "DEBUG"\n'
    path = desk.write("~/.prefect/profiles.toml", profiles)
    seen = window(str(path))
    seen.wait("is not a Prefect variable")
    seen.type("3G$hgrn")
    seen.wait("New Name: local")
    seen.press("C-u")
    seen.type("staging")
    seen.press("Enter")
    seen.wait("[profiles.staging]")
    seen.type(":write")
    seen.press("Enter")
    until(path.read_text, lambda text: text == profiles.replace("local", "staging"))
