"""Bring ``facts.json`` in line with an installed Prefect, of whatever release.

    python schema/update.py --python PATH            write what that Prefect declares
    python schema/update.py --python PATH --check    write nothing; exit 1 when the facts differ

PATH is the interpreter of an environment with ``prefect`` in it.  ``read_prefect.py`` runs there
and says what that release declares; this script makes it the facts of that release, and of no
other, and prints what is new, gone, moved or changed (since the release before it, or where the
facts know the release, in what they say of it), and which descriptions that leaves to be written.

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
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import build
from build import BuildError, Facts, Run

READER = Path(__file__).resolve().parent / "read_prefect.py"

PASSED_TO_READER = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Environment variables that an interpreter may need to start.  All others, ``PREFECT_*`` and
``SSL_CERT_FILE`` among them, may show up as a default and stay away."""

FIRST = (3, 1, 0)
"""The first release that reads ``prefect.toml``."""

Declared = dict[str, dict[str, Any]]
"""What one release declares: dotted path -> facts."""


class UpdateError(Exception):
    """The interpreter does not say what a stable Prefect release declares."""


class Changes(NamedTuple):
    """How one release differs from another; paths in alphabetical order.

    ``moved``: old path -> new path, when an environment variable of the setting that is gone
    now sets the new one.  Both are then neither in ``new`` nor in ``gone``.
    ``changed``: one line for each keyword, ``path: keyword before -> after``.
    """

    new: list[str]
    gone: list[str]
    moved: dict[str, str]
    changed: list[str]


# --- asking Prefect ------------------------------------------------------------------------


def ask(python: str) -> tuple[str, Declared]:
    """The release of the Prefect that ``python`` imports, and what it declares.

    Raises UpdateError.  Nothing is written beside that Prefect, and none of the user's
    configuration reaches it.
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


# --- merging -------------------------------------------------------------------------------


def of_release(facts: Facts, version: str) -> Declared:
    """What ``facts`` say that release ``version``, one of theirs, declares."""
    place = {known: index for index, known in enumerate(facts.versions)}
    return {
        path: run.facts
        for path, runs in facts.settings.items()
        for run in runs
        if place[run.first] <= place[version] <= place[run.last]
    }


def merge(facts: Facts, version: str, declared: Declared) -> Facts:
    """``facts`` with ``declared`` as those of release ``version``, whether they know it or not.

    A release that is new to them takes its place by number; no other release changes.
    """
    releases = {known: of_release(facts, known) for known in facts.versions}
    releases[version] = declared
    versions = sorted(releases, key=release_key)
    paths = sorted({path for settings in releases.values() for path in settings})
    return Facts(versions, {path: _runs(path, versions, releases) for path in paths})


def _runs(path: str, versions: list[str], releases: dict[str, Declared]) -> list[Run]:
    """The runs of one path.  A release without it ends a run, even if the path comes back."""
    runs: list[Run] = []
    for known, row in groupby(versions, key=lambda version: canonical(releases[version].get(path))):
        members = list(row)
        if known != canonical(None):
            runs.append(Run(members[0], members[-1], releases[members[-1]][path]))
    return runs


def canonical(value: object) -> str:
    """A text that two JSON values share when JSON Schema holds them for equal.

    The order of an object's members does not matter, 1 and 1.0 are the same, 1 and ``true`` are
    not (JSON Schema 2020-12, 4.2.2).
    """
    return json.dumps(_with_integers(value), ensure_ascii=False, sort_keys=True)


def _with_integers(value: object) -> object:
    if isinstance(value, dict):
        return {key: _with_integers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_integers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def release_key(version: str) -> tuple[int, ...]:
    """Orders stable releases: 3.10.0 comes after 3.9.1."""
    return tuple(int(part) for part in version.split("."))


# --- comparing -----------------------------------------------------------------------------


def compare(before: Declared, after: Declared) -> Changes:
    """What is different in ``after``."""
    new = sorted(after.keys() - before.keys())
    gone = sorted(before.keys() - after.keys())
    heirs = {variable: path for path in new for variable in _variables(after[path])}
    moved = {
        path: heirs[variable]
        for path in gone
        for variable in _variables(before[path])
        if variable in heirs
    }
    return Changes(
        new=[path for path in new if path not in moved.values()],
        gone=[path for path in gone if path not in moved],
        moved=moved,
        changed=[
            line
            for path in sorted(before.keys() & after.keys())
            for line in _keyword_changes(path, before[path], after[path])
        ],
    )


def _variables(facts: dict[str, Any]) -> list[str]:
    variables: list[str] = facts.get("supported_environment_variables", [])
    return variables


def _keyword_changes(path: str, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    def text(facts: dict[str, Any], keyword: str) -> str:
        return canonical(facts[keyword]) if keyword in facts else "(none)"

    return [
        f"{path}: {keyword} {text(before, keyword)} -> {text(after, keyword)}"
        for keyword in sorted(before.keys() | after.keys())
        if text(before, keyword) != text(after, keyword)
    ]


def missing_descriptions(facts: Facts) -> list[str]:
    """What ``build.py`` would have against the descriptions; empty when it would go through."""
    try:
        build.check(facts, build.read_descriptions())
    except BuildError as error:
        return error.problems
    return []


# --- writing -------------------------------------------------------------------------------


def serialise(facts: Facts) -> str:
    """The text of ``facts.json``: a line for each minor release and for each run."""
    minors = [
        "  " + ", ".join(json.dumps(version) for version in row)
        for _, row in groupby(facts.versions, key=lambda version: version.rpartition(".")[0])
    ]
    settings: list[str] = []
    for path, runs in facts.settings.items():
        lines = [_run_text(run, facts.versions[-1]) for run in runs]
        inner = lines[0] if len(lines) == 1 else "\n    " + ",\n    ".join(lines) + "\n  "
        settings.append(f"  {json.dumps(path)}: [{inner}]")
    return '{{\n"versions": [\n{}\n],\n"settings": {{\n{}\n}}\n}}\n'.format(
        ",\n".join(minors), ",\n".join(settings)
    )


def _run_text(run: Run, newest: str) -> str:
    """One run; the end of one that reaches the newest release is left out (`build.Run`)."""
    ends = {"from": run.first} if run.last == newest else {"from": run.first, "to": run.last}
    facts = json.dumps(run.facts, ensure_ascii=False, sort_keys=True)
    return f'{json.dumps(ends)[:-1]}, "facts": {facts}}}'


def report(changes: Changes) -> str:
    """``changes`` as indented text, a heading before each kind; empty when there are none."""
    kinds = {
        "new": changes.new,
        "gone": changes.gone,
        "moved": [f"{old} -> {new}" for old, new in changes.moved.items()],
        "changed": changes.changed,
    }
    return "".join(
        f"{kind}:\n" + "".join(f"  {line}\n" for line in lines)
        for kind, lines in kinds.items()
        if lines
    )


# --- the command ---------------------------------------------------------------------------


def check(facts: Facts, version: str, declared: Declared) -> int:
    """Print how ``facts`` differ from what ``version`` declares; 1 when they do, else 0."""
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
    """Write the merged facts and print what there is to know about them; 0."""
    merged = merge(facts, version, declared)
    if version in facts.versions:
        print(f"Prefect {version}, against what {build.FACTS.name} said of it:")
        before = of_release(facts, version)
    else:
        predecessor = merged.versions[merged.versions.index(version) - 1]
        print(f"Prefect {version}, a new release, against {predecessor}:")
        before = of_release(facts, predecessor)
    build.FACTS.write_text(serialise(merged), encoding="utf-8", newline="\n")
    print(report(compare(before, declared)) or "no changes\n", end="")
    if problems := missing_descriptions(merged):
        print("descriptions to write or to correct:")
        print("".join(f"  {problem}\n" for problem in problems), end="")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status: 0, 1 (differs) or 2 (no answer)."""
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
    return (check if options.check else update)(facts, version, declared)


if __name__ == "__main__":
    sys.exit(main())
