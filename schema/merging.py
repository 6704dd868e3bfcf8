"""Merge the facts of a release into the known facts, and compare two releases."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any, NamedTuple

from build import Facts, Run

Declared = dict[str, dict[str, Any]]
"""The facts that one release declares, by dotted path."""


class Changes(NamedTuple):
    """How one release differs from another; paths in alphabetical order.

    ``moved``: old path -> new path, if an environment variable of a removed setting now sets the
    new one.  Both are then in neither ``new`` nor ``gone``.
    ``changed``: one line for each keyword, ``path: keyword before -> after``.
    """

    new: list[str]
    gone: list[str]
    moved: dict[str, str]
    changed: list[str]


# --- merging -------------------------------------------------------------------------------


def of_release(facts: Facts, version: str) -> Declared:
    """The facts of ``version``, which must be one of the releases in ``facts``."""
    place = {known: index for index, known in enumerate(facts.versions)}
    return {
        path: run.facts
        for path, runs in facts.settings.items()
        for run in runs
        if place[run.first] <= place[version] <= place[run.last]
    }


def merge(facts: Facts, version: str, declared: Declared) -> Facts:
    """``facts`` with those of release ``version``, known or new, set to ``declared``.

    A new release is inserted by its number; no other release changes.
    """
    releases = {known: of_release(facts, known) for known in facts.versions}
    releases[version] = declared
    versions = sorted(releases, key=release_key)
    paths = sorted({path for settings in releases.values() for path in settings})
    return Facts(versions, {path: _runs(path, versions, releases) for path in paths})


def _runs(path: str, versions: list[str], releases: dict[str, Declared]) -> list[Run]:
    """The runs of one path.  A release without it ends a run, even if later ones have it again."""
    runs: list[Run] = []
    for known, row in groupby(versions, key=lambda version: canonical(releases[version].get(path))):
        members = list(row)
        if known != canonical(None):
            runs.append(Run(members[0], members[-1], releases[members[-1]][path]))
    return runs


def canonical(value: object) -> str:
    """A text that is the same for JSON values that are equal in JSON Schema.

    The order of an object's members does not matter, and 1 equals 1.0, but not ``true`` (JSON
    Schema 2020-12, 4.2.2).
    """
    return json.dumps(_with_integers(value), ensure_ascii=False, sort_keys=True)


def _with_integers(value: object) -> object:
    if isinstance(value, dict):
        return {key: _with_integers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_integers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def release_key(version: str) -> tuple[int, ...]:
    """A sort key for stable releases: 3.10.0 comes after 3.9.1."""
    return tuple(int(part) for part in version.split("."))


# --- comparing -----------------------------------------------------------------------------


def compare(before: Declared, after: Declared) -> Changes:
    """The changes from ``before`` to ``after``."""
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


# --- writing -------------------------------------------------------------------------------


def facts_text(facts: Facts) -> str:
    """``facts`` as JSON, with one line for each minor release and for each run."""
    minors = [
        "  " + ", ".join(json.dumps(version) for version in row)
        for _, row in groupby(facts.versions, key=lambda version: version.rpartition(".")[0])
    ]
    settings: list[str] = []
    for path, runs in facts.settings.items():
        lines = [_run_text(run, facts.versions[-1]) for run in runs]
        inner = lines[0] if len(lines) == 1 else "\n    " + ",\n    ".join(lines) + "\n  "
        settings.append(f"  {json.dumps(path)}: [{inner}]")
    return '{{\n"versions": [\n{}\n],\n"settings": {{\n{}\n}}\n}}'.format(
        ",\n".join(minors), ",\n".join(settings)
    )


def _run_text(run: Run, newest: str) -> str:
    """One run as JSON, without its end if that is the newest release (see `build.Run`)."""
    ends = {"from": run.first} if run.last == newest else {"from": run.first, "to": run.last}
    facts = json.dumps(run.facts, ensure_ascii=False, sort_keys=True)
    return f'{json.dumps(ends)[:-1]}, "facts": {facts}}}'


def report(changes: Changes) -> str:
    """``changes`` as indented text with a heading for each kind; empty if there are none."""
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
