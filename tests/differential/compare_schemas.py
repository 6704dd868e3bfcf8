"""Compare two JSON Schemas with Prefect's verdicts: the one that we publish, and Prefect's own.

    python -m tests.differential.compare_schemas --prefect-python /path/to/python --release 3.9.1 \\
        --cases 5000 --seed 7

The files are those of `compare`. A schema should find an error if Prefect refuses a file, or
ignores a key or table in it. Each schema is asked twice, with dates as dates and with dates as
strings: Tombi has a type for dates, but check-jsonschema and Taplo turn them into strings, which a
schema cannot tell from other strings. The exit status is 1 if the Prefect that answers is not the
given release.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import tomllib
from jsonschema import Draft202012Validator

from prefect_toml_lsp.prefect import Catalogue, Release
from prefect_toml_lsp.prefect.acceptance.verdicts import Ignored
from prefect_toml_lsp.prefect.json_schema import published_schema

from .client import OracleProcess
from .expect import Expectation, expect
from .facts import Facts, facts_of, release_of
from .generate import PYPROJECT_TOML, Case, cases
from .oracle_runtime import readers_of

_OWN = "import json, prefect.settings as s; print(json.dumps(s.Settings.model_json_schema()))"
"""Code that prints what `scripts/generate_settings_schema.py` in Prefect's repository publishes."""


class Asked(NamedTuple):
    """A schema's answer for a file: whether the file has only one assignment, what Prefect does
    (``taken``, ``refused`` or ``ignored``), and whether the schema finds an error.
    """

    is_lone: bool
    due: str
    error: bool

    @property
    def agrees(self) -> bool:
        """Whether the schema finds an error exactly if one is due."""
        return self.error == (self.due != "taken")


class Asking:
    """A schema, how it gets dates, and its answers so far."""

    def __init__(self, name: str, schema: Mapping[str, Any], dates_are_text: bool) -> None:
        self.name = f"{name}, dates as {'strings' if dates_are_text else 'dates'}"
        self._validator = Draft202012Validator(schema)
        self._dates_are_text = dates_are_text
        self.tally: Counter[Asked] = Counter()
        self.wrong: list[str] = []

    def ask(self, case: Case, due: str) -> Asked:
        """Validate a file, and count the answer."""
        tree = root_of(case)
        error = not self._validator.is_valid(as_json(tree) if self._dates_are_text else tree)
        asked = Asked(len(case.assignments) == 1, due, error)
        self.tally[asked] += 1
        if not asked.agrees:
            what = "false error" if error else f"missed ({due})"
            self.wrong.append(f"{what}: {case.text()!r}")
        return asked

    def share(self, *, lone: bool) -> float:
        """The share (0 to 1) of files it agrees on: of all, or of those with one assignment."""
        asked = [(each, count) for each, count in self.tally.items() if each.is_lone or not lone]
        return sum(n for each, n in asked if each.agrees) / sum(n for _, n in asked)

    def count(self, due: str, *, error: bool) -> int:
        """The number of files with this verdict of Prefect and this answer."""
        return sum(n for each, n in self.tally.items() if (each.due, each.error) == (due, error))

    def lines(self, shown: int) -> Iterator[str]:
        """The summary, and the first files on which it disagrees."""
        yield f"{self.name}:"
        of_lone = f"of those with one assignment on {self.share(lone=True):.1%}"
        yield f"  agrees on {self.share(lone=False):.1%}, {of_lone}"
        yield f"  false errors: {self.count('taken', error=True)}"
        for due in ("refused", "ignored"):
            found, missed = self.count(due, error=True), self.count(due, error=False)
            yield f"  {due}: finds {found} of {found + missed}"
        yield from (f"    {each}" for each in sorted(self.wrong)[:shown])


def as_json(value: Any) -> Any:
    """A TOML value as check-jsonschema converts it to JSON."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return value


def root_of(case: Case) -> Mapping[str, Any]:
    """The root table of Prefect's settings in a file."""
    tree: Mapping[str, Any] = tomllib.loads(case.text())
    return tree["tool"]["prefect"] if case.file == PYPROJECT_TOML else tree


def passes_over(expected: Expectation) -> bool:
    """Whether Prefect ignores something in the file, except for overridden values."""
    verdicts = expected.verdicts.values()
    return any(isinstance(each, Ignored) and each.rule != "overridden" for each in verdicts)


def due_from(case: Case, oracle: OracleProcess, facts: Facts, release: Release) -> str:
    """What Prefect does with a file when it starts: ``taken``, ``refused`` or ``ignored``."""
    if oracle.ask_files({case.file: case.text()}, start=True)["verdict"] == "refused":
        return "refused"
    python = readers_of(oracle.greeting).python
    return "ignored" if passes_over(expect(root_of(case), facts, release, python)) else "taken"


def compare(arguments: argparse.Namespace) -> int:
    """Run the comparison as the command line says; returns the exit status."""
    release = release_of(arguments.release)
    catalogue, facts = Catalogue.load(), facts_of(release)
    own = subprocess.run([arguments.prefect_python, "-c", _OWN], capture_output=True, check=True)
    schemas = {
        "ours for the release": published_schema(catalogue, release),
        "ours for all releases": published_schema(catalogue),
        "Prefect's": json.loads(own.stdout),
    }
    asking = [Asking(name, each, text) for name, each in schemas.items() for text in (False, True)]
    print("seed", arguments.seed, "release", arguments.release)
    lone = 0
    with OracleProcess(arguments.prefect_python) as oracle:
        if oracle.greeting["prefect"] != arguments.release:
            print("Prefect", oracle.greeting["prefect"], "answers")
            return 1
        for case in cases(facts, release, arguments.seed, arguments.cases):
            due = due_from(case, oracle, facts, release)
            lone += len(case.assignments) == 1
            for each in asking:
                each.ask(case, due)
    print(f"{arguments.cases} files, {lone} of them with one assignment")
    for each in asking:
        print("\n".join(each.lines(arguments.show)))
    return 0


def main() -> int:
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(prog="tests.differential.compare_schemas", description=__doc__)
    parser.add_argument("--prefect-python", required=True, help="a Python that has Prefect")
    parser.add_argument("--release", required=True, help="the release that it has, as in 3.9.1")
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--seed", default=str(time.time_ns() % 1_000_000))
    parser.add_argument("--show", type=int, default=0, help="how many differences of each to show")
    return compare(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
