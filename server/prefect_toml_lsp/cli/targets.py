"""What is checked: files, each as one of Prefect's sources."""

from __future__ import annotations

import os
from typing import NamedTuple

from prefect_toml_lsp.sources.kinds import PREFECT, kind_named

STDIN = "-"


class Target(NamedTuple):
    """A file to check: its path as it is shown, and the kind of source that it is.

    is_named
        Whether the command line names the file itself, so that it is checked whatever is in it.
    folder
        Where Prefect runs that reads it, an absolute path; empty for the folder that it is in.
    """

    path: str
    kind: str
    is_named: bool = True
    folder: str = ""


def named(path: str) -> Target:
    """A file that the command line names; one with a name of its own is taken for settings."""
    kind = kind_named(os.path.basename(path))
    return Target(path, kind.id if kind else PREFECT)
