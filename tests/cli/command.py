"""Run the command line in this process, which is fast, or in a new one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from prefect_toml_lsp.__main__ import main
from prefect_toml_lsp.cli import context, notes
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.releases import show_release

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
COMMAND = (sys.executable, "-m", "prefect_toml_lsp")
NEWEST = show_release(Catalogue.load().newest)
AS_NEWEST = f"checked as Prefect {NEWEST} (the newest known)"
"""How a summary ends if nothing in the folder says which release is used."""
_UNKEPT = (
    "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "FORCE_HYPERLINK", "TERM", "COLUMNS",
    "GITHUB_ACTIONS", "GITLAB_CI",
)  # fmt: skip


class Done(NamedTuple):
    """The exit status and output of a run; output is decoded from UTF-8, with LF line breaks."""

    status: int
    out: str
    err: str


def environment(**extra: str) -> dict[str, str]:
    """This process's environment with `extra` and without the variables for colour and CI."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNKEPT}
    return {**kept, "PYTHONIOENCODING": "utf-8", **extra}


def run(*arguments: str, cwd: Path, stdin: bytes | None = None, **extra: str) -> Done:
    """Run `prefect-toml-lsp` in `cwd`, in this process, as if it had just started. Without `stdin`
    it has no standard input.
    """
    _forget()
    out, err = (TextIOWrapper(BytesIO(), "utf-8", write_through=True) for _ in range(2))
    given = None if stdin is None else TextIOWrapper(BytesIO(stdin), "utf-8")
    before = Path.cwd()
    os.chdir(cwd)
    try:
        with (
            patch.dict(os.environ, environment(**extra), clear=True),
            patch.multiple(sys, argv=["", *arguments], stdin=given, stdout=out, stderr=err),
        ):
            status = _status()
    finally:
        os.chdir(before)
    return Done(status, *(_text(stream.buffer.getvalue()) for stream in (out, err)))


def _forget() -> None:
    """Clear the caches of files, and the list of notes that were already printed."""
    notes.repeat()
    context.forget()


def _status() -> int:
    try:
        return main()
    except SystemExit as end:  # argparse, after wrong arguments or help
        assert isinstance(end.code, int)
        return end.code


def summary_line(out: str) -> str:
    """The line of a check that counts the findings."""
    return next(line for line in out.splitlines() if line.startswith(("Found ", "All good")))


def run_process(*arguments: str, cwd: Path, stdin: bytes = b"", **extra: str) -> Done:
    """Run `prefect-toml-lsp` in `cwd`, in a new process."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=environment(**extra),
        timeout=120,
        check=False,
    )
    return Done(done.returncode, _text(done.stdout), _text(done.stderr))


def _text(output: bytes) -> str:
    return output.decode("utf-8").replace("\r\n", "\n")


def check(text: str | bytes, folder: Path) -> Done:
    """Run `check` on a `prefect.toml` with this text in `folder`."""
    write(folder / "prefect.toml", text)
    return run("check", "prefect.toml", cwd=folder)


def findings(*paths: str, cwd: Path) -> list[dict[str, Any]]:
    """What `check --output-format json` prints for `paths`."""
    return as_findings(run("check", "--output-format", "json", *paths, cwd=cwd))


def severities(cwd: Path, *paths: str) -> list[tuple[str, str]]:
    """The severity and the code of each finding that `check` has in a folder or its `paths`."""
    return [(each["severity"], each["code"]) for each in findings(*paths, cwd=cwd)]


def as_findings(done: Done) -> list[dict[str, Any]]:
    """The findings that a run printed as JSON."""
    found = json.loads(done.out)
    assert isinstance(found, list)
    return found


def paths_checked(*paths: str, cwd: Path) -> list[str]:
    """The files that `check` checked; each must give a finding."""
    return list(dict.fromkeys(found["path"] for found in findings(*paths, cwd=cwd)))


def heed_interrupts() -> None:
    """For `preexec_fn`: let Ctrl-C end the process, even if the tests run in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def write(path: Path, content: str | bytes) -> Path:
    """Write a file and create the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path
