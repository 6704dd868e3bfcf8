"""Random cases by seed: `.env` files and active profiles that set one or a few settings."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from prefect_toml_lsp.analysis import Context, Finding, Severity
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, effective
from prefect_toml_lsp.sources.assignment import Assignment, Assignments
from prefect_toml_lsp.sources.kinds import DOTENV, PROFILE
from prefect_toml_lsp.sources.source import read_variables
from prefect_toml_lsp.sources.variable import Variable, Where
from prefect_toml_lsp.toml import Document
from tests.differential.folder_values import as_text

from . import pools
from .agree import DERIVED, same
from .client import Answer
from .facts import Facts
from .write import key, literal

PROFILES = "../home/.prefect/profiles.toml"
"""The path of the profiles, relative to the working directory of the oracle."""


class Case(NamedTuple):
    """Variables and their values, in order; in `.env` all values are text."""

    is_profile: bool
    assignments: tuple[tuple[str, Any], ...]

    def files(self) -> dict[str, str]:
        """The files to ask Prefect about."""
        if self.is_profile:
            return {PROFILES: self.text()}
        return {".env": self.text()}

    def text(self) -> str:
        """The text of the file."""
        if self.is_profile:
            lines = ["active = 'a'", "[profiles.a]"]
            lines += [f"{key(name)} = {literal(value)}" for name, value in self.assignments]
        else:
            lines = [f"{name}={_quoted(value)}" for name, value in self.assignments]
        return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def cases(schema: Schema, facts: Facts, seed: str, count: int) -> Iterator[Case]:
    """`count` cases; the same arguments give the same cases."""
    rng = random.Random(f"variables-{seed}")
    nodes = [node for node in schema.root.walk() if node.exists and node.dotted in facts]
    settings = [node for node in nodes if node.is_setting]
    tables = [node for node in nodes if node.is_table]
    for _ in range(count):
        is_profile = rng.random() < 0.5
        chance = rng.random()
        if chance < 0.6:
            found = [_one(rng, rng.choice(settings), facts, schema, is_profile)]
        elif chance < 0.75:
            found = [_table(rng, rng.choice(tables), facts, schema)]
        else:
            found = _family(rng, rng.choice(settings), facts, schema, is_profile)
        kept = dict(found) if is_profile else None
        usable = [*kept.items()] if kept is not None else found
        yield Case(is_profile, tuple((name, value) for name, value in usable if is_usable(value)))


def is_usable(value: Any) -> bool:
    """Whether the file can express a value: in `.env`, line breaks are converted and `${…}` is
    expanded.
    """
    if not isinstance(value, str):
        return True
    return "\r" not in value and "${" not in value and value.isprintable()


def _value(rng: random.Random, node: Node, facts: Facts, schema: Schema) -> Any:
    return pools.pick(rng, node.dotted, facts[node.dotted], schema.release)


def _one(
    rng: random.Random, node: Node, facts: Facts, schema: Schema, is_profile: bool
) -> tuple[str, Any]:
    name = rng.choice(node.environment)
    value = _value(rng, node, facts, schema)
    if not is_profile:
        name = name.lower() if rng.random() < 0.1 else name
        return name, as_text(value)
    return name, value if rng.random() < 0.4 else as_text(value)


def _table(rng: random.Random, node: Node, facts: Facts, schema: Schema) -> tuple[str, str]:
    """JSON for a table, usually an object with some of its settings."""
    name = "_".join(("PREFECT", *node.path)).upper()
    if rng.random() < 0.2:
        return name, as_text(rng.choice(rng.choice(pools.ALL)))
    return name, json.dumps(_object(rng, node, facts, schema), default=str)


def _object(rng: random.Random, node: Node, facts: Facts, schema: Schema) -> dict[str, Any]:
    children = [each for each in node.children.values() if each.dotted in facts]
    found: dict[str, Any] = {}
    for child in rng.sample(children, min(len(children), rng.choice((1, 1, 2)))):
        if not child.is_table:  # Upper case is right only for some of them, so none is changed.
            found[child.name] = _value(rng, child, facts, schema)
            continue
        value = rng.choice(rng.choice(pools.ALL))
        if rng.random() < 0.8:
            value = _object(rng, child, facts, schema)
        found[child.name.upper() if rng.random() < 0.2 else child.name] = value
    return found


def _family(
    rng: random.Random, node: Node, facts: Facts, schema: Schema, is_profile: bool
) -> list[tuple[str, Any]]:
    """Several variables for one setting: its own, repeated, and those of its tables."""
    found = [_one(rng, node, facts, schema, is_profile) for _ in range(rng.choice((1, 2, 3)))]
    table = node.parent
    if table is not None and table.path and rng.random() < 0.5:
        value: Any = {node.name: _value(rng, node, facts, schema)}
        name = "_".join(("PREFECT", *table.path)).upper()
        found.insert(rng.randrange(len(found) + 1), (name, json.dumps(value, default=str)))
    return found


Meant = Callable[[str, Any], Any]
"""Converts the value of the setting at a dotted path for `agree.same`."""


def as_it_is(path: str, value: Any) -> Any:
    """`value` unchanged."""
    return value


def analysis_of(case: Case, schema: Schema) -> ProfilesAnalysis | DotenvAnalysis:
    """The analysis of the file of a case."""
    if case.is_profile:
        return ProfilesAnalysis(Document(case.text()), Context(schema, kind=PROFILE))
    return DotenvAnalysis(DotenvDocument(case.text()), Context(schema, kind=DOTENV))


def findings_of(case: Case, schema: Schema) -> list[Finding]:
    """Our findings on a case."""
    return analysis_of(case, schema).findings()


def disagreements(case: Case, answer: Answer, schema: Schema, meant: Meant = as_it_is) -> list[str]:
    """The differences between our findings and Prefect's answer; empty if they agree."""
    analysis = analysis_of(case, schema)
    where = Where(analysis.context.kind)
    variables: Sequence[Variable]
    if isinstance(analysis, ProfilesAnalysis):
        variables = [*analysis.profiles.profiles["a"].values()]
    else:
        variables = analysis.variables()
    errors = [each for each in analysis.findings() if each.severity is Severity.ERROR]
    if answer["verdict"] == "refused":
        return [] if errors else [f"missed-refusal: {answer['error']}"]
    if errors:
        return [f"false-error: {errors[0].message}"]
    return _values(variables, where, answer, schema, meant)


def _values(
    variables: Sequence[Variable], where: Where, answer: Answer, schema: Schema, meant: Meant
) -> list[str]:
    """Settings whose value we predict wrong, one line each."""
    given = read_variables(variables, where, schema).assignments
    standing = Assignments(given)
    wrong = []
    for each in given:
        if each.node.is_table or standing.winner_over(each.node, each.strength, each.entries):
            continue
        if each.entries is None and not _agrees(each, answer["values"], meant):
            wrong.append(f"value: {each.node.dotted}: {each.value!r} {each.verdict}")
    return wrong


def _agrees(given: Assignment, values: Mapping[str, Any], meant: Meant) -> bool:
    path, verdict = given.node.dotted, given.verdict
    if path in DERIVED or not isinstance(verdict, Accepted | Converted):
        return path in DERIVED
    if isinstance(verdict, Converted) and verdict.rule == "home-expanded":
        return True  # the oracle has another home folder
    value = meant(path, effective(given.value, verdict))
    return path in values and same(value, values[path])
