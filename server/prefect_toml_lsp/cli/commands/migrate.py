"""`migrate`: move settings from one source to another."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from prefect_toml_lsp.cli.commands.folder_argument import add_folder, check_folder
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED, FINDINGS, CannotRunError
from prefect_toml_lsp.cli.source_names import FILES_TO_WRITE, SOURCES, source_named
from prefect_toml_lsp.cli.streams import complain, say, working_directory
from prefect_toml_lsp.prefect.units import counted

if TYPE_CHECKING:
    from prefect_toml_lsp.cli.migrating import End, Migration

ABOUT = """\
Move settings, with their comments, from one source to another: the environment (env, which is
only read), .env (dotenv), a profile, [tool.prefect] in pyproject.toml (pyproject) or prefect.toml.
Values are converted to the form of the new source. A setting only moves if Prefect then has the
same value in the folder. Secrets stay out of prefect.toml and pyproject.toml unless --secrets is
given.

Without --write it only shows a diff, in which secrets are masked.

Exit status: 0 written, or nothing to do; 1 without --write, a file would change; 2 it could not
run, or a file could not be written."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `migrate`."""
    add_folder(parser)
    parser.add_argument(
        "--from",
        dest="source",
        type=source_named,
        choices=[*SOURCES],
        required=True,
        help="where settings are; a file such as .env names its source, too",
    )
    parser.add_argument(
        "--to", type=source_named, choices=FILES_TO_WRITE, required=True, help="where they go"
    )
    parser.add_argument("--profile", metavar="NAME", help="the profile (default: the active one)")
    parser.add_argument(
        "--secrets",
        action="store_true",
        help="also move secrets into files that others may read",
    )
    parser.add_argument("--write", action="store_true", help="write the files")


def run(options: argparse.Namespace) -> int:
    """Show what would move, or move it; returns the exit status."""
    from prefect_toml_lsp.cli.migrating import migration

    working_directory()
    if options.source == options.to:
        raise CannotRunError(f"--from and --to are both {options.to}")
    check_folder(options.folder)
    found = migration(
        options.folder, options.source, options.to, options.profile, secrets=options.secrets
    )
    if options.write:
        return write(found)
    say(_differences(found))
    _say_summary(found, "Would move")
    return FINDINGS if found.plan.goes else CLEAN


def _differences(found: Migration) -> Iterator[str]:
    from prefect_toml_lsp.cli.rewriting import difference

    if not found.plan.goes:
        return
    target, source = found.target, found.source
    yield from difference(target.kind, target.shown, target.text, found.plan.target)
    if found.plan.source is not None:
        yield from difference(source.kind, source.shown, source.text, found.plan.source)
    yield ""


def _say_summary(found: Migration, done: str) -> None:
    """Print the summary in lines as wide as the terminal."""
    from prefect_toml_lsp.cli.columns import columns_of, wrapped

    width = columns_of(sys.stdout)
    for text in _summary(found, done):
        first, *rest = wrapped(text, width and width - 4)
        say([first, *(f"    {line}" for line in rest)])


def _summary(found: Migration, done: str) -> Iterator[str]:
    """The settings that move, those that stay with the reasons, and notes."""
    from prefect_toml_lsp.actions.migration.reading import in_order
    from prefect_toml_lsp.cli.columns import printable

    goes, source, target = found.plan.goes, found.source, found.target
    where, there = printable(source.shown), printable(target.shown)
    if goes:
        yield f"{done} {counted(len(goes), 'settings')} from {where} to {there}."
    else:
        yield f"Nothing can move from {where} to {there}."
    if found.plan.stays:
        count = len(found.plan.stays)
        yield f"{count} {'stays' if count == 1 else 'stay'} in {where}:"
    for each in in_order(found.plan.stays):
        line = "" if each.line is None else f" on line {each.line + 1}"
        yield printable(f"  {each.name}{line}: {each.why}")
    if goes:
        yield from _notes(found)


def _notes(found: Migration) -> Iterator[str]:
    from prefect_toml_lsp.sources.kinds import ENVIRONMENT, PROFILE

    if found.source.kind == ENVIRONMENT:
        yield "Note: the environment variables win until you unset them."
    if found.source.kind == PROFILE:
        yield "Note: other folders that use the profile no longer have these settings."
        yield "Note: the settings now apply whichever profile is active."
    if found.target.kind == PROFILE:
        yield "Note: the settings now apply in every folder that uses the profile."


def write(found: Migration) -> int:
    """Write both files and print what moved; returns the exit status. The target is written first,
    so that nothing is lost if the source cannot be written.
    """
    plan, target, source = found.plan, found.target, found.source
    if not plan.goes:
        _say_summary(found, "Moved")
        return CLEAN
    if not _put(target, plan.target):
        return FAILED
    if plan.source is not None and not _put(source, plan.source):
        many = counted(len(plan.goes), "settings")
        complain(f"{target.shown} was written; {many} are now in both files, nothing is lost")
        return FAILED
    _say_summary(found, "Moved" if plan.source is not None else "Copied")
    return CLEAN


def _put(end: End, text: str) -> bool:
    from prefect_toml_lsp.cli.rewriting import put

    assert end.path is not None  # of the environment there is no text
    return put(end.path, end.shown, text, end.content)
