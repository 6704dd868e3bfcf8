"""Update the facts from an installed Prefect of any release.

    python schema/update.py --python PATH            write what that Prefect declares
    python schema/update.py --python PATH --check    write nothing; exit with 1 if the facts differ

PATH is the interpreter of an environment with ``prefect``.  ``read_prefect.py`` runs there and
prints what that release declares; this script replaces the facts of that release only.  It prints
what is new, removed, moved or changed (compared with the release before it or, if the release is
known, with its old facts), and which descriptions are missing.  ``integrations.py`` reads the
integration packages in the same environment.

Exit status 2 means that there is no answer: PATH has no Prefect, or none that is stable and
reads ``prefect.toml``.
Standard library only; Python 3.11 or later, or an earlier one with ``tomli``.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import build
import integrations
from build import BuildError, Facts
from merging import (
    Declared,
    compare,
    facts_text,
    merge,
    of_release,
    release_key,
    report,
)

READER = Path(__file__).resolve().parent / "read_prefect.py"

PASSED_TO_READER = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Environment variables that an interpreter may need to start.  All others are removed, because
some of them, such as ``PREFECT_*`` and ``SSL_CERT_FILE``, change defaults."""

FIRST = (3, 1, 0)
"""The first release that reads ``prefect.toml``."""


class UpdateError(Exception):
    """The interpreter does not have a stable Prefect release whose facts can be read."""


# --- asking Prefect ------------------------------------------------------------------------


def ask(python: str) -> tuple[str, Declared]:
    """The release of the Prefect that ``python`` imports, and the facts that it declares.

    Raises UpdateError.  It writes nothing into that environment, and does not read the user's
    configuration.
    """
    executable = shutil.which(python)
    if executable is None:
        raise UpdateError(f"{python}: not a program")
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: os.environ[name] for name in PASSED_TO_READER if name in os.environ}
        environment |= {"HOME": folder, "USERPROFILE": folder, "PREFECT_HOME": folder}
        done = subprocess.run(  # noqa: S603 - the interpreter is the caller's choice
            [Path(executable).absolute(), "-B", "-c", READER.read_text(encoding="utf-8")],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode != 0:
        raise UpdateError(f"{python}: {(done.stderr.strip() or 'no answer').splitlines()[-1]}")
    answer = json.loads(done.stdout)
    version = answer["version"]
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise UpdateError(f"{python}: Prefect {version} is not a stable release")
    if release_key(version) < FIRST:
        raise UpdateError(f"{python}: Prefect {version} does not read prefect.toml")
    return version, answer["settings"]


# --- writing -------------------------------------------------------------------------------


def missing_descriptions(facts: Facts) -> list[str]:
    """The mistakes in descriptions that ``build.py`` would report; empty if it would succeed."""
    try:
        build.check(facts, build.read_descriptions(), build.read_packages())
    except BuildError as error:
        return error.problems
    return []


# --- the command ---------------------------------------------------------------------------


def check(facts: Facts, version: str, declared: Declared) -> int:
    """Print how ``facts`` differ from those of ``version``; returns 1 if they do, else 0."""
    if version not in facts.versions:
        print(f"Prefect {version}: {build.FACTS.name} does not know this release")
        return 1
    difference = report(compare(of_release(facts, version), declared))
    if difference:
        print(f"Prefect {version} declares otherwise than {build.FACTS.name} says:")
        print(difference, end="")
        return 1
    print(f"Prefect {version}: {build.FACTS.name} agrees on {len(declared)} paths")
    return 0


def update(facts: Facts, version: str, declared: Declared) -> int:
    """Write the merged facts and print the changes; returns 0."""
    merged = merge(facts, version, declared)
    if version in facts.versions:
        print(f"Prefect {version}, against what {build.FACTS.name} said of it:")
        before = of_release(facts, version)
    else:
        predecessor = merged.versions[merged.versions.index(version) - 1]
        print(f"Prefect {version}, a new release, against {predecessor}:")
        before = of_release(facts, predecessor)
    build.FACTS.write_text(facts_text(merged) + "\n", encoding="utf-8", newline="\n")
    print(report(compare(before, declared)) or "no changes\n", end="")
    return 0


def report_descriptions() -> None:
    """Print which descriptions must be written or changed for the new facts."""
    if problems := missing_descriptions(build.read_facts()):
        print("descriptions to write or to correct:")
        print("".join(f"  {problem}\n" for problem in problems), end="")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0, 1 (differs) or 2 (no answer)."""
    parser = argparse.ArgumentParser(description="Update facts.json from an installed Prefect.")
    parser.add_argument("--python", required=True, help="an interpreter that imports prefect")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when different")
    options = parser.parse_args(arguments)
    try:
        version, declared = ask(options.python)
    except UpdateError as error:
        print(f"update.py: {error}", file=sys.stderr)
        return 2
    facts = build.read_facts()
    status = (check if options.check else update)(facts, version, declared)
    beside = ["--python", options.python, *(["--check"] if options.check else [])]
    status = max(status, integrations.main(beside))
    if not options.check:
        report_descriptions()
    return status


if __name__ == "__main__":
    sys.exit(main())
