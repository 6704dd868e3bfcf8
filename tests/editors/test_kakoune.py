"""Which files Kakoune would give to the server. CI does not have kakoune-lsp itself."""

from __future__ import annotations

import subprocess

import pytest

from tests.editors.conftest import EDITORS, Desk, program

pytestmark = pytest.mark.slow

CONFIGURATION = EDITORS / "kakoune" / "prefect-toml.kak"


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("prefect.toml", True),
        ("profiles.toml", True),
        ("pyproject.toml", True),
        ("Cargo.toml", False),
    ],
)
def test_our_files(desk: Desk, name: str, ours: bool) -> None:
    program("kak")
    desk.provide("kak")
    desk.write(name, "")
    desk.write(
        "~/.config/kak/kakrc", f"declare-option str lsp_servers none\nsource {CONFIGURATION}\n"
    )
    command = ["kak", "-ui", "dummy", "-e", "echo -to-file found %opt{lsp_servers}; quit!", name]
    subprocess.run(command, check=True, cwd=desk.project, env=desk.environment, timeout=30)
    found = (desk.project / "found").read_text(encoding="utf-8")
    assert ("prefect-toml-lsp" in found) is ours
