"""Write `docs/commands.md`: every command with its options and its real output.

python docs/build_commands.py          write the page
python docs/build_commands.py --check  exit with 1 if the page is not up to date

Versions of Python lay out options differently; the page is that of Python 3.11.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from command_output import NAME, output

from prefect_toml_lsp.cli.commands import COMMANDS

PAGE = Path(__file__).with_name("commands.md")
LAID_OUT_BY = (3, 11)
_LONGEST = 24
"""The most lines of an output that the page shows."""
_NOTE = "<!-- Written by docs/build_commands.py from what the commands print. -->"
_WRITES = ("init",)
"""Commands whose examples run in an empty folder, because they write files."""


class Shown(NamedTuple):
    """An example: its purpose and its arguments."""

    about: str
    arguments: str


EXAMPLES = {
    "check": (
        Shown("A folder, all of its sources together:", "check examples/project"),
        Shown(
            "Errors only. Any value of a `.env` may be a secret, so `check` masks them all:",
            "check --severity error examples/env-file",
        ),
        Shown("A line for each finding:", "check --output-format concise examples/ignored"),
        Shown("As annotations of GitHub Actions:", "check --output-format github examples/moved"),
        Shown("What there is most of:", "check --statistics examples"),
        Shown("Some codes only:", "check -q --select unknown-table examples/ignored-tables"),
        Shown("What the safe fixes would change:", "check --diff examples/converted"),
    ),
    "format": (
        Shown("Files that are not in our style:", "format --check examples/broken-strings"),
    ),
    "add-ignore": (Shown("What would be silenced:", "add-ignore --diff examples/ignored-tables"),),
    "init": (
        Shown(
            "For a server, with its port, in a new folder:",
            "init --for server --setting server.api.port=4300",
        ),
    ),
    "upgrade": (
        Shown("What a folder has to change:", "upgrade --isolated --from 3.6.0 examples/moved"),
        Shown("What would be written:", "upgrade --isolated --from 3.6.0 --diff examples/moved"),
        Shown("All that changed between two releases:", "upgrade --all --from 3.6.20 --to 3.7.0"),
    ),
    "migrate": (
        Shown(
            "What would go from one file to another:",
            "migrate --from pyproject --to prefect.toml examples/project",
        ),
        Shown(
            "Values of `.env` and profiles are masked:",
            "migrate --from profile --to dotenv examples/project",
        ),
    ),
    "settings": (
        Shown("What is in force in a folder:", "settings --isolated examples/project"),
        Shown(
            "As a `.env`:",
            "settings --isolated --format env --setting server.api examples/project",
        ),
        Shown(
            "What another release would have:",
            "settings --isolated --setting worker --diff 3.4.0 examples/clean",
        ),
    ),
    "explain": (
        Shown("A setting:", "explain PREFECT_SERVER_API_PORT"),
        Shown("A word:", "explain retries"),
        Shown("What came after a release:", "explain --since 3.8.0"),
    ),
    "schema": (Shown("Of one release:", "schema --prefect-version 3.8.0"),),
    "docs": (),
    "completion": (),
}


def page() -> str:
    """The whole page in CommonMark."""
    lines = [_NOTE, "", "# The commands", ""]
    lines += [f"- [`{name}`](#{name}): {about}" for name, about in COMMANDS.items()]
    for name in COMMANDS:
        lines += ["", f"## {name}", "", *_block(f"{name} --help", cut=False)]
        for shown in EXAMPLES[name]:
            lines += ["", shown.about, "", *_block(shown.arguments, cut=True)]
    return "\n".join([*lines, ""])


def _block(arguments: str, *, cut: bool) -> Iterator[str]:
    yield "```text"
    yield f"$ {NAME} {arguments}"
    printed = _print(arguments).splitlines()
    yield from printed[:_LONGEST] if cut else printed
    if cut and len(printed) > _LONGEST:
        yield f"… ({len(printed) - _LONGEST} more lines)"
    yield "```"


def _print(arguments: str) -> str:
    if arguments.split()[0] not in _WRITES:
        return output(arguments)
    with tempfile.TemporaryDirectory() as empty:
        return output(arguments, Path(empty))


def main() -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    if sys.version_info[:2] != LAID_OUT_BY:
        print("docs/commands.md is written and checked by Python 3.11 only")
        return 0
    text = page()
    if not parser.parse_args().check:
        PAGE.write_text(text, "utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != text:
        print("docs/commands.md is not up to date: run docs/build_commands.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
