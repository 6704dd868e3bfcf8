"""Run commands for the scripts that write their output into pages."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAME = "prefect-toml-lsp"
_KEPT = ("PATH", "LANG", "SYSTEMROOT", "PYTHONPATH")


def output(arguments: str, folder: Path = ROOT) -> str:
    """The output of the command in a folder, by default the root of the repository, independent
    of this process's environment. Raises SystemExit if the command fails.
    """
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(  # noqa: S603 - the command of this project
            [sys.executable, "-m", "prefect_toml_lsp", *shlex.split(arguments)],
            cwd=folder,
            env={**kept, "HOME": home, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode > 1 or done.stderr:
        raise SystemExit(f"{arguments}: {done.stderr}")
    return done.stdout
