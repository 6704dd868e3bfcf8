"""Measure whole runs of ``prefect-toml-lsp check`` and check-jsonschema.

    python benchmarks/check.py [--runs 15] [--files 3700]

One file: both commands in turn on the document that sets every setting.  Many files:
``check FOLDER`` on this many small projects, on two cores.  Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import documents
from peers import MissingError, ours, program_of
from report import number

ONE_FILE_BOUND = 1 / 3
"""As a share of check-jsonschema's median."""
MANY_FILES_BOUND = 4.0
"""In seconds."""
CORES = 2
MANY_FILES_RUNS = 5


def seconds(command: Sequence[str], folder: Path) -> float:
    """The seconds that ``command`` takes in ``folder``, from start to end.

    All files of this benchmark are valid, so an exit status other than 0 raises RuntimeError.
    """
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    if done.returncode != 0:
        raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return took


def alternate(commands: dict[str, list[str]], runs: int, folder: Path) -> dict[str, list[float]]:
    """Run all commands in turn, ``runs`` times each, after one run that does not count."""
    for command in commands.values():
        seconds(command, folder)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(seconds(command, folder))
    return times


def write_small(folder: Path, count: int) -> None:
    """Write ``count`` projects, each with its own prefect.toml, a hundred in each folder."""
    for index in range(count):
        project = folder / f"team-{index // 100}" / f"project-{index}"
        project.mkdir(parents=True)
        (project / "prefect.toml").write_text(documents.small(index), encoding="utf-8")


def line(title: str, times: list[float], bound: float | None = None) -> str:
    """One line of the table, in ms; ``times`` and ``bound`` (of the median) are in seconds."""
    middle = statistics.median(times)
    cells = [title, f"{number(middle * 1000)} ({number(max(times) * 1000)})", "", ""]
    if bound is not None:
        cells[2:] = [number(bound * 1000), "held" if middle <= bound else "missed"]
    return f"| {' | '.join(cells)} |"


def one_file(check: list[str], runs: int, folder: Path) -> list[str]:
    """The lines of the table for both commands on one file, in turn."""
    (folder / "prefect.toml").write_text(documents.every_setting(), encoding="utf-8")
    # The document sets everything, so some settings have no effect, which is not a failure.
    commands = {"check": [*check, "--exit-zero", "prefect.toml"]}
    try:
        schema = ["--schemafile", str(documents.PUBLISHED)]
        commands["other"] = [program_of("check-jsonschema"), *schema, "prefect.toml"]
    except MissingError as how:
        print(f"skipped: check-jsonschema is not installed ({how})", file=sys.stderr)
    times = alternate(commands, runs, folder)
    if "other" not in times:
        return [line("`check`, one file", times["check"])]
    most = ONE_FILE_BOUND * statistics.median(times["other"])
    return [
        line("`check-jsonschema`, one file", times["other"]),
        line("`check`, one file", times["check"], most),
    ]


def many_files(check: list[str], count: int, folder: Path) -> str:
    """The line of the table for ``check`` on a folder of small files, on two cores."""
    write_small(folder, count)
    if hasattr(os, "sched_setaffinity"):  # processes that are started from here on inherit it
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    times = alternate({"check": [*check, "."]}, MANY_FILES_RUNS, folder)["check"]
    return line(f"`check`, {count:,} files, {CORES} cores", times, MANY_FILES_BOUND)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status, 1 if our own package is not installed."""
    parser = argparse.ArgumentParser(description="Time `check` against check-jsonschema.")
    parser.add_argument("--runs", type=int, default=15, help="runs of each command on one file")
    parser.add_argument("--files", type=int, default=3700, help="how many small files")
    options = parser.parse_args(arguments)
    try:
        check = [*ours().command, "check"]
    except MissingError as how:
        print(f"prefect-toml-lsp is not installed ({how})", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as temporary:
        one, many = Path(temporary) / "one", Path(temporary) / "many"
        one.mkdir()
        lines = [
            *one_file(check, options.runs, one),
            many_files(check, options.files, many),
        ]
    print("| ms, median (slowest) | | at most | |", "|---|---|---|---|", *lines, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
