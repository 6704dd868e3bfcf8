"""Run Emacs in batch mode, with a user's init file."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

_HELP = Path(__file__).with_name("emacs.el")


def ask(file: str, body: str, folder: Path, environment: dict[str, str]) -> Any:
    """Open a file in a new Emacs, and return the value of an Emacs Lisp body.

    The body may use the functions of emacs.el. Vectors are returned as lists, plists as dicts.
    """
    answer = Path(environment["TMPDIR"]) / "answer.json"
    answer.unlink(missing_ok=True)
    form = f"(prefect-test-ask {json.dumps(file)} {json.dumps(str(answer))} (lambda () {body}))"
    done = subprocess.run(
        ["emacs", "--batch", "-l", str(_HELP), "--eval", form],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert answer.exists(), done.stderr
    return json.loads(answer.read_text(encoding="utf-8"))
