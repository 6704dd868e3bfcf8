"""`explain`: explains a code, a setting or a variable, and lists them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from prefect_toml_lsp.cli.columns import columns_of
from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED, CannotRunError
from prefect_toml_lsp.cli.streams import complain, say

if TYPE_CHECKING:
    from prefect_toml_lsp.cli.listing import Row

ABOUT = """\
Explain the code of a finding (unknown-setting), a setting or table (server.api.port, also with
tool.prefect before it), or the environment variable of a setting (PREFECT_API_URL). For any other
word, list the settings and codes that mention it. Without a subject, show the tree of settings."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `explain`."""
    parser.add_argument(
        "subject", nargs="?", metavar="SUBJECT", help="a code, setting, table, variable or word"
    )
    parser.add_argument("--list", action="store_true", help="list all codes")
    parser.add_argument(
        "--depth",
        type=_levels,
        metavar="N",
        help="without a subject: show tables down to this depth (default: 1)",
    )
    parser.add_argument("--since", metavar="RELEASE", help="list what is new since a release")
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="default: text"
    )


def _levels(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of levels, such as 2")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Print the explanation; the exit status."""
    from prefect_toml_lsp.cli import listing

    _refuse_contradictions(options)
    if options.subject is not None:
        return _explain(options.subject, options.format)
    if options.list:
        rows = listing.all_codes()
    elif options.since is not None:
        rows = _new_since(options.since)
    else:
        rows = [*listing.tree(options.depth or 1)]
    if not rows and options.format == "text":
        say([f"Nothing is new after Prefect {options.since}."])
    else:
        _say_rows(rows, options.format, len(rows))
    return CLEAN


def _refuse_contradictions(options: argparse.Namespace) -> None:
    """Raises `CannotRunError` for options that contradict each other."""
    asked = [name for name in ("--list", "--since", "--depth") if getattr(options, name[2:])]
    if options.subject is not None and asked:
        raise CannotRunError(f"{asked[0]} lists everything; leave out {options.subject!r}")
    if len(asked) > 1:
        raise CannotRunError(f"leave out one of {' and '.join(asked)}")


def _say_rows(rows: Sequence[Row], form: str, most: int) -> None:
    """Print rows, as text no more than `most`."""
    from prefect_toml_lsp.cli import listing

    if form == "json":
        say(listing.as_json(rows))
    elif form == "markdown":
        say(listing.as_markdown(rows))
    else:
        more = len(rows) - most
        rest = [f"and {more} more"] if more > 0 else []
        say([*listing.as_text(rows[:most], columns_of(sys.stdout)), *rest])


def _new_since(text: str) -> list[Row]:
    """Raises `CannotRunError`."""
    from prefect_toml_lsp.cli import listing
    from prefect_toml_lsp.cli.context import named_release

    return listing.new_since(named_release(text))


def _explain(subject: str, form: str) -> int:
    from prefect_toml_lsp.cli import listing

    found = _explanation(subject, form)
    if found is not None:
        say(found)
        return CLEAN
    rows = listing.matching(subject)
    if rows:
        _say_rows(rows, form, listing.MOST)
        return CLEAN
    from prefect_toml_lsp.cli.explain import nearest

    message = f"there is no code, setting or environment variable {subject!r}"
    candidates = nearest(subject)
    if candidates:
        message += f"; did you mean {' or '.join(candidates)}?"
    complain(message)
    return FAILED


def _explanation(subject: str, form: str) -> list[str] | None:
    """The lines about a code, setting or variable of this name; None if there is none."""
    if form == "text":
        from prefect_toml_lsp.cli.explain import explain

        return explain(subject, columns_of(sys.stdout))
    from prefect_toml_lsp.cli import explain_formats

    return (explain_formats.as_json if form == "json" else explain_formats.as_markdown)(subject)
