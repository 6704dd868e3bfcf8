"""The entry for nvim-lspconfig, in a Neovim that finds it where the plugin would put it."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from tests.editors.conftest import EDITORS, PREFECT, Desk, program
from tests.editors.neovim import Neovim

pytestmark = pytest.mark.slow

ENTRY = EDITORS.parent / "packaging" / "nvim-lspconfig" / "lsp" / "prefect_toml_lsp.lua"
ROOT_DIR = "return (vim.lsp.get_clients({ bufnr = 0 })[1] or {}).root_dir"


@pytest.fixture(autouse=True)
def installed(desk: Desk) -> None:
    """Neovim on the PATH, with the entry in its configuration."""
    program("nvim")
    desk.provide("nvim")
    folder = desk.home / ".config" / "nvim" / "lsp"
    folder.mkdir(parents=True)
    shutil.copy(ENTRY, folder)
    desk.write("~/.config/nvim/init.lua", "vim.lsp.enable('prefect_toml_lsp')\n")


def test_it_finds_a_mistake(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("flows/prefect.toml", PREFECT)
    editor = neovim("flows/prefect.toml")
    codes = editor.until(
        "local found = vim.diagnostic.get(0)"
        " return #found > 0 and vim.tbl_map(function(each) return each.code end, found)"
    )
    assert codes == ["unknown-setting"]
    assert editor.until(ROOT_DIR) == str(desk.project.resolve())


def test_it_leaves_other_files_alone(desk: Desk, neovim: Callable[..., Neovim]) -> None:
    desk.write("Cargo.toml", "")
    desk.write("prefect.toml", "")
    editor = neovim("Cargo.toml")
    editor.type(":edit prefect.toml<CR>")
    editor.until(ROOT_DIR)
    editor.type(":edit Cargo.toml<CR>")
    editor.until("return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'Cargo.toml'")
    assert editor.lua("return #vim.lsp.get_clients({ bufnr = 0 })") == 0


def test_it_begins_with_the_text_that_the_plugin_documents_it_with() -> None:
    brief = ENTRY.read_text("utf-8").partition("\n\n")[0].splitlines()
    assert brief[0] == "---@brief"
    assert all(line.startswith("---") for line in brief)
