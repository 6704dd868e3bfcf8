"""Rules about several settings; each expectation is Prefect's answer."""

from __future__ import annotations

from typing import Any

import pytest

from prefect_toml_lsp.prefect.acceptance import Release, find
from prefect_toml_lsp.prefect.acceptance.rules import Python
from tests.prefect.acceptance.pins import MID, NEW, OLD

DB = "server.database."
POSTGRES = {DB + "driver": "postgresql+asyncpg", DB + "host": "h", DB + "user": "u"}
PLACEHOLDER = "postgresql+asyncpg://u:${PREFECT_SERVER_DATABASE_PASSWORD}@h/db"
CLOUD = "https://api.prefect.cloud/api/accounts/a/workspaces/b"
LOG_SIZE = "logging.to_api.max_log_size"

CASES: list[tuple[Release, dict[str, Any], list[tuple[str, str]]]] = [
    (NEW, {}, []),
    (NEW, {"logging.to_api.batch_size": 999_999}, [("log-size-over-batch", "refused")]),
    (NEW, {"logging.to_api.batch_size": 1_000_000}, []),
    (NEW, {LOG_SIZE: 4_000_001}, [("log-size-over-batch", "refused")]),
    (NEW, {"api.url": "https://app.prefect.cloud/api"}, [("api-url-misconfigured", "warned")]),
    (NEW, {"api.url": "http://localhost:4200/v2"}, []),
    (OLD, {"api.url": "http://localhost:4200/v2"}, [("api-url-misconfigured", "warned")]),
    (NEW, {"api.url": "http://[::1"}, [("api-url-unreadable", "refused")]),
    (NEW, {"api.url": "http://[::1", "silence_api_url_misconfiguration": True}, []),
    (NEW, {**POSTGRES}, [("database-incomplete", "refused")]),
    (NEW, {**POSTGRES, DB + "name": "n"}, []),
    (MID, {**POSTGRES, DB + "name": "n"}, [("database-incomplete", "refused")]),
    (NEW, {**POSTGRES, DB + "connection_url": "x"}, []),
    (NEW, {DB + "connection_url": PLACEHOLDER}, [("password-missing", "refused")]),
    (NEW, {DB + "connection_url": PLACEHOLDER, DB + "password": "p"},
     [("password-filled-in", "overridden")]),
    (NEW, {DB + "connection_url": "sqlite://", DB + "password": "p"},
     [("password-unused", "warned")]),
    (NEW, {DB + "connection_url": "x://a%40b+c@h", DB + "password": "a@b c"}, []),
    (NEW, {"home": "/PREFECT_API_DATABASE_PASSWORD"}, [("password-missing", "refused")]),
    (NEW, {"debug_mode": True, "logging.level": "INFO"}, [("level-overridden", "overridden")]),
    (NEW, {"testing.test_mode": True, "logging.level": "DEBUG"}, []),
    (NEW, {"api.url": CLOUD, LOG_SIZE: 25_001}, [("log-size-capped", "overridden")]),
    (NEW, {"api.url": CLOUD, LOG_SIZE: 25_000}, []),
    (MID, {"api.url": CLOUD, LOG_SIZE: 25_001}, []),
    (NEW, {"experiments.plugins.strict": True, "plugins.strict": False},
     [("legacy-overridden", "overridden")]),
    (NEW, {"server.services.db_vacuum.enabled": ["events", "evnts"]}, [("vacuum-type", "later")]),
    (NEW, {"redis.messaging.url": "redis://r"}, []),
    (NEW, {"redis.messaging.url": "redis://r", "redis.messaging.protocol": 3}, []),
    (NEW, {"redis.messaging.url": "redis://r", "redis.messaging.db": 0},
     [("redis-parts-ignored", "warned")]),
    (NEW, {"redis.messaging.host": "r", "redis.messaging.db": 0}, []),
    (NEW, {"redis.worker_cleanup_queue.url": "redis://r", "redis.worker_cleanup_queue.ssl": True},
     [("redis-parts-ignored", "ignored")]),
]  # fmt: skip


@pytest.mark.parametrize(("release", "values", "expected"), CASES)
def test_rule(release: Release, values: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    findings = find(values, release)
    assert [(finding.code, finding.effect) for finding in findings] == expected


BRACKETS = [
    ("p://[]", {(3, 11)}),
    ("p://[::1]/api", set()),
    ("p://[v1.x]:1/api", set()),
    ("p://[127.0.0.1]", {(3, 11)}),
    ("p://u:p@[x]/[api]", {(3, 11)}),
    ("p://h/[]", set()),
    ("p://]", {(3, 10), (3, 11)}),
    ("p://h\u2100", {(3, 10), (3, 11)}),
    ("p:[", set()),
]


@pytest.mark.parametrize(("url", "refusing"), BRACKETS)
@pytest.mark.parametrize("python", [(3, 10), (3, 11)])
def test_brackets_in_a_host(url: str, refusing: set[Python], python: Python) -> None:
    codes = {each.code for each in find({"api.url": url}, NEW, python=python)}
    assert ("api-url-unreadable" in codes) == (python in refusing)
