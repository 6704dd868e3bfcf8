"""Find the files that changed according to git, to check only those."""

from __future__ import annotations

import os
import subprocess  # noqa: TID251 - git, which a person has asked for
from collections.abc import Iterable

from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.cli.targets import Target

_OPTIONS = ("-c", "core.fsmonitor=false", "-c", "core.quotepath=false")
"""A repository cannot make git run anything: its hooks are not called, and its monitor is off."""
_LONGEST = 60.0
"""Seconds to wait for git."""


def only_changed(targets: Iterable[Target], revision: str) -> list[Target]:
    """The files in folders in which a file differs from a revision, or is new.

    Other files of the same folder may override the changed one. Raises `CannotRunError`.
    """
    top = _git("rev-parse", "--show-toplevel").rstrip(b"\n")
    commit = _git(
        "rev-parse",
        "--verify",
        "--end-of-options",
        f"{revision}^{{commit}}",
        refused=f"there is no commit {revision!r} in this repository",
    )
    since = commit.decode("ascii").strip()
    differing = _git("diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", since, "--")
    new = _git("ls-files", "--others", "--exclude-standard", "-z", "--full-name", ":/")
    root = os.fsdecode(top)
    names = (os.fsdecode(name) for name in (differing + new).split(b"\0") if name)
    folders = {os.path.dirname(os.path.join(root, name)) for name in names}
    return [each for each in targets if os.path.dirname(os.path.realpath(each.path)) in folders]


def _program() -> str:
    """The path of git, never in the working directory, which is not trusted: Windows looks there
    first, and other systems if PATH contains it.
    """
    name = "git.exe" if os.name == "nt" else "git"
    for folder in filter(os.path.isabs, os.get_exec_path()):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    raise CannotRunError("--changed needs git, which is not installed")


def _git(*arguments: str, refused: str | None = None) -> bytes:
    """What git prints. Raises `CannotRunError` with git's reason, or with `refused`."""
    try:
        done = subprocess.run(  # noqa: S603 - what a person has asked for
            [_program(), *_OPTIONS, *arguments], capture_output=True, check=False, timeout=_LONGEST
        )
    except subprocess.TimeoutExpired:
        raise CannotRunError(f"git took more than {_LONGEST:.0f} seconds") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        reason = f"git does not say what changed: {reason.removeprefix('fatal: ')}"
        raise CannotRunError(refused or reason)
    return done.stdout
