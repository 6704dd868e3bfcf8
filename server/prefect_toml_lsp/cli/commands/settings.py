"""`settings`: prints the values that Prefect would have in a folder, and their sources."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from prefect_toml_lsp.cli.columns import columns_of, wrapped
from prefect_toml_lsp.cli.commands.folder_argument import add_folder, add_isolated, check_folder
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED
from prefect_toml_lsp.cli.streams import complain, say, working_directory

if TYPE_CHECKING:
    from prefect_toml_lsp.cli.settings_read import SettingsRead

ABOUT = """\
Show the settings that are in force when Prefect runs in a folder: those that differ from their
defaults, and which file, variable or profile sets each of them. The environment and the user's
profile count, as they do for Prefect. Secrets are masked. The last line says whether files in the
folder have errors or warnings, which check shows.

Exit status: 0 shown; 1 with --diff, something differs; 2 there is no such folder, setting or
release."""
FORMATS = ("table", "json", "toml", "env")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `settings`."""
    add_folder(parser)
    parser.add_argument(
        "--all", action="store_true", help="also show settings that have their default"
    )
    parser.add_argument(
        "--setting",
        action="append",
        default=[],
        metavar="NAME",
        help="show only this setting or table (server.api) or variable (PREFECT_API_URL)",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="table",
        help="a table for people (the default), JSON, or what to write in a file",
    )
    parser.add_argument(
        "--verbose", action="store_true", help="also show the sources that are overridden"
    )
    parser.add_argument(
        "--diff",
        metavar="OTHER",
        help="show what differs from another folder, profile (profile:NAME) or release (3.6.0)",
    )
    parser.add_argument("--profile", metavar="NAME", help="with this profile active")
    parser.add_argument(
        "--prefect-version", metavar="RELEASE", help="as this Prefect release has them"
    )
    add_isolated(parser)
    parser.add_argument(
        "--show-secrets", action="store_true", help="show secrets, on a terminal only"
    )


def run(options: argparse.Namespace) -> int:
    """Show the settings; the exit status."""
    from prefect_toml_lsp.cli.settings_findings import findings_in
    from prefect_toml_lsp.cli.settings_read import read_settings

    if options.show_secrets and not sys.stdout.isatty():
        complain("--show-secrets needs a terminal, so that no secret ends up in a file or a log")
        return FAILED
    working_directory()
    check_folder(options.folder)
    read = read_settings(options.folder, options)
    if options.diff:
        from prefect_toml_lsp.cli.settings_diff import compare

        return compare(read, options)
    for each in read.notes:
        complain(each)
    found = findings_in(options.folder, options.prefect_version)
    if options.format == "table":
        say([*_lines(read, options), *(wrapped(found, columns_of(sys.stdout)) if found else ())])
    else:
        say(_lines(read, options))
        if found:
            complain(found[0].lower() + found[1:])
    return CLEAN


def _lines(read: SettingsRead, options: argparse.Namespace) -> list[str]:
    from prefect_toml_lsp.cli import settings_formats

    shown = read.settings if options.all or options.setting else read.different
    if options.format == "json":
        return settings_formats.as_json(shown)
    if options.format == "toml":
        return settings_formats.as_toml(shown)
    if options.format == "env":
        return settings_formats.as_variables(shown)
    return settings_formats.as_table(shown, read, columns_of(sys.stdout), verbose=options.verbose)
