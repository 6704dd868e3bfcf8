"""The folder of a command line, and what counts there, which several commands take."""

from __future__ import annotations

import argparse
import os

from prefect_toml_lsp.cli.exit_status import CannotRunError


def add_folder(parser: argparse.ArgumentParser) -> None:
    """Add the folder, the working directory by default."""
    parser.add_argument(
        "folder", nargs="?", default=".", metavar="FOLDER", help="where Prefect runs (default: .)"
    )


def add_isolated(parser: argparse.ArgumentParser) -> None:
    """Add `--isolated`, for commands for which the machine counts."""
    parser.add_argument(
        "--isolated",
        action="store_true",
        help="leave out this machine's environment variables and the user's profile",
    )


def check_folder(folder: str) -> None:
    """Raise `CannotRunError` if there is no such folder."""
    if not os.path.isdir(folder):
        raise CannotRunError(f"{folder}: there is no such folder")
