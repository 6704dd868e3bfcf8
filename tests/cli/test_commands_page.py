"""`docs/commands.md` has all commands; `docs/build_commands.py --check` compares their help."""

from __future__ import annotations

from prefect_toml_lsp.cli.commands import COMMANDS
from tests.cli.command import ROOT


def test_every_command_is_on_the_page() -> None:
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert all(f"\n## {name}\n" in text for name in COMMANDS)
