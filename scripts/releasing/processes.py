"""Run commands: print nothing if they succeed, and all their output if they fail."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


class FailedError(Exception):
    """A command failed, or its result is wrong; the text is for people."""


def run(
    *command: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    status: int = 0,
    stdin: str = "",
) -> str:
    """The standard output of a command, which must end with `status`; `env` adds variables."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != status:
        said = f"{done.stdout}{done.stderr}".rstrip()
        raise FailedError(f"{' '.join(words)}\nends with {done.returncode}:\n{said}")
    return done.stdout


def install(programs: Path, *packages: str | Path) -> None:
    """Install packages into the environment with this `bin` folder."""
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", programs / "python"]
    run(*pip, "install", "--quiet", *packages)


def environment(folder: Path, *packages: str | Path) -> Path:
    """Make an environment with these packages and without pip; returns its `bin` folder."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    install(folder / "bin", *packages)
    return folder / "bin"
