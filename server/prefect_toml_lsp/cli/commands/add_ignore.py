"""`add-ignore`: writes comments that silence findings."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from prefect_toml_lsp.cli.commands.files_argument import add_paths, find_readable
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED
from prefect_toml_lsp.cli.streams import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect_toml_lsp.cli.rewriting import Changes
    from prefect_toml_lsp.cli.selection import Selection
    from prefect_toml_lsp.cli.targets import Target
    from prefect_toml_lsp.text.edits import Edit

_MOST_ROUNDS = 100
"""Findings of one line that get a comment."""
ABOUT = """\
Silence findings that are intended: each gets a comment such as
# prefect-toml: ignore[unknown-setting]. What Prefect refuses cannot be silenced.

Exit status: 0 written, or nothing to do; 1 with --diff, a file would change; 2 it could not run,
or a file could not be written."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `add-ignore`."""
    add_paths(parser)
    parser.add_argument(
        "--select",
        action="append",
        metavar="CODES",
        help="silence only these; written as for check",
    )
    parser.add_argument(
        "--ignore", action="append", metavar="CODES", help="silence all except for these"
    )
    parser.add_argument(
        "--severity",
        choices=("warning", "note", "hint"),
        default="warning",
        help="silence this severity and above (default: warning)",
    )
    parser.add_argument(
        "--diff", action="store_true", help="show what would change and write nothing"
    )


def run(options: argparse.Namespace) -> int:
    """Write the comments; the exit status."""
    from prefect_toml_lsp.cli import rewriting
    from prefect_toml_lsp.cli.selection import selected

    selection = selected(options.select, options.ignore or (), options.severity)
    found = find_readable(options)
    targets = [each for each in found.targets if not each.is_stdin]
    rewrite = partial(silenced, selection)
    if options.diff:
        return FAILED if found.refused else rewriting.show_differences(targets, rewrite)
    outcome = rewriting.write_all(targets, rewrite)
    say(f"Silenced findings in {path}" for path in outcome.written)
    return FAILED if outcome.failed or found.refused else CLEAN


def silenced(selection: Selection, target: Target, text: str) -> Changes:
    """The changes that add the comments."""
    from prefect_toml_lsp.actions.fixes.kinds import case_type
    from prefect_toml_lsp.actions.fixes.silencing import propose_silence
    from prefect_toml_lsp.cli.context import Options
    from prefect_toml_lsp.cli.rewriting import Changes, judged
    from prefect_toml_lsp.text.draft import Draft
    from prefect_toml_lsp.text.source import Source

    copy = judged(target, text, Options())
    case, draft = case_type(copy), Draft(Source(text), copy.document)
    for _ in range(_MOST_ROUNDS):
        step: dict[int, Sequence[Edit]] = {}
        for finding in copy.findings():
            wanted = finding.severity <= selection.least and selection.takes_code(finding.code)
            if not wanted or finding.span.end_line in step:
                continue
            for proposal in propose_silence(case(copy, finding)):
                step[finding.span.end_line] = proposal.edits(case(copy, finding).changes()) or ()
        edits = [edit for each in step.values() for edit in each]
        if not edits:
            break
        draft.apply(edits, copy.update)
    return Changes(draft.edits())
