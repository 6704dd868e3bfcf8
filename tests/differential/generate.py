"""Random cases by seed for the differential tests: files with one assignment or several."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

from prefect_toml_lsp.prefect.acceptance.verdicts import Release

from . import pools
from .facts import Facts
from .write import document

PREFECT_TOML = "prefect.toml"
PYPROJECT_TOML = "pyproject.toml"


class Case(NamedTuple):
    """One file to ask about: its name, and its assignments by dotted path, in order."""

    assignments: tuple[tuple[str, Any], ...]
    file: str = PREFECT_TOML

    def text(self) -> str:
        """The TOML text of the file."""
        top = "tool.prefect" if self.file == PYPROJECT_TOML else ""
        return document(list(self.assignments), top)


def cases(facts: Facts, release: Release, seed: str, count: int) -> Iterator[Case]:
    """`count` cases for `release`; the same arguments give the same cases.

    Three in four have one assignment. One in twenty is a ``pyproject.toml``.
    """
    rng = random.Random(f"{seed}-{release}")
    settings = [path for path, declared in facts.items() if not declared.get("section")]
    # Tables have fewer kinds of mistakes than settings, and there are fewer of them.
    for _ in range(count):
        chance = rng.random()
        if chance < 0.68:
            path = rng.choice(settings)
            assigned = [(path, pools.pick(rng, path, facts[path], release))]
        elif chance < 0.80:
            assigned = [stray(rng, facts)]
        elif chance < 0.92:
            assigned = family(rng, facts)
        else:
            paths = rng.sample(settings, rng.randrange(2, 7))
            assigned = [(path, pools.pick(rng, path, facts[path], release)) for path in paths]
        file = PYPROJECT_TOML if rng.random() < 0.05 else PREFECT_TOML
        yield Case(tuple(consistent(assigned)), file)


def consistent(assigned: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """`assigned` without what TOML does not allow: a path twice, or a path below a value."""
    kept: list[tuple[str, Any]] = []
    for path, value in assigned:
        clash = any(
            path == other or path.startswith(other + ".") or other.startswith(path + ".")
            for other, _ in kept
        )
        if not clash:
            kept.append((path, value))
    return kept


def stray(rng: random.Random, facts: Facts) -> tuple[str, Any]:
    """A misplaced assignment: a misspelled key, a variable's name, or a value for a table."""
    path = rng.choice(list(facts))
    value = rng.choice(rng.choice(pools.ALL))
    table, _, name = path.rpartition(".")
    how = rng.randrange(7)
    if how <= 1:
        tables = [p for p, declared in facts.items() if declared.get("section")]
        return rng.choice([*tables, "experiments.plugins"]), value
    if how == 2:
        return path.upper() if rng.random() < 0.5 else f"{table}.{name}".strip(".").title(), value
    if how == 3:
        names = facts[path].get("supported_environment_variables") or ["PREFECT_API_URL"]
        variable = rng.choice(names)
        return ".".join(p for p in (table, rng.choice((variable, variable.lower()))) if p), value
    if how == 4:
        at = rng.randrange(len(name))
        return ".".join(p for p in (table, name[:at] + "x" + name[at + 1 :]) if p), value
    if how == 5:
        return path.replace("_", "-") if "_" in name else path + "s", value
    legacy = ("enabled", "allow", "deny", "strict", "safe_mode", "setup_timeout_seconds", "nope")
    return "experiments.plugins." + rng.choice(legacy), value


_FAMILIES: tuple[tuple[str, ...], ...] = (
    (
        "server.database.connection_url",
        "server.database.password",
        "server.database.driver",
        "server.database.host",
        "server.database.user",
        "server.database.name",
        "server.database.port",
        "home",
    ),
    ("api.url", "silence_api_url_misconfiguration", "cloud.api_url", "cloud.max_log_size",
     "logging.to_api.max_log_size", "ui_url"),
    ("logging.to_api.batch_size", "logging.to_api.max_log_size"),
    ("debug_mode", "testing.test_mode", "logging.level", "internal.logging_level"),
    ("plugins.allow", "experiments.plugins.allow", "plugins.strict", "experiments.plugins.strict"),
    ("home", "profiles_path", "results.local_storage_path", "logging.config_path"),
)  # fmt: skip
_GOOD: dict[str, list[Any]] = {
    "server.database.connection_url": list(pools.CONNECTION_URLS),
    "server.database.password": list(pools.PASSWORDS),
    "server.database.driver": ["postgresql+asyncpg", "sqlite+aiosqlite"],
    "server.database.host": ["h", ""],
    "server.database.user": ["u", "a b"],
    "server.database.name": ["db", "", "PREFECT_API_DATABASE_PASSWORD"],
    "server.database.port": [5432, "5432"],
    "home": ["/tmp/h", "~/h", "/x/PREFECT_API_DATABASE_PASSWORD"],
    "api.url": list(pools.URLS),
    "cloud.api_url": ["https://api.prefect.cloud/api", "http://localhost", ""],
    "cloud.max_log_size": [10, 25_000, 10**7],
    "logging.to_api.max_log_size": [5, 10**6, 10**6 + 1, "5000", 4 * 10**6 + 1],
    "logging.to_api.batch_size": [5, 10**6, 10**6 - 1, "5000", 5e6],
    "silence_api_url_misconfiguration": [True, False, "yes"],
    "debug_mode": [True, False, "on"],
    "testing.test_mode": [True, False, 1],
    "logging.level": ["INFO", "debug", "DEBUG"],
    "internal.logging_level": ["INFO", "debug", "ERROR"],
    "plugins.allow": [["a"], "a,b", 5, {"a": 1}],
    "experiments.plugins.allow": [["c"], "", 5],
    "plugins.strict": [True, False],
    "experiments.plugins.strict": [True, "maybe"],
    "profiles_path": list(pools.PATHS),
    "results.local_storage_path": list(pools.PATHS),
    "logging.config_path": list(pools.PATHS),
    "ui_url": ["http://ui", ""],
}


def family(rng: random.Random, facts: Facts) -> list[tuple[str, Any]]:
    """Settings that one rule of Prefect reads, mostly with values that it accepts."""
    members = rng.choice(_FAMILIES)
    chosen = rng.sample(members, rng.randrange(1, len(members) + 1))
    return [(path, rng.choice(_GOOD[path])) for path in chosen]
