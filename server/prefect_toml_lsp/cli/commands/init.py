"""`init`: a file to begin with."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from prefect_toml_lsp.cli.commands.folder_argument import add_folder, check_folder
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED
from prefect_toml_lsp.cli.source_names import FILES_TO_START, source_named
from prefect_toml_lsp.cli.streams import complain, say, working_directory

if TYPE_CHECKING:
    from prefect_toml_lsp.cli.starting import Wanted

ABOUT = """\
Write a file to start with: the most common settings as comments, and the settings that --setting
gives. pyproject.toml and .env keep their contents. On a terminal, without options, it asks a few
questions.

Exit status: 0 written; 2 not written, for instance because the file already exists."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `init`."""
    add_folder(parser)
    parser.add_argument(
        "--to",
        type=source_named,
        choices=FILES_TO_START,
        help="which file (default: prefect.toml)",
    )
    parser.add_argument(
        "--for",
        dest="groups",
        action="append",
        choices=("client", "worker", "server"),
        help="what runs in the folder: flows, a worker or a server (default: client and server)",
    )
    parser.add_argument(
        "--setting",
        action="append",
        default=[],
        metavar="PATH=VALUE",
        help="set this, such as server.api.port=4300",
    )
    parser.add_argument("--force", action="store_true", help="replace an existing prefect.toml")


def run(options: argparse.Namespace) -> int:
    """Write the file; the exit status."""
    from prefect_toml_lsp.cli.rewriting import put
    from prefect_toml_lsp.cli.starting import new_file

    working_directory()
    check_folder(options.folder)
    found = new_file(options.folder, _wanted(options))
    if not put(found.path, found.shown, found.text, found.before):
        return FAILED
    for name in found.secrets:
        complain(f"{name} may be a secret, and others may read {found.shown}")
    say([f"Wrote {found.shown}."])
    return CLEAN


def _wanted(options: argparse.Namespace) -> Wanted:
    from prefect_toml_lsp.analysis.starter import USUAL
    from prefect_toml_lsp.cli.starting import Wanted

    has_options = options.to or options.groups or options.setting or options.force
    if not has_options and _is_terminal():
        from prefect_toml_lsp.cli.questions import asked

        return asked()
    groups = tuple(dict.fromkeys(options.groups or USUAL))
    return Wanted(options.to or FILES_TO_START[0], groups, tuple(options.setting), options.force)


def _is_terminal() -> bool:
    streams = (sys.stdin, sys.stdout)
    return all(each is not None and each.isatty() for each in streams)
