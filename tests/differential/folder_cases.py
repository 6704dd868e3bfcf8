"""Random cases of whole folders by seed, in families that are measured separately."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from prefect_toml_lsp.prefect.acceptance.verdicts import Release

from . import pools
from .facts import Facts
from .folder_case import DOTENV, PREFECT, PROFILES, PYPROJECT, FolderCase
from .folder_dotenv import dotenv_case
from .folder_profiles import profile_case
from .folder_pyproject import beside_case, pyproject_case
from .folder_values import ENVIRONMENT, SOURCES, Draft, Settings, is_writable, write
from .generate import _GOOD as GOOD

_WEIGHTS = (1, 5, 6, 5, 3)
"""The weights with which sources are chosen, in the order of `SOURCES`."""


def folder_cases(
    family: str, facts: Facts, release: Release, seed: str, count: int
) -> Iterator[FolderCase]:
    """`count` cases of one family; the same arguments give the same cases."""
    rng = random.Random(f"folders-{family}-{seed}")
    settings = Settings(facts, release)
    for _ in range(count):
        yield FAMILIES[family](rng, settings)


def random_case(rng: random.Random, settings: Settings) -> FolderCase:
    """A few settings in a few sources, some in several, with right and wrong values."""
    right = rng.choice((0.5, 0.8, 0.9, 1.0))
    sources = _some_sources(rng, rng.choice((1, 2, 2, 3, 4)))
    draft = Draft({})
    for path in rng.sample(settings.paths, rng.choice((1, 2, 2, 3, 4, 5))):
        for source in rng.sample(sources, min(len(sources), rng.choice((1, 1, 2, 3)))):
            # Environment variables are in no file, so their values are always right.
            chance = 1.0 if source == ENVIRONMENT else right
            draft.add(source, path, settings.value(rng, path, chance))
    if rng.random() < 0.15:
        table = rng.choice(settings.tables)
        source = rng.choice((DOTENV, PROFILES, PREFECT, PYPROJECT))
        draft.add(source, table, settings.object(rng, table, right))
    return FolderCase(*write(rng, settings, draft))


_RULES: Mapping[str, Mapping[str, list[Any]]] = {
    "password": {
        "server.database.connection_url": [*pools.CONNECTION_URLS[-4:], *pools.CONNECTION_URLS],
        "server.database.password": [*pools.PASSWORDS],
        "home": GOOD["home"],
    },
    "driver": {
        "server.database.driver": ["postgresql+asyncpg", "postgresql+asyncpg", "sqlite+aiosqlite"],
        "server.database.host": ["h", "", "PREFECT_API_DATABASE_PASSWORD"],
        "server.database.user": ["u", "a b"],
        "server.database.name": ["db", "", "PREFECT_API_DATABASE_PASSWORD"],
        "server.database.port": [5432, "5432"],
        "server.database.password": ["p", ""],
        "server.database.connection_url": ["sqlite+aiosqlite:///x.db", "postgresql+asyncpg://h/d"],
    },
    "log sizes": {
        "logging.to_api.batch_size": [5, 10**6, 10**6 - 1, "5000", 5e6, 4 * 10**6],
        "logging.to_api.max_log_size": [5, 10**6, 10**6 + 1, "5000", 4 * 10**6 + 1, 30_000],
        "api.url": ["https://api.prefect.cloud/api/accounts/a/workspaces/b", "http://h/api"],
        "cloud.max_log_size": [10, 25_000, 10**7],
        "cloud.api_url": ["https://api.prefect.cloud/api", "http://h", ""],
    },
    "api url": {
        "api.url": list(pools.URLS),
        "silence_api_url_misconfiguration": [True, False, "yes", "0"],
        "cloud.api_url": ["https://api.prefect.cloud/api", "http://localhost", ""],
        "ui_url": ["http://ui", ""],
        "server.ui.api_url": ["http://ui/api"],
    },
    "debug": {
        "debug_mode": [True, False, "on"],
        "testing.test_mode": [True, False, 1],
        "logging.level": ["INFO", "debug", "DEBUG", "nope"],
        "internal.logging_level": ["INFO", "debug", "ERROR"],
        "testing.unit_test_mode": [True, False],
    },
    "plugins": {
        "plugins.allow": [["a"], "a,b", {"a": 1}, '["a"]', "null"],
        "experiments.plugins.allow": [["c"], "", 5],
        "plugins.strict": [True, False, "maybe"],
        "experiments.plugins.strict": [True, "maybe", False],
        "plugins.enabled": [True, "x"],
        "experiments.plugins.enabled": [True, "x"],
    },
    "homes": {
        "home": ["/tmp/h", "~/h", "h", "~nosuchuser/x", "."],
        "profiles_path": ["$PREFECT_HOME/p.toml", "p.toml", "~/p.toml", "/nope/p.toml", "."],
        "results.local_storage_path": ["$PREFECT_HOME/x", "s"],
        "logging.config_path": ["$PREFECT_HOME/x", "l.yml"],
        "server.memo_store_path": ["$PREFECT_HOME/x"],
    },
    "vacuum": {
        "server.services.db_vacuum.enabled": [True, ["events"], "events,nope", ["nope"], "false"],
        "server.events.retention_period": ["P1D", 60, "P8D", "x"],
        "server.services.db_vacuum.retention_period": ["P1D", 60, "PT59M", "x"],
        "server.services.db_vacuum.event_retention_overrides": [{"a": "P1D"}, '{"a": 0}'],
    },
    "sqlalchemy": {
        "server.database.sqlalchemy_pool_size": [5, "5", "x"],
        "server.database.sqlalchemy.pool_size": [6, "x"],
        "server.database.sqlalchemy_max_overflow": [5, "x"],
        "server.database.sqlalchemy.max_overflow": [6],
    },
}  # fmt: skip


def rules_case(rng: random.Random, settings: Settings) -> FolderCase:
    """Settings that one rule of Prefect reads, spread over sources, some in several of them."""
    values = _RULES[rng.choice(list(_RULES))]
    members = [path for path in values if path in settings.facts or path.startswith("experiments.")]
    sources = _some_sources(rng, rng.choice((1, 2, 2, 3)))
    draft = Draft({})
    for path in rng.sample(members, rng.randrange(1, len(members) + 1)):
        for source in rng.sample(sources, min(len(sources), rng.choice((1, 1, 1, 2)))):
            value = rng.choice(values[path])
            if is_writable(value) or source not in (DOTENV, ENVIRONMENT):
                draft.add(source, path, value)
            else:  # a placeholder of Prefect that `.env` would expand
                draft.add(PREFECT, path, value)
    return FolderCase(*write(rng, settings, draft))


def _some_sources(rng: random.Random, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        source = rng.choices(SOURCES, _WEIGHTS)[0]
        if source not in found:
            found.append(source)
    return found


FAMILIES: Mapping[str, Callable[[random.Random, Settings], FolderCase]] = {
    "random": random_case,
    "rules": rules_case,
    "pyproject": pyproject_case,
    "beside": beside_case,
    "dotenv": dotenv_case,
    "profile": profile_case,
}
