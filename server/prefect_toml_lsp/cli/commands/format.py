"""`format`: settings files in the style of the editor."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from prefect_toml_lsp.cli.commands.files_argument import add_paths, find_readable
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED, FINDINGS
from prefect_toml_lsp.cli.streams import say
from prefect_toml_lsp.prefect.units import counted

if TYPE_CHECKING:
    from prefect_toml_lsp.cli.rewriting import Changes
    from prefect_toml_lsp.cli.targets import Target

ABOUT = """\
Format Prefect's configuration files as the editor does: prefect.toml, profiles.toml, and
[tool.prefect] in pyproject.toml. What Prefect reads does not change; comments, quotes and order
stay. A file that is not TOML is left alone.

Exit status: 0 formatted, or nothing to do; 1 with --check or --diff, a file would change; 2 it
could not run, or a file could not be written."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `format`."""
    add_paths(parser)
    parser.add_argument(
        "--check", action="store_true", help="name what would change and write nothing"
    )
    parser.add_argument(
        "--diff", action="store_true", help="show what would change and write nothing"
    )


def run(options: argparse.Namespace) -> int:
    """Format; the exit status."""
    from prefect_toml_lsp.cli import rewriting

    found = find_readable(options)
    targets = [each for each in found.targets if each.holds_toml]
    for each in targets:
        if each.is_stdin:
            return rewriting.pass_through(each, formatted)
    if options.diff:
        return FAILED if found.refused else rewriting.show_differences(targets, formatted)
    if options.check:
        changed = [each.target.path for each in rewriting.rewritten(targets, formatted)]
        say(f"{path}: would change" for path in changed)
        return FAILED if found.refused else FINDINGS if changed else CLEAN
    outcome = rewriting.write_all(targets, formatted)
    say(f"Formatted {path}" for path in outcome.written)
    if not outcome.written and not outcome.failed:
        say([f"Nothing to format in {counted(len(targets), 'files')}."])
    return FAILED if outcome.failed or found.refused else CLEAN


def formatted(target: Target, text: str) -> Changes:
    """The changes of the style."""
    from prefect_toml_lsp.analysis.analysis import lies_below
    from prefect_toml_lsp.cli.rewriting import Changes
    from prefect_toml_lsp.sources.kinds import file_kind
    from prefect_toml_lsp.toml import Document
    from prefect_toml_lsp.toml.format import DEFAULT, format_document

    document, prefix = Document(text), file_kind(target.kind).prefix
    ours = partial(lies_below, prefix) if prefix else None
    lines = range(len(document.source.lines))
    return Changes(format_document(document, DEFAULT, lines, ours))
