"""`completion`: the shells accept their scripts, which offer commands, options and values."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from prefect_toml_lsp.cli.commands.completion import SHELLS
from tests.cli.command import run


def script(shell: str, folder: Path) -> str:
    done = run("completion", shell, cwd=folder)
    assert (done.status, done.err) == (0, "")
    return done.out


def offered(line: str, folder: Path) -> list[str]:
    """What bash offers at the end of a line."""
    words = line.split(" ")
    ask = (
        f"{script('bash', folder)}\nCOMP_WORDS=({' '.join(map(repr, words))})\n"
        f"COMP_CWORD={len(words) - 1}\nregistered=$(complete -p {words[0]})\n"
        "registered=${registered#* -F }\n${registered%% *}\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", ask], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return [each for each in done.stdout.splitlines() if each]


OF_3_4 = ["3.4.2", *(f"3.4.2{digit}" for digit in range(6))]


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("prefect-toml-lsp ch", ["check"]),
        ("prefect-toml-lsp --v", ["--version"]),
        ("prefect-toml-lsp check --output-fo", ["--output-format"]),
        ("prefect-toml-lsp check --output-format s", ["sarif"]),
        ("prefect-toml-lsp check --select unknown-t", ["unknown-table"]),
        ("prefect-toml-lsp check --prefect-version 3.4.2", OF_3_4),
        ("prefect-toml-lsp explain server.api.por", ["server.api.port"]),
        ("prefect-toml-lsp explain PREFECT_API_UR", ["PREFECT_API_URL"]),
        ("prefect-toml-lsp settings --setting server.api.por", ["server.api.port"]),
        ("prefect-toml-lsp upgrade --from 3.4.2", OF_3_4),
        ("prefect-toml-lsp upgrade --fi", ["--fix"]),
        ("prefect-toml-lsp init --setting server.api.por", ["server.api.port="]),
        ("prefect-toml-lsp init --for w", ["worker"]),
        ("prefect-toml-lsp migrate --from pr", ["prefect.toml", "profile"]),
        ("prefect-toml-lsp migrate --to pyp", ["pyproject"]),
        ("prefect-toml-lsp completion z", ["zsh"]),
        ("prefect-toml-lsp check pre", ["prefect.toml"]),
        ("prefect-toml-lsp check --baseline pre", ["prefect.toml"]),
    ],
)
def test_bash(line: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "prefect.toml").touch()
    assert offered(line, tmp_path) == expected


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_accepts_its_script(shell: str, tmp_path: Path) -> None:
    text = script(shell, tmp_path)
    assert "unknown-setting" in text
    assert "server.api.port" in text
    if shutil.which(shell):
        done = subprocess.run(
            [shell, "-n"], input=text, text=True, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
