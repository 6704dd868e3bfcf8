"""The version, which `server/prefect_toml_lsp/__init__.py` defines for everything.

scripts/version                 print it
scripts/version --check         exit with 1 if another file states a different version
scripts/version --notes v0.2.0  the same, and print the section of CHANGELOG.md for that version;
                                exit with 1 if the tag is wrong or there is no dated section
scripts/version --set 0.2.0     write a new version everywhere, and date the unreleased changes
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "server/prefect_toml_lsp/__init__.py"
NUMBER = r"(?P<version>\d+\.\d+\.\d+)"


class Place(NamedTuple):
    """A file that repeats the version, and the pattern of the lines with it."""

    file: str
    pattern: str


PLACES = (
    Place(SOURCE, rf'^__version__ = "{NUMBER}"$'),
    Place("editors/vscode/package.json", rf'^  "version": "{NUMBER}",$'),
    Place("editors/vscode/package-lock.json", rf'^(?:  |      )"version": "{NUMBER}",$'),
    Place("editors/zed/Cargo.toml", rf'^version = "{NUMBER}"$'),
    Place("editors/zed/extension.toml", rf'^version = "{NUMBER}"$'),
    Place("site/package.json", rf'^  "version": "{NUMBER}",$'),
    Place("site/package-lock.json", rf'^(?:  |      )"version": "{NUMBER}",$'),
    Place("CITATION.cff", rf"^version: {NUMBER}$"),
    Place("editors/emacs/prefect-toml.el", rf"^;; Version: {NUMBER}$"),
    Place("packaging/conda-forge/recipe.yaml", rf'^  version: "{NUMBER}"$'),
    Place("packaging/mason/package.yaml", rf"^  id: pkg:pypi/prefect-toml-lsp@{NUMBER}$"),
    Place("packaging/pre-commit-mirror/pyproject.toml", rf'"prefect-toml-lsp=={NUMBER}"\]$'),
    Place("packaging/zed/extensions.toml", rf'^version = "{NUMBER}"$'),
)
"""In `package-lock.json` only the first two such lines are ours."""

_OWN_LINES = {"editors/vscode/package-lock.json": 2, "site/package-lock.json": 2}
_CHANGES = ("CHANGELOG.md", "editors/vscode/CHANGELOG.md")
_UNRELEASED = "## Unreleased"


def found_in(place: Place, root: Path = ROOT) -> list[re.Match[str]]:
    """The places in a file that state the version. Raises ValueError if there is none."""
    text = (root / place.file).read_text("utf-8")
    found = [*re.finditer(place.pattern, text, re.MULTILINE)][: _OWN_LINES.get(place.file, 1)]
    if not found:
        raise ValueError(f"{place.file} states no version")
    return found


def version(root: Path = ROOT) -> str:
    """The version, from the file that defines it."""
    return found_in(PLACES[0], root)[0]["version"]


def differing(root: Path = ROOT) -> Iterator[str]:
    """A line for each file that states a different version."""
    expected = version(root)
    for place in PLACES:
        for match in found_in(place, root):
            if match["version"] != expected:
                yield f"{place.file} says {match['version']} and not {expected}"


def write(new: str, date: datetime.date, root: Path = ROOT) -> None:
    """Write a new version everywhere; the unreleased changes become its section."""
    for place in PLACES:
        file = root / place.file
        text = file.read_text("utf-8")
        for match in reversed(found_in(place, root)):
            start, end = match.span("version")
            text = text[:start] + new + text[end:]
        file.write_text(text, "utf-8", newline="\n")
    for name in _CHANGES:
        file = root / name
        text = file.read_text("utf-8")
        dated = text.replace(_UNRELEASED, f"## {new} ({date.isoformat()})", 1)
        file.write_text(dated, "utf-8", newline="\n")


def notes(tag: str, root: Path = ROOT) -> str:
    """The section of CHANGELOG.md for the version. Raises ValueError if the tag is that of another
    version, or if that file or the extension's has no dated section.
    """
    current = version(root)
    if tag != f"v{current}":
        raise ValueError(f"the tag is {tag}, and the version is {current}")
    bodies = [_section((root / name).read_text("utf-8"), current) for name in _CHANGES]
    for name, body in zip(_CHANGES, bodies, strict=True):
        if not body:
            raise ValueError(f"{name} has no dated section for {current}")
    return f"{bodies[0]}\n"


def _section(changes: str, number: str) -> str:
    """A changelog's section for a version; empty if it has no dated one."""
    header = rf"^## {re.escape(number)} \(\d{{4}}-\d\d-\d\d\)$"
    found = re.search(rf"{header}(?P<body>.*?)(?=^## |\Z)", changes, re.MULTILINE | re.DOTALL)
    return found["body"].strip() if found else ""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 or 1."""
    assert __doc__ is not None
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("version", description=__doc__, formatter_class=formatter)
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--check", action="store_true", help="compare all files")
    one.add_argument("--notes", metavar="TAG", help="compare, and print what is new")
    one.add_argument("--set", metavar="VERSION", help="write another version")
    options = parser.parse_args(arguments)
    try:
        if options.set is not None:
            if not re.fullmatch(NUMBER, options.set):
                raise ValueError("a version has three numbers, such as 0.2.0")
            write(options.set, datetime.datetime.now(datetime.timezone.utc).date())
        wrong = [*differing()] if options.check or options.notes else []
        if wrong:
            raise ValueError("\n".join(wrong))
        sys.stdout.write(notes(options.notes) if options.notes else f"{version()}\n")
    except ValueError as error:
        print(f"version: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
