"""Build ``prefect.schema.json`` from the facts and descriptions in this folder.

``facts.json`` has what every stable Prefect release declares about each setting,
``integrations.json`` the same for releases of integration packages, and ``descriptions/*.toml``
describes the settings in our own words.  The result is one JSON Schema (draft 2020-12) for
``prefect.toml``: nested ``properties``, no ``$ref``, and an ``x-prefect`` object in each node
for facts that JSON Schema has no keyword for.

    python schema/build.py            write prefect.schema.json
    python schema/build.py --check    exit with 1 and a summary if the file on the disk is stale

Exit status 2 means that facts and descriptions do not match; each line on stderr names a path.
Standard library only; Python 3.11 or later, or an earlier one with ``tomli``.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

from keywords import keywords, run_extras

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
FACTS = HERE / "facts.json"
PACKAGES = HERE / "integrations.json"
DESCRIPTIONS = HERE / "descriptions"
SCHEMA = HERE / "prefect.schema.json"

ROOT_FILE = "root"
"""The description file for settings outside of tables."""

FIELDS: dict[str, type] = {
    "about": str,
    "unit": str,
    "default_note": str,
    "suggest": list,
    "members": dict,
    "see": list,
    "secret": bool,
    "moved_to": str,
}
"""The fields of a description and their TOML types.  ``about`` is required."""

PASSED_ON = ("unit", "default_note", "suggest", "members", "see", "moved_to")
"""Description fields that are copied to ``x-prefect`` (``secret`` only if true)."""

HEADER = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:prefect-toml-lsp:prefect.schema.json",
    "title": "prefect.toml",
}


class BuildError(Exception):
    """Facts and descriptions do not match.  ``problems`` has one line for each mistake."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Run(NamedTuple):
    """Consecutive releases, ``first`` to ``last``, that declare the same facts.

    A run that includes the newest release has no ``"to"`` in the file, so that a new release does
    not change its line.
    """

    first: str
    last: str
    facts: dict[str, Any]


class Facts(NamedTuple):
    """``versions``: releases, oldest first.  ``settings``: dotted path -> runs, oldest first."""

    versions: list[str]
    settings: dict[str, list[Run]]


Packages = dict[str, Facts]
"""The name of an integration package on PyPI -> the facts of its releases."""

INTEGRATIONS = "integrations"
"""The table that contains those of integration packages; it belongs to no package and is open."""

Descriptions = dict[str, dict[str, Any]]
"""Dotted path -> the fields of its description (see ``FIELDS``)."""


# --- reading -------------------------------------------------------------------------------


def read_facts(file: Path = FACTS) -> Facts:
    """Prefect's facts, from a JSON file."""
    return facts_of(json.loads(file.read_text(encoding="utf-8")))


def read_packages(file: Path = PACKAGES) -> Packages:
    """The facts of the integration packages, from a JSON file; empty if it does not exist."""
    if not file.exists():
        return {}
    packages = json.loads(file.read_text(encoding="utf-8"))
    return {name: facts_of(data) for name, data in packages.items()}


def facts_of(data: dict[str, Any]) -> Facts:
    """The facts in a JSON object with ``versions`` and ``settings``."""
    newest = data["versions"][-1]
    return Facts(
        versions=data["versions"],
        settings={
            path: [Run(run["from"], run.get("to", newest), run["facts"]) for run in runs]
            for path, runs in data["settings"].items()
        },
    )


def read_descriptions(folder: Path = DESCRIPTIONS) -> Descriptions:
    """All description files of ``folder``, merged.

    Raises BuildError if a file is not TOML, or if a path is described in the wrong file:
    ``server.api.port`` belongs in ``server.toml``, ``home`` (in no table) in ``root.toml``.
    """
    merged: Descriptions = {}
    problems: list[str] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            entries = tomllib.loads(file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            problems.append(f"{file.name}: {error}")
            continue
        for path, fields in entries.items():
            if file.stem not in (ROOT_FILE, path.partition(".")[0]):
                problems.append(f"{path}: described in {file.name}, which is for another table")
            if path in merged:
                problems.append(f"{path}: described twice, the second time in {file.name}")
            merged[path] = fields
    if problems:
        raise BuildError(problems)
    return merged


# --- checking ------------------------------------------------------------------------------


def check(facts: Facts, descriptions: Descriptions, packages: Packages | None = None) -> None:
    """Raise BuildError unless every path of the facts has exactly one valid description."""
    owners = owners_of(facts, packages or {})
    paths = [*owners, *([INTEGRATIONS] if packages else [])]
    problems = [f"{path}: no description" for path in paths if path not in descriptions]
    for path, fields in descriptions.items():
        if path not in paths:
            problems.append(f"{path}: described, but no release has such a setting")
            continue
        problems += _problems_of(path, fields, paths)
        if "moved_to" in fields and path in owners and not _gone(owners[path], path):
            problems.append(f"{path}: moved_to, but the newest release still has the setting")
    if problems:
        raise BuildError(problems)


def owners_of(facts: Facts, packages: Packages) -> dict[str, Facts]:
    """Path -> the facts that it belongs to: Prefect's, or those of a package."""
    return {path: each for each in (facts, *packages.values()) for path in each.settings}


def _gone(facts: Facts, path: str) -> bool:
    return facts.settings[path][-1].last != facts.versions[-1]


def _problems_of(path: str, fields: dict[str, Any], known: Collection[str]) -> list[str]:
    """The mistakes in one description."""
    problems: list[str] = []
    for name, value in fields.items():
        if name not in FIELDS:
            problems.append(f"{path}: unknown field {name!r}")
        elif not isinstance(value, FIELDS[name]):
            problems.append(f"{path}: {name} should be a {FIELDS[name].__name__}")
    if problems:
        return problems
    if not paragraphs(fields.get("about", "")):
        problems.append(f"{path}: about is missing or empty")
    for other in fields.get("see", []):
        if other not in known:
            problems.append(f"{path}: see names {other!r}, which no release has")
        elif other == path:
            problems.append(f"{path}: see names the setting itself")
    successor = fields.get("moved_to")
    if successor is not None and successor not in known:
        problems.append(f"{path}: moved_to names {successor!r}, which no release has")
    return problems


# --- building ------------------------------------------------------------------------------


def build(
    facts: Facts, descriptions: Descriptions, packages: Packages | None = None
) -> dict[str, Any]:
    """The whole schema.  Raises BuildError like ``check``."""
    check(facts, descriptions, packages)
    top: dict[str, Any] = {
        **HEADER,
        "description": (
            "The settings that Prefect reads from prefect.toml, from release "
            f"{facts.versions[0]} to release {facts.versions[-1]}."
        ),
        "type": "object",
        "properties": {},
        "additionalProperties": False,
        "x-prefect": {"releases": facts.versions},
    }
    nodes: dict[str, dict[str, Any]] = {"": top}
    if packages:
        top["x-prefect"]["packages"] = {name: each.versions for name, each in packages.items()}
        nodes[INTEGRATIONS] = open_table(descriptions[INTEGRATIONS])
    names = {path: name for name, each in (packages or {}).items() for path in each.settings}
    for path, owner in owners_of(facts, packages or {}).items():
        nodes[path] = node(owner.settings[path], descriptions[path], owner.versions[-1])
        if path in names:
            nodes[path]["x-prefect"] = {"package": names[path], **nodes[path]["x-prefect"]}
    for path in sorted(nodes.keys() - {""}, key=lambda path: path.split(".")):
        parent, _, name = path.rpartition(".")
        nodes[parent]["properties"][name] = nodes[path]
    return top


def open_table(fields: dict[str, Any]) -> dict[str, Any]:
    """The schema of a table that may contain tables of unknown packages."""
    return {
        "description": paragraphs(fields["about"]),
        "type": "object",
        "properties": {},
        "additionalProperties": True,
        "x-prefect": {
            "packages": True,
            **{name: fields[name] for name in PASSED_ON if name in fields},
        },
    }


def node(runs: list[Run], fields: dict[str, Any], newest: str) -> dict[str, Any]:
    """The schema of one setting or table, from its newest run; ``history`` has earlier runs."""
    now = runs[-1]
    gone = now.last != newest
    extra: dict[str, Any] = {"since": runs[0].first}
    if gone:
        extra["until"] = now.last
    extra |= run_extras(now.facts)
    if fields.get("secret"):
        extra["secret"] = True
    extra |= {name: fields[name] for name in PASSED_ON if name in fields}
    if len(runs) > 1:
        extra["history"] = [
            {
                "from": run.first,
                "to": run.last,
                "facts": keywords(run.facts) | run_extras(run.facts),
            }
            for run in runs[:-1]
        ]
    made: dict[str, Any] = {"description": paragraphs(fields["about"])}
    if gone:
        made["deprecated"] = True
    return made | keywords(now.facts) | {"x-prefect": extra}


def paragraphs(text: str) -> str:
    """``text`` with each paragraph on one line, and one blank line between paragraphs.

    Items of a Markdown list stay on separate lines: a line that starts with ``- `` begins an item,
    and lines without it continue the item.
    """
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    return "\n\n".join(_reflow(block) for block in blocks if block)


def _reflow(block: str) -> str:
    lines: list[str] = []
    for line in (line.strip() for line in block.splitlines()):
        if lines and not line.startswith("- "):
            lines[-1] += " " + line
        else:
            lines.append(line)
    return "\n".join(lines)


# --- writing -------------------------------------------------------------------------------


def serialise(schema: dict[str, Any]) -> str:
    """The text of the schema file: indented by two, with short lists and objects on one line."""
    return _lines(schema, "") + "\n"


def _lines(value: object, indent: str, width: int = 100) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value:
        return flat
    if len(indent) + len(flat) <= width and not _holds_objects(value):
        return flat
    inner = indent + "  "
    if isinstance(value, list):
        rows = [inner + _lines(item, inner) for item in value]
        return "[\n" + ",\n".join(rows) + f"\n{indent}]"
    rows = [f"{inner}{json.dumps(key)}: {_lines(item, inner)}" for key, item in value.items()]
    return "{\n" + ",\n".join(rows) + f"\n{indent}}}"


def _holds_objects(value: object) -> bool:
    return isinstance(value, dict) and any(isinstance(item, dict) for item in value.values())


def difference(before: str, after: str) -> str:
    """A summary of the lines that differ between two texts: their number and the first few."""
    changed = [
        line
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]
    removed = sum(line.startswith("-") for line in changed)
    shown = "\n".join(line if len(line) <= 120 else line[:119] + "…" for line in changed[:20])
    return f"{removed} lines to go, {len(changed) - removed} to come\n{shown}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0, 1 (stale) or 2 (inputs do not match)."""
    parser = argparse.ArgumentParser(description="Build prefect.schema.json.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when stale")
    options = parser.parse_args(arguments)
    try:
        text = serialise(build(read_facts(), read_descriptions(), read_packages()))
    except BuildError as error:
        for problem in error.problems:
            print(f"build.py: {problem}", file=sys.stderr)
        return 2
    before = SCHEMA.read_text(encoding="utf-8") if SCHEMA.exists() else ""
    if not options.check:
        SCHEMA.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if before == text:
        return 0
    print(f"{SCHEMA.name} is stale: {difference(before, text)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
