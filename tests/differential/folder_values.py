"""Random values for settings, and ways to write them into each kind of source."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any, NamedTuple

from prefect_toml_lsp.prefect.acceptance import judge
from prefect_toml_lsp.prefect.acceptance.verdicts import Release, taken

from . import pools
from .facts import Facts
from .folder_case import DOTENV, PREFECT, PROFILES, PYPROJECT
from .generate import consistent
from .write import document, key, literal

ENVIRONMENT = "environment"
FILES = (DOTENV, PREFECT, PYPROJECT, PROFILES)
SOURCES = (ENVIRONMENT, *FILES)
LONGEST = 160
_TRIES = 12

Pairs = Sequence[tuple[str, Any]]
"""Dotted paths of settings with their values, or of tables with a dictionary."""


class Settings:
    """The settings of a release, to choose from at random."""

    def __init__(self, facts: Facts, release: Release) -> None:
        self.facts = facts
        self.release = release
        self.paths = [path for path, declared in facts.items() if not declared.get("section")]
        self.tables = [path for path, declared in facts.items() if declared.get("section")]

    def value(self, rng: random.Random, path: str, right: float) -> Any:
        """A value for the setting, which Prefect accepts with the probability `right`."""
        wanted = rng.random() < right
        found: Any = None
        for _ in range(_TRIES):
            found = pools.pick(rng, path, self.facts[path], self.release)
            if not is_writable(found):
                continue
            if not wanted or taken(judge(path, self.facts[path], found, self.release)):
                return found
        default = self.facts[path].get("default")
        return found if is_writable(found) and not wanted else default if default else "x"

    def variable(self, rng: random.Random, path: str) -> str:
        """One of the variables of a setting or, with JSON as its value, of a table."""
        names = self.facts.get(path, {}).get("supported_environment_variables")
        return rng.choice(names or ["_".join(("PREFECT", *path.split("."))).upper()])

    def object(self, rng: random.Random, table: str, right: float) -> dict[str, Any]:
        """A dictionary with some settings of a table, some of their names in upper case."""
        below = [p for p in self.facts if p.rpartition(".")[0] == table]
        found: dict[str, Any] = {}
        for path in rng.sample(below, min(len(below), rng.choice((1, 1, 2)))):
            name = path.rpartition(".")[2]
            if rng.random() < 0.25:
                name = rng.choice((name.upper(), name.title(), self.variable(rng, path),
                                   self.variable(rng, path).lower()))  # fmt: skip
            is_table = bool(self.facts[path].get("section"))
            found[name] = (
                self.object(rng, path, right) if is_table else self.value(rng, path, right)
            )
        return found


def is_writable(value: Any) -> bool:
    """Whether every kind of source can express the value, and a report can show it."""
    if isinstance(value, dict):
        return all(is_writable(k) and is_writable(v) for k, v in value.items())
    if isinstance(value, list):
        return all(map(is_writable, value))
    text = value if isinstance(value, str) else repr(value)
    return len(text) <= LONGEST and text.isprintable() and "${" not in text


def as_text(value: Any) -> str:
    """A value as the text of a variable."""
    return value if isinstance(value, str) else json.dumps(value, default=str)


def toml(rng: random.Random, pairs: Pairs, top: str = "") -> str:
    """A TOML document that sets `pairs` below `top`: with headers, dotted keys or inline tables."""
    kept = consistent([(path, value) for path, value in pairs])
    style = rng.choice(("headers", "headers", "dotted", "inline"))
    if style == "headers":
        return document(kept, top)
    lines = []
    for path, value in kept:
        names = [*filter(None, top.split(".")), *path.split(".")]
        cut = len(names)
        # TOML does not extend inline tables, so each table must be written only once.
        if style == "inline" and sum(p.split(".")[0] == path.split(".")[0] for p, _ in kept) == 1:
            cut = rng.randrange(len(top.split(".")) if top else 0, len(names)) + 1
        lines.append(f"{'.'.join(map(key, names[:cut]))} = {_nested(names[cut:], value)}\n")
    return "".join(lines)


def _nested(names: Sequence[str], value: Any) -> str:
    if not names:
        return literal(value)
    return f"{{ {key(names[0])} = {_nested(names[1:], value)} }}"


def dotenv(rng: random.Random, settings: Settings, pairs: Pairs) -> str:
    """A `.env` file that sets `pairs`."""
    return "".join(dotenv_line(rng, settings.variable(rng, p), as_text(v)) for p, v in pairs)


def dotenv_line(rng: random.Random, name: str, value: str) -> str:
    """One line of a `.env` file, written in one of several ways."""
    if rng.random() < 0.1:
        name = rng.choice((name.lower(), name.title()))
    return f"{rng.choice(('', '', '', 'export '))}{name}={quoted(rng, value)}\n"


def quoted(rng: random.Random, value: str) -> str:
    """A value of a `.env` file: without quotes if possible, else in single or double quotes."""
    plain = value == value.strip() and not value.startswith(("'", '"', "#")) and " #" not in value
    styles = ["single", "double", *(("bare",) * 3 if plain else ())]
    style = rng.choice(styles)
    if style == "bare":
        return value
    mark = "'" if style == "single" else '"'
    escaped = value.replace("\\", "\\\\").replace(mark, "\\" + mark)
    return f"{mark}{escaped}{mark}"


def profile(rng: random.Random, settings: Settings, pairs: Pairs) -> str:
    """A `profiles.toml` whose active profile sets `pairs`."""
    lines = {settings.variable(rng, path): value for path, value in pairs}
    written = [
        f"{key(name)} = {literal(value if rng.random() < 0.4 else as_text(value))}\n"
        for name, value in lines.items()
    ]
    return "active = 'a'\n\n[profiles.a]\n" + "".join(written)


class Draft(NamedTuple):
    """The pairs to write, by source."""

    by_source: dict[str, list[tuple[str, Any]]]

    def add(self, source: str, path: str, value: Any) -> None:
        """Add a value to a source."""
        self.by_source.setdefault(source, []).append((path, value))


class _Written(NamedTuple):
    files: dict[str, str]
    environment: dict[str, str]


def write(rng: random.Random, settings: Settings, draft: Draft) -> _Written:
    """The files and environment variables for `draft`."""
    files: dict[str, str] = {}
    environment: dict[str, str] = {}
    for source, pairs in draft.by_source.items():
        if source == ENVIRONMENT:
            environment = {settings.variable(rng, path): as_text(value) for path, value in pairs}
        elif source == DOTENV:
            files[source] = dotenv(rng, settings, pairs)
        elif source == PROFILES:
            files[source] = profile(rng, settings, pairs)
        else:
            files[source] = toml(rng, pairs, "tool.prefect" if source == PYPROJECT else "")
    return _Written(files, environment)
