"""`explain`: what a finding, a setting or a variable is, and which ones there are."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from prefect_toml_lsp.cli.columns import aligned, columns_of
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED
from prefect_toml_lsp.cli.streams import complain, say

if TYPE_CHECKING:
    from prefect_toml_lsp.cli.listing import Row

ABOUT = """\
Explain the code of a finding (unknown-setting), a setting or table (server.api.port, also with
tool.prefect before it), or the environment variable of a setting (PREFECT_API_URL). Any other
word lists what has it in its name or description. Without a subject: the tree of all settings."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `explain` takes."""
    parser.add_argument(
        "subject", nargs="?", metavar="SUBJECT", help="a code, setting, table, variable or word"
    )
    parser.add_argument("--list", action="store_true", help="list all codes")
    parser.add_argument(
        "--depth",
        type=int,
        default=1,
        metavar="N",
        help="without a subject: show tables down to this depth (default: 1)",
    )
    parser.add_argument("--since", metavar="RELEASE", help="list what is new after a release")
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="default: text"
    )


def run(options: argparse.Namespace) -> int:
    """Print the explanation; the exit status."""
    from prefect_toml_lsp.cli import listing

    if options.list:
        _say_rows(listing.all_codes())
        return CLEAN
    if options.since is not None:
        return _new_since(options.since)
    if options.subject is None:
        _say_rows([*listing.tree(max(1, options.depth))])
        return CLEAN
    return _explain(options.subject, options.format)


def _say_rows(rows: Sequence[Row]) -> None:
    say(aligned(rows, columns_of(sys.stdout)))


def _new_since(text: str) -> int:
    from prefect_toml_lsp.cli import listing
    from prefect_toml_lsp.cli.context import named_release

    release = named_release(text)
    rows = listing.new_since(release)
    if rows:
        _say_rows(rows)
    else:
        say([f"Nothing is new after Prefect {text}."])
    return CLEAN


def _explain(subject: str, form: str) -> int:
    from prefect_toml_lsp.cli import listing
    from prefect_toml_lsp.cli.explain import explain, nearest

    if form == "text":
        found = explain(subject, columns_of(sys.stdout))
    else:
        from prefect_toml_lsp.cli import explain_formats

        found = (
            explain_formats.as_json(subject)
            if form == "json"
            else explain_formats.as_markdown(subject)
        )
    if found is not None:
        say(found)
        return CLEAN
    rows = listing.matching(subject) if form == "text" else []
    if rows:
        more = len(rows) - listing.MOST
        _say_rows(rows[: listing.MOST])
        if more > 0:
            say([f"and {more} more"])
        return CLEAN
    message = f"there is no code, setting or environment variable {subject!r}"
    candidates = nearest(subject)
    if candidates:
        message += f"; did you mean {' or '.join(candidates)}?"
    complain(message)
    return FAILED
