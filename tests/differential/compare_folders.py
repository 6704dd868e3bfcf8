"""Compare our findings and values for whole folders with what Prefect does in them.

    python -m tests.differential.compare_folders --prefect-python /path/to/python \\
        --release 3.9.1 --family dotenv --cases 300 --seed 7

Prints for each family how often we agree, and the smallest example found of each distinct
disagreement. The exit status is 1 if there is a disagreement, or if the Prefect that answers is
not the given release.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from .facts import facts_of, release_of
from .folder_agree import FolderComparison, Trouble
from .folder_case import FolderCase
from .folder_cases import FAMILIES, folder_cases
from .folder_client import FolderOracleProcess

MAX_TRIES = 300
"""How many smaller cases `shrink` tries."""

Key = tuple[str, str, str]
"""(family, category, kind) of a disagreement."""


class Report(NamedTuple):
    """The results of one oracle's share of the cases."""

    cases: Counter[str]
    disagreeing: Counter[str]
    found: Counter[Key]
    examples: dict[Key, str]


def shrink(case: FolderCase, trouble: Trouble, comparison: FolderComparison) -> FolderCase:
    """The smallest case found with a disagreement of the same kind, by greedy search."""
    tries = 0
    while True:
        for smaller in case.smaller():
            tries += 1
            if tries > MAX_TRIES:
                return case
            if _like(trouble, comparison.check(smaller)):
                case = smaller
                break
        else:
            return case


def _like(trouble: Trouble, found: list[Trouble]) -> Trouble | None:
    return next((each for each in found if each[:2] == trouble[:2]), None)


def work(arguments: argparse.Namespace, share: int) -> Report:
    """Ask one oracle every case whose number is `share` modulo the number of jobs."""
    report = Report(Counter(), Counter(), Counter(), {})
    release = release_of(arguments.release)
    facts = facts_of(release)
    with FolderOracleProcess(arguments.prefect_python) as oracle:
        if oracle.greeting["prefect"] != arguments.release:
            raise SystemExit(f"Prefect {oracle.greeting['prefect']} answers")
        comparison = FolderComparison(oracle)
        for family in arguments.family or FAMILIES:
            cases = folder_cases(family, facts, release, arguments.seed, arguments.cases)
            for case in itertools.islice(cases, share, None, arguments.jobs):
                found = comparison.check(case)
                report.cases[family] += 1
                report.disagreeing[family] += bool(found)
                for trouble in found[: arguments.most]:
                    _note(report, family, case, trouble, comparison)
    return report


def _note(
    report: Report, family: str, case: FolderCase, trouble: Trouble, comparison: FolderComparison
) -> None:
    key = (family, trouble.category, trouble.kind)
    report.found[key] += 1
    if report.found[key] == 1:
        small = shrink(case, trouble, comparison)
        again = _like(trouble, comparison.check(small)) or trouble
        answer = comparison.oracle.ask_folder(small)
        report.examples[key] = f"{small.shown()}\n  Prefect {answer['verdict']}; {again.detail}"


def compare(arguments: argparse.Namespace) -> int:
    """Run the comparison as the command line says; returns the exit status."""
    print("seed", arguments.seed, "cases", arguments.cases, "release", arguments.release)
    begun = time.perf_counter()
    if arguments.jobs == 1:
        reports = [work(arguments, 0)]
    else:
        with ProcessPoolExecutor(arguments.jobs) as pool:
            jobs = range(arguments.jobs)
            reports = list(pool.map(work, itertools.repeat(arguments), jobs))
    found = sum((report.found for report in reports), Counter[Key]())
    for key, count in sorted(found.items(), key=lambda item: (item[0][0], -item[1])):
        example = next(r.examples[key] for r in reports if key in r.examples)
        print(f"\n[{key[0]}] {key[1]} ({key[2]}): {count}\n{example}")
    print(f"\n{time.perf_counter() - begun:.0f} s")
    for family in arguments.family or FAMILIES:
        cases = sum(report.cases[family] for report in reports)
        wrong = sum(report.disagreeing[family] for report in reports)
        categories = Counter[str]()
        for key, count in found.items():
            categories[key[1]] += count if key[0] == family else 0
        share = 100 * (cases - wrong) / cases if cases else 100.0
        told = ", ".join(f"{name} {count}" for name, count in categories.items() if count)
        print(f"{family:10} {share:6.2f} % of {cases}  {told}")
    disagreeing = sum(report.disagreeing.total() for report in reports)
    print("disagreements", disagreeing)
    return 1 if disagreeing else 0


def main() -> int:
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(prog="tests.differential.compare_folders", description=__doc__)
    parser.add_argument("--prefect-python", required=True, help="a Python that has Prefect")
    parser.add_argument("--release", required=True, help="the release that it has, as in 3.9.1")
    parser.add_argument("--family", action="append", choices=list(FAMILIES), help="several; or all")
    parser.add_argument("--cases", type=int, default=300, help="how many of each family")
    parser.add_argument("--seed", default=str(time.time_ns() % 1_000_000))
    parser.add_argument("--jobs", type=int, default=1, help="how many oracles to ask at once")
    parser.add_argument("--most", type=int, default=3, help="how many disagreements of one case")
    return compare(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
