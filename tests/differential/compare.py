"""Compare the engine with Prefect itself, case by case.

    python -m tests.differential.compare --prefect-python /path/to/python --release 3.8.8 \\
        --cases 20000 --seed 7

Prints the seed, every disagreement, shrunk to the smallest case that still disagrees, and the
counts.  The exit status is 1 when there is a disagreement or when the Prefect that answers is not
of the release asked about.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

from prefect_toml_lsp.prefect.acceptance.verdicts import Release

from .agree import disagreements_at_start
from .client import OracleProcess
from .facts import Facts, facts_of, release_of
from .generate import Case, cases
from .oracle_runtime import readers_of
from .shrink import shrink


class Report(NamedTuple):
    """The results of one oracle's share of the cases."""

    lines: list[str]
    found: Counter[str]
    tally: Counter[str]


class Comparison:
    """Compares cases with one oracle for one release, and counts the results."""

    def __init__(self, oracle: OracleProcess, facts: Facts, release: Release) -> None:
        self.oracle = oracle
        self.facts = facts
        self.release = release
        self.readers = readers_of(oracle.greeting)
        self.tally: Counter[str] = Counter()

    def check(self, case: Case) -> list[str]:
        """The disagreements about `case`."""
        answer, found = disagreements_at_start(
            case, self.oracle, self.facts, self.release, self.readers
        )
        self.tally[answer["verdict"]] += 1
        return found

    def same_trouble(self, category: str, case: Case) -> bool:
        """Whether `case` still disagrees in `category`."""
        return any(text.split(":")[0] == category for text in self.check(case))


def work(arguments: argparse.Namespace, release: Release, share: int) -> Report:
    """Ask one oracle every case whose number is `share` modulo the number of jobs."""
    lines: list[str] = []
    found: Counter[str] = Counter()
    facts = facts_of(release)
    with OracleProcess(arguments.prefect_python) as oracle:
        lines.append(f"oracle {oracle.greeting}")
        if oracle.greeting["prefect"] != arguments.release:
            raise SystemExit(f"Prefect {oracle.greeting['prefect']} answers")
        # Prefect and the engine expand ~ to the same folder.
        os.environ["HOME"] = os.environ["USERPROFILE"] = oracle.greeting["home"]
        comparison = Comparison(oracle, facts, release)
        all_cases = cases(facts, release, arguments.seed, arguments.cases)
        for case in itertools.islice(all_cases, share, None, arguments.jobs):
            for trouble in comparison.check(case)[:1]:
                category = trouble.split(":")[0]
                found[category] += 1
                if found[category] <= arguments.show:
                    small = shrink(case, partial(comparison.same_trouble, category))
                    again = [t for t in comparison.check(small) if t.startswith(category)]
                    lines.append(f"{again[0]}\n    {small.file}: {small.text()!r}")
    return Report(lines, found, comparison.tally)


def compare(arguments: argparse.Namespace) -> int:
    """Run the comparison as the command line says; returns the exit status."""
    release = release_of(arguments.release)
    print("seed", arguments.seed, "cases", arguments.cases, "release", arguments.release)
    begun = time.perf_counter()
    if arguments.jobs == 1:
        reports = [work(arguments, release, 0)]
    else:
        with ProcessPoolExecutor(arguments.jobs) as pool:
            shares = range(arguments.jobs)
            repeat = itertools.repeat
            reports = list(pool.map(work, repeat(arguments), repeat(release), shares))
    for report in reports:
        print("\n".join(report.lines))
    found = sum((report.found for report in reports), Counter[str]())
    tally = sum((report.tally for report in reports), Counter[str]())
    print("verdicts", dict(tally), f"{time.perf_counter() - begun:.0f} s")
    print("disagreements", dict(found) or 0)
    return 1 if found else 0


def main() -> int:
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(prog="tests.differential.compare", description=__doc__)
    parser.add_argument("--prefect-python", required=True, help="a Python that has Prefect")
    parser.add_argument("--release", required=True, help="the release that it has, as in 3.8.8")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", default=str(time.time_ns() % 1_000_000))
    parser.add_argument("--jobs", type=int, default=1, help="how many oracles to ask at once")
    parser.add_argument("--show", type=int, default=25, help="how many of a category to shrink")
    return compare(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
