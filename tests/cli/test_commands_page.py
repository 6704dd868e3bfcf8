"""`docs/commands.md` shows the commands as they are."""

from __future__ import annotations

import subprocess
import sys

import pytest

from prefect_toml_lsp.cli.commands import COMMANDS
from tests.cli.command import ROOT


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="another layout of the help")
def test_the_page_is_up_to_date() -> None:
    command = [sys.executable, "docs/build_commands.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_command_is_on_the_page() -> None:
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert all(f"\n## {name}\n" in text for name in COMMANDS)
