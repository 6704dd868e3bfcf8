"""What is checked: files, each as one of Prefect's sources."""

from __future__ import annotations

import os
import re

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import (
    DOTENV,
    PREFECT,
    PYPROJECT,
    Holds,
    file_kind,
    kind_named,
)

STDIN = "-"
"""What stands for standard input on a command line."""
STDIN_NAME = "<stdin>"
"""What standard input is called where it stands for no file."""


class Target(NamedTuple):
    """A file to check: its path as it is shown, and the kind of source that it is.

    is_named
        Whether the command line names the file itself, so that it is checked whatever is in it.
    folder
        Where Prefect runs that reads it, an absolute path; empty for the folder that it is in.
    is_stdin
        Whether its content comes from standard input.
    """

    path: str
    kind: str
    is_named: bool = True
    folder: str = ""
    is_stdin: bool = False

    @property
    def holds_toml(self) -> bool:
        """Whether it is TOML, and no file of variables."""
        return file_kind(self.kind).holds is not Holds.VARIABLES


_VARIABLES = r"\.env\..+|.+\.env"
"""The names that tools give to files like `.env`: `.env.local`, `production.env`."""
_TABLE = r"""(?m)^[ \t]*\[{0,2}[ \t]*["']?tool["']?[ \t]*\.[ \t]*["']?prefect\b"""
_DEPLOYMENTS = ("prefect.yaml", "prefect.yml", "deployment.yaml", "deployment.yml")


def named(path: str) -> Target:
    """A file that the command line names; one whose name says nothing is taken for settings."""
    name = os.path.basename(path)
    kind = kind_named(name)
    if kind is None and re.fullmatch(_VARIABLES, name):
        return Target(path, DOTENV)
    return Target(path, kind.id if kind else PREFECT)


def refused(path: str) -> str | None:
    """Why a file that is named cannot hold settings; None if it may."""
    if not path:
        return "an empty path names no file"
    name = os.path.basename(path)
    if name in _DEPLOYMENTS:
        return "this is a deployment file, not settings; `prefect deploy` reads it"
    if name.endswith((".yaml", ".yml", ".json")):
        return "Prefect does not read settings from such a file, only from TOML files and .env"
    return None


def kind_of(target: Target, text: str) -> str:
    """The kind of a text: standard input of no name is a `pyproject.toml` if Prefect's table of one
    is in it.
    """
    return PYPROJECT if target.path == STDIN_NAME and re.search(_TABLE, text) else target.kind


def standard_input(stands_for: str | None) -> Target:
    """Standard input, in the place of a file or for settings of no name."""
    target = named(stands_for) if stands_for else Target(STDIN_NAME, PREFECT)
    return target._replace(is_stdin=True)
