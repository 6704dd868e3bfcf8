"""The files of a command line, which several commands take."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from prefect_toml_lsp.cli.streams import complain, working_directory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect_toml_lsp.cli.discovery import Found
    from prefect_toml_lsp.project.gitignore import Ignores


def add_paths(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for paths and exclusions."""
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
        help="leave out excluded files even if they are given by name, as pre-commit does",
    )
    group.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="the file name for standard input; its name and folder count",
    )


def find(options: argparse.Namespace) -> Found:
    """The files that the options name; reports each file that cannot contain settings."""
    from prefect_toml_lsp.cli.discovery import discover

    paths = options.paths or ["."]
    found = discover(
        paths,
        _excluded(options.exclude),
        force=options.force_exclude,
        stdin_filename=options.stdin_filename,
    )
    for each in found.refused:
        complain(each)
    if not (found.targets or found.reports or found.refused):
        complain(f"nothing to check: Prefect would read no file in {', '.join(paths)}")
    return found


def find_readable(options: argparse.Namespace) -> Found:
    """Like `find`, for commands without findings: a named file that cannot be read also gets a
    complaint and is left out.
    """
    return without_unread(find(options))


def without_unread(found: Found) -> Found:
    """`found` without named files that cannot be read; these get a complaint and are refused."""
    from prefect_toml_lsp.files.reading import Unreadable, read_bytes

    targets, refused = [], [*found.refused]
    for each in found.targets:
        why = ""
        try:
            if each.is_named and not each.is_stdin and read_bytes(Path(each.path)) is None:
                why = f"{each.path}: there is no such file"
        except Unreadable as error:
            why = f"{each.path}: {error.note.message}"
        if why:
            complain(why)
            refused.append(why)
        else:
            targets.append(each)
    return found._replace(targets=targets, refused=refused)


def _excluded(patterns: Sequence[str]) -> Ignores:
    """The patterns that the command line and the project of the current folder exclude."""
    from prefect_toml_lsp.cli.context import runtimes
    from prefect_toml_lsp.project.gitignore import ignores_of

    current = working_directory()
    file = runtimes().file(Path(current))
    excluded = runtimes().configuration(file).chosen.exclude if file else ()
    by_project = ignores_of(str(file.where.parent), excluded) if file else ()
    return (*by_project, *ignores_of(current, patterns))
