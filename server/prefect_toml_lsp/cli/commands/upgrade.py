"""`upgrade`: reports what changes for a folder with another release of Prefect."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from prefect_toml_lsp.cli.commands.folder_argument import add_folder, add_isolated, check_folder
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED, FINDINGS, CannotRunError
from prefect_toml_lsp.cli.streams import complain, say, working_directory

if TYPE_CHECKING:
    from prefect_toml_lsp.cli.upgrade_read import Asked, Upgrade

ABOUT = """\
Show what changes for the settings of a folder when Prefect is upgraded: what the new release
removed, moved, refuses or reads differently, and which defaults differ. Integration packages keep
the versions of the project.

Exit status: 0 the new release accepts all that the old one accepts; 1 it refuses or ignores
something, or with --diff, a file would change; 2 it could not run, or a file could not be
written."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `upgrade`."""
    add_folder(parser)
    parser.add_argument(
        "--from",
        dest="one",
        metavar="RELEASE",
        help="the old release (default: that of the project)",
    )
    parser.add_argument(
        "--to", metavar="RELEASE", help="the new release (default: the newest known)"
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="list all settings that changed, not only those of the folder",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument(
        "--fix",
        action="store_true",
        help="write the safe fixes, such as new names for old ones",
    )
    parser.add_argument(
        "--diff", action="store_true", help="show what --fix would change and write nothing"
    )
    parser.add_argument("--profile", metavar="NAME", help="with this profile active")
    add_isolated(parser)


def run(options: argparse.Namespace) -> int:
    """Show the changes, or write the fixes; returns the exit status."""
    from prefect_toml_lsp.cli.upgrade_read import read_upgrade, releases_asked

    working_directory()
    check_folder(options.folder)
    if options.all and (options.fix or options.diff):
        raise CannotRunError("--all changes nothing; leave out --fix and --diff")
    asked = releases_asked(os.path.abspath(options.folder), options)
    if options.all:
        return _show_all(asked, options.format)
    found = read_upgrade(options.folder, asked)
    for each in found.notes:
        complain(each)
    if options.fix or options.diff:
        return _rewrite(found, asked, options)
    return _show(found, options.format)


def _show(found: Upgrade, form: str) -> int:
    from prefect_toml_lsp.cli import upgrade_formats
    from prefect_toml_lsp.cli.columns import columns_of

    if form == "json":
        say(upgrade_formats.as_json(found))
    else:
        say(upgrade_formats.as_text(found, columns_of(sys.stdout)))
    return FINDINGS if found.fails else CLEAN


def _show_all(asked: Asked, form: str) -> int:
    from prefect_toml_lsp.cli import upgrade_formats
    from prefect_toml_lsp.cli.columns import columns_of
    from prefect_toml_lsp.cli.context import catalogue
    from prefect_toml_lsp.prefect.changes import changes_between

    known = catalogue()
    changes = changes_between(known.schema(asked.one), known.schema(asked.other))
    if form == "json":
        say(upgrade_formats.all_as_json(changes, asked.one, asked.other))
    else:
        width = columns_of(sys.stdout)
        say(upgrade_formats.all_as_text(changes, asked.one, asked.other, width))
    return CLEAN


def _rewrite(found: Upgrade, asked: Asked, options: argparse.Namespace) -> int:
    """Write the fixes and report the rest, or show a diff; returns the exit status."""
    from prefect_toml_lsp.cli.fixing import fixing, tell
    from prefect_toml_lsp.cli.rewriting import show_differences, write_all
    from prefect_toml_lsp.cli.selection import Selection
    from prefect_toml_lsp.cli.upgrade_read import read_upgrade

    new = [*found.new, *(each for row in found.rows for each in row.findings)]
    codes = tuple(dict.fromkeys(each.code for each in new))
    rewrite = fixing(asked.second, Selection(select=codes), unsafe=False)
    own = [each for each in found.targets if each.path in {report.path for report in new}]
    if options.diff:
        return show_differences(own, rewrite)
    outcome = write_all(own, rewrite)
    tell(outcome.written)
    return max(
        FAILED if outcome.failed else CLEAN,
        _show(read_upgrade(options.folder, asked), options.format),
    )
