"""The files of a command line, which several commands take."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from prefect_toml_lsp.cli.streams import complain

if TYPE_CHECKING:
    from prefect_toml_lsp.cli.discovery import Found


def add_paths(parser: argparse.ArgumentParser) -> None:
    """Add the paths, and what is left out of them."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="file, folder or - (default: .)")
    group = parser.add_argument_group("which files")
    group.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="PATTERN",
        help="leave out these files and folders; written as in .gitignore",
    )
    group.add_argument(
        "--force-exclude",
        action="store_true",
        help="leave out excluded files even where they are given by name, as pre-commit does",
    )
    group.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="the file that standard input stands for: its name and folder count",
    )


def find(options: argparse.Namespace) -> Found:
    """The files that the options name; what cannot hold settings is complained of."""
    from prefect_toml_lsp.cli.discovery import discover

    paths = options.paths or ["."]
    found = discover(
        paths,
        options.exclude,
        force=options.force_exclude,
        stdin_filename=options.stdin_filename,
    )
    for each in found.refused:
        complain(each)
    if not (found.targets or found.reports or found.refused):
        complain(f"nothing to check: Prefect would read no file in {', '.join(paths)}")
    return found
