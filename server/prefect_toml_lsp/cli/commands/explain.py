"""`explain`: what a finding, a setting or a variable is."""

from __future__ import annotations

import argparse

from prefect_toml_lsp.cli.exit_status import CLEAN, FAILED
from prefect_toml_lsp.cli.output import complain, say

ABOUT = """\
Explain the code of a finding (unknown-setting), a setting or table (server.api.port),
or the environment variable of a setting (PREFECT_API_URL)."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `explain` takes."""
    parser.add_argument("subject", metavar="CODE-OR-SETTING", help="what to explain")


def run(options: argparse.Namespace) -> int:
    """Print the explanation; the exit status."""
    from prefect_toml_lsp.cli.explain import explain, nearest

    lines = explain(options.subject)
    if lines is not None:
        say(lines)
        return CLEAN
    message = f"there is no code, setting or environment variable {options.subject!r}"
    candidates = nearest(options.subject)
    if candidates:
        message += f"; did you mean {' or '.join(candidates)}?"
    complain(message)
    return FAILED
