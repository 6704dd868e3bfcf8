"""Emacs in batch mode, with a user's init file."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

_HELP = Path(__file__).with_name("emacs.el")


def ask(file: str, body: str, folder: Path, environment: dict[str, str]) -> Any:
    """Open a file in an Emacs of its own, and return what an Emacs Lisp body evaluates to.

    The body may use what emacs.el defines. Vectors come back as lists, plists as objects.
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
