"""Build ``prefect.schema.json`` from the facts and the descriptions beside it.

``facts.json`` says what every stable Prefect release declares about each setting;
``descriptions/*.toml`` says, in this project's own words, what the setting is for.  Together
they make one JSON Schema (draft 2020-12) for ``prefect.toml``: nested ``properties``, no
``$ref``, and an ``x-prefect`` object in each node for what JSON Schema has no keyword for.

    python schema/build.py            write prefect.schema.json
    python schema/build.py --check    exit 1, with a summary, when the file on disk is stale

Exit status 2 means that the inputs do not fit together; each line on stderr names a path.
Standard library only; Python 3.11 or later, or an earlier one with ``tomli``.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

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
"""The description file of the settings that stand in no table."""

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
"""What a description may hold, and the TOML type of each field.  ``about`` is required."""

PASSED_ON = ("unit", "default_note", "suggest", "members", "see", "moved_to")
"""Description fields that go into ``x-prefect`` as they are (``secret`` only when true)."""

HEADER = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:prefect-toml-lsp:prefect.schema.json",
    "title": "prefect.toml",
}


class BuildError(Exception):
    """The inputs do not fit together.  ``problems`` has one line for each thing that is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Run(NamedTuple):
    """A row of releases that declare the same facts; both ends belong to it.

    A run that reaches the newest release has no ``"to"`` in the file, so a new release does not
    touch it.
    """

    first: str
    last: str
    facts: dict[str, Any]


class Facts(NamedTuple):
    """``versions``: releases, oldest first.  ``settings``: dotted path -> runs, oldest first."""

    versions: list[str]
    settings: dict[str, list[Run]]


Packages = dict[str, Facts]
"""The name of an integration package, as PyPI has it -> the facts of its own releases."""

Descriptions = dict[str, dict[str, Any]]
"""Dotted path -> the fields of its description (see ``FIELDS``)."""


# --- reading -------------------------------------------------------------------------------


def read_facts(file: Path = FACTS) -> Facts:
    """Prefect's facts as ``file`` (JSON) states them."""
    return facts_of(json.loads(file.read_text(encoding="utf-8")))


def read_packages(file: Path = PACKAGES) -> Packages:
    """The facts of the integration packages as ``file`` (JSON) states them; none without it."""
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

    Raises BuildError for a file that is not TOML, and for a path described in the wrong file:
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


def check(facts: Facts, descriptions: Descriptions) -> None:
    """Raise BuildError unless there is one sound description for each path of the facts."""
    problems = [f"{path}: no description" for path in facts.settings if path not in descriptions]
    for path, fields in descriptions.items():
        if path not in facts.settings:
            problems.append(f"{path}: described, but no release has such a setting")
        else:
            problems += _problems_of(path, fields, facts)
    if problems:
        raise BuildError(problems)


def _problems_of(path: str, fields: dict[str, Any], facts: Facts) -> list[str]:
    """What is wrong with one description."""
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
        if other not in facts.settings:
            problems.append(f"{path}: see names {other!r}, which no release has")
        elif other == path:
            problems.append(f"{path}: see names the setting itself")
    successor = fields.get("moved_to")
    if successor is not None and successor not in facts.settings:
        problems.append(f"{path}: moved_to names {successor!r}, which no release has")
    if successor is not None and facts.settings[path][-1].last == facts.versions[-1]:
        problems.append(f"{path}: moved_to, but the newest release still has the setting")
    return problems


# --- building ------------------------------------------------------------------------------


def build(facts: Facts, descriptions: Descriptions) -> dict[str, Any]:
    """The whole schema.  Raises BuildError (see ``check``)."""
    check(facts, descriptions)
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
    for path in sorted(facts.settings, key=lambda path: path.split(".")):
        parent, _, name = path.rpartition(".")
        nodes[path] = node(facts.settings[path], descriptions[path], facts.versions[-1])
        nodes[parent]["properties"][name] = nodes[path]
    return top


def node(runs: list[Run], fields: dict[str, Any], newest: str) -> dict[str, Any]:
    """The schema of one setting or table, by its newest run; earlier runs go into ``history``."""
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


def run_extras(facts: dict[str, Any]) -> dict[str, Any]:
    """What one run says that is no JSON Schema keyword of a TOML value.

    ``environment``: names of its variables, the one to prefer first.  ``nullable``: true where
    Prefect also has the setting unset, which in TOML is said by leaving it out.
    """
    extras: dict[str, Any] = {}
    if variables := facts.get("supported_environment_variables"):
        extras["environment"] = variables
    if {"type": "null"} in facts.get("anyOf", []):
        extras["nullable"] = True
    return extras


def keywords(facts: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema keywords of one run, as TOML has use for them.

    TOML has no null: ``{"type": "null"}`` branches and null defaults go.  An ``anyOf`` with one
    branch left is that branch; with an empty branch among them (anything goes) it says nothing.
    """
    if facts.get("section"):
        return {"type": "object", "properties": {}, "additionalProperties": False}
    made = {
        name: value
        for name, value in facts.items()
        if name not in ("supported_environment_variables", "anyOf")
    }
    if made.get("default", "") is None:
        del made["default"]
    branches = [branch for branch in facts.get("anyOf", []) if branch != {"type": "null"}]
    if len(branches) == 1:
        made |= branches[0]
    elif branches and {} not in branches:
        made["anyOf"] = branches
    return {name: made[name] for name in sorted(made, key=_keyword_rank)}


_LEADING = ("type", "format", "anyOf", "enum", "items", "additionalProperties", "default")


def _keyword_rank(name: str) -> tuple[int, str]:
    """What a value must be first, its default next, the rest in alphabetical order."""
    return (_LEADING.index(name) if name in _LEADING else len(_LEADING), name)


def paragraphs(text: str) -> str:
    """``text`` with each paragraph on one line, paragraphs apart by one blank line.

    The lines of a Markdown list keep to themselves: a line that starts with ``- `` begins a new
    line, those that follow without it continue it.
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
    """The text of the schema file: two spaces, short lists and objects on one line."""
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
    """How many lines differ between two texts, and the first few of them."""
    changed = [
        line
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]
    removed = sum(line.startswith("-") for line in changed)
    shown = "\n".join(line if len(line) <= 120 else line[:119] + "…" for line in changed[:20])
    return f"{removed} lines to go, {len(changed) - removed} to come\n{shown}"


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit status: 0, 1 (stale) or 2 (inputs that do not fit)."""
    parser = argparse.ArgumentParser(description="Build prefect.schema.json.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when stale")
    options = parser.parse_args(arguments)
    try:
        text = serialise(build(read_facts(), read_descriptions()))
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
