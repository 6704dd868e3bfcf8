"""Suggestions for keys that Prefect does not know."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.prefect import Catalogue, Node, Packages, Schema
from prefect_toml_lsp.prefect.spelling import Names, fold, overlap
from prefect_toml_lsp.prefect.suggest import MISSING, Suggestion, suggest
from tests.prefect.slips.generate import letter

CATALOGUE = Catalogue.load()
NEWEST = CATALOGUE.schema()


def path(dotted: str) -> tuple[str, ...]:
    return tuple(dotted.split("."))


def suggested(dotted: str, value: object = MISSING, schema: Schema = NEWEST) -> list[str]:
    return [".".join(each.path) for each in suggest(schema, path(dotted), value)]


@pytest.mark.parametrize(
    ("dotted", "value", "place", "reason"),
    [
        # from public files
        ("ui.api_url", "http://x/api", "server.ui.api_url", "table"),
        ("server.port", 4200, "server.api.port", "table"),
        ("server.host", "0.0.0.0", "server.api.host", "table"),
        ("task_runner.thread_pool_max_workers", 4, "tasks.runner.thread_pool_max_workers", "table"),
        ("flush_interval", 5, "server.services.event_persister.flush_interval", "table"),
        ("PREFECT_API_URL", "http://x/api", "api.url", "variable"),
        # misspelled
        ("api.ulr", "http://x/api", "api.url", "spelling"),
        ("servr.api.port", 4200, "server.api.port", "spelling"),
        ("client.custom_header", {}, "client.custom_headers", "spelling"),
        ("plugin", {}, "plugins", "table"),
        # another way to write it
        ("api.enable-http2", True, "api.enable_http2", "case"),
        ("api.enableHttp2", True, "api.enable_http2", "case"),
        ("Server.API.Port", 4200, "server.api.port", "case"),
        # a variable's name, in any table, with any of its aliases
        ("server.api.PREFECT_API_URL", "x", "api.url", "variable"),
        ("prefect_api_url", "x", "api.url", "variable"),
        ("API_URL", "x", "api.url", "variable"),
        ("PREFECT_API_DATABASE_ECHO", True, "server.database.echo", "variable"),
        ("PREFECT_API_ULR", "x", "api.url", "variable"),
        ("server.ui.API_URL", "x", "server.ui.api_url", "case"),
        # a table too few, too many, swapped, or written as part of the name
        ("database.connection_url", "x", "server.database.connection_url", "table"),
        ("tool.prefect.api.url", "x", "api.url", "table"),
        ("api.server.port", 4200, "server.api.port", "table"),
        ("server_api_port", 4200, "server.api.port", "table"),
        ("log_level", "INFO", "logging.level", "table"),
        ("sever_api_port", 4200, "server.api.port", "table"),
        ("api_url", "x", "api.url", "table"),
        ("api.api_url", "x", "api.url", "spelling"),
        ("late_runs", {}, "server.services.late_runs", "table"),
        # a part of the name
        ("server.database.url", "x", "server.database.connection_url", "spelling"),
        ("results.persist", True, "results.persist_by_default", "spelling"),
        ("tasks.retries", 3, "tasks.default_retries", "spelling"),
        # history
        ("runner.heartbeat_frequency", 30, "flows.heartbeat_frequency", "moved"),
        ("runner.heartbeat_frequncy", 30, "flows.heartbeat_frequency", "moved"),
        ("server.database.sqlalchemy_pool_size", 5, "server.database.sqlalchemy.pool_size",
         "moved"),
        ("experiments.plugins", {}, "plugins", "moved"),
        ("experiments.plugins.enabld", True, "plugins.enabled", "moved"),
        # Prefect 2
        ("PREFECT_ORION_API_HOST", "x", "server.api.host", "prefect-2"),
        ("PREFECT_ORION_BLOCKS_REGISTER_ON_START", True, "server.register_blocks_on_start",
         "prefect-2"),
        ("PREFECT_LOGGING_ORION_ENABLED", True, "logging.to_api.enabled", "prefect-2"),
        ("PREFECT_CLOUD_URL", "x", "cloud.api_url", "prefect-2"),
        ("agent.query_interval", 3, "worker.query_seconds", "prefect-2"),
        ("orion.database", {}, "server.database", "prefect-2"),
    ],
)  # fmt: skip
def test_the_right_place_comes_first(dotted: str, value: Any, place: str, reason: str) -> None:
    assert suggest(NEWEST, path(dotted), value)[0] == Suggestion(path(place), reason)


@pytest.mark.parametrize(
    ("dotted", "value"),
    [
        ("storage.type", "s3"),
        ("foo", 1),
        ("project.name", "etl"),
        ("core", {}),
        ("", 1),
        ("tool.prefect", {}),
        ("a" * 100_000, 1),
        ("experiments.lineage_events_enabled", True),  # a removed setting without a successor
    ],
)
def test_no_suggestion_is_better_than_a_silly_one(dotted: str, value: Any) -> None:
    assert suggested(dotted, value) == []


def test_the_value_decides_between_equal_places() -> None:
    ports = ["client.metrics.port", "server.database.port", "server.api.port"]
    for dotted in ports[:1] + ports[2:]:
        default = NEWEST.by_path[dotted].default
        assert suggested("port", default)[0] == dotted


def test_a_default_of_several_settings_says_less_than_what_a_name_means() -> None:
    for dotted in ("runner.server.port", "worker.webserver.port"):
        assert NEWEST.by_path[dotted].default == 8080
    assert suggested("port", 8080)[0] == "server.api.port"


@pytest.mark.parametrize("value", [True, 1, "x"])
def test_a_misspelled_name_keeps_its_suggestion_whatever_its_words_mean(value: object) -> None:
    assert suggested("debug_mod", value)[0] == "debug_mode"


def test_what_a_name_means_does_not_count_where_the_value_does_not_fit() -> None:
    assert suggested("dsn", "postgresql+asyncpg://h/db") == ["server.database.connection_url"]
    assert suggested("dsn", "https://key@errors.example.com/2") == []


def test_a_table_is_not_suggested_for_a_value_nor_a_setting_for_a_header() -> None:
    assert suggested("telemetri", {}) == ["telemetry"]
    assert suggested("telemetri", True) == []
    assert suggested("api.key_", "x") == ["api.key"]
    assert suggested("api.key_", {}) == []


def test_a_setting_that_takes_the_value_is_better() -> None:
    assert suggested("enabled", ["flow_runs"])[0] == "server.services.db_vacuum.enabled"
    assert suggested("retention_period", 60)[0] == "server.events.retention_period"
    assert set(suggested("retention_period", "P8D")[:2]) == {
        "server.events.retention_period",
        "server.services.db_vacuum.retention_period",
    }


def test_the_same_name_elsewhere_beats_a_similar_name_nearby() -> None:
    assert suggested("server.database.level", "INFO")[0] == "logging.level"


def test_suggestions_far_worse_than_the_best_are_left_out() -> None:
    assert suggested("client_metrics_port") == ["client.metrics.port"]
    assert len(suggested("port")) == 3


def test_at_most_three_unless_more_are_wanted() -> None:
    assert len(suggested("enabled", True)) == 3
    assert len(suggest(NEWEST, ("enabled",), True, most=5)) == 5


def test_an_old_release_gets_the_former_name() -> None:
    assert suggested("plugins.enabled", schema=CATALOGUE.schema((3, 6, 0))) == [
        "experiments.plugins.enabled"
    ]
    assert suggested(
        "server.database.sqlalchemy.pool_size", schema=CATALOGUE.schema((3, 1, 0))
    ) == ["server.database.sqlalchemy_pool_size"]


def test_settings_of_later_releases_are_not_suggested() -> None:
    assert suggested("server.docket.url", schema=CATALOGUE.schema((3, 5, 0))) == []


@pytest.mark.slow
@pytest.mark.parametrize("release", CATALOGUE.releases[::13])
def test_only_places_of_the_release_are_suggested(release: tuple[int, int, int]) -> None:
    schema = CATALOGUE.schema(release)
    rng = random.Random(13)
    for node in schema.root.walk():
        for written in (node.path, (*node.path[:-1], letter(node.name, rng)), (node.name,)):
            for each in suggest(schema, written, most=10):
                found = schema.find(each.path)
                assert found is not None
                assert found.exists


# Evidence for a setting


@pytest.mark.parametrize(
    ("dotted", "value", "place"),
    [
        ("server.url", "http://h:4200/api", "api.url"),
        ("database.url", "sqlite+aiosqlite:///x.db", "server.database.connection_url"),
        ("docket.url", "redis://h:6379/0", "server.docket.url"),
        ("server.database.migrate", True, "server.database.migrate_on_start"),
        ("host", "0.0.0.0", "server.api.host"),
    ],
)
def test_the_value_is_evidence(dotted: str, value: Any, place: str) -> None:
    assert suggested(dotted, value)[0] == place


def test_a_sibling_of_the_written_table_is_near() -> None:
    assert suggested("ui.host", "x")[0] == "server.api.host"


def test_names_in_other_programs() -> None:
    assert suggested("core.sql_alchemy_conn", "sqlite:///x")[0] == "server.database.connection_url"
    assert suggested("api.token", "x")[0] == "api.key"
    assert suggested("tasks.runner.threads", 4)[0] == "tasks.runner.thread_pool_max_workers"


@pytest.mark.parametrize(
    "dotted",
    ["flows.timeout", "tasks.timeout_seconds", "worker.name", "tasks.cache",
     "tasks.use_cache", "runner.name", "PREFECT_WORKER_POOL", "prefect.flows.timeout"],
)  # fmt: skip
def test_arguments_and_options_are_not_taken_for_settings(dotted: str) -> None:
    assert suggested(dotted) == []


def test_enabling_is_not_a_misspelling_of_disabling() -> None:
    assert suggest(NEWEST, path("tasks.enable_caching"), True)[0].opposite
    assert not suggest(NEWEST, path("tasks.disble_caching"), True)[0].opposite


@pytest.mark.parametrize("name", ["verify_ssl", "verify-ssl"])
def test_the_opposite_meaning_is_marked(name: str) -> None:
    first = suggest(NEWEST, ("api", name), True)[0]
    assert first.path == ("api", "tls_insecure_skip_verify")
    assert first.opposite
    assert not suggest(NEWEST, path("api.tls_insecure_skip_verfy"), True)[0].opposite


def test_equally_likely_suggestions_are_tied() -> None:
    found = suggest(NEWEST, ("port",), 8080)
    assert not found[0].tied
    assert found[1].tied


def test_levels_of_loggers_are_not_settings() -> None:
    assert suggested("logging.loggers.httpx.level", "INFO") == []


# Spelling


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("api_url", "api_url"),
        ("API_URL", "api_url"),
        ("apiUrl", "api_url"),
        ("log-prints", "log_prints"),
        ("enableHTTP2", "enable_http2"),
        ("http2Enabled", "http2_enabled"),
        ("server.api.port", "server_api_port"),
        ("__x__", "__x__"),
        ("-", ""),
        ("", ""),
    ],
)
def test_folding(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_overlap_is_the_share_of_common_words() -> None:
    assert overlap(frozenset({"a", "b"}), frozenset({"b", "a"})) == 1
    assert overlap(frozenset({"a", "b"}), frozenset({"b", "c"})) == 0.5
    assert overlap(frozenset(), frozenset()) == 0


def _alignment(first: str, second: str) -> int:
    """Optimal string alignment as its definition says, cell by cell."""
    rows = [list(range(len(second) + 1))]
    for i, a in enumerate(first, 1):
        rows.append([i])
        for j, b in enumerate(second, 1):
            cost = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            rows[i].append(cost)
    return rows[-1][-1]


@given(st.text("ab_é", max_size=9), st.text("ab_é", max_size=9))
def test_nearness_is_optimal_string_alignment(name: str, other: str) -> None:
    slips, longer = _alignment(name, other), max(len(name), len(other))
    near = Names([other]).near(name)
    if slips <= min(4, 0.4 * longer):
        assert near == {other: pytest.approx(1 - slips / longer if longer else 1)}
    else:
        assert near == {}


def test_names_alike_by_letters_and_by_words() -> None:
    names = Names(["url", "connection_url", "persist_by_default", "thread_pool_max_workers"])
    assert list(names.near("ulr")) == ["url"]
    assert "connection_url" in names.like("url")
    assert names.like("url")["url"] == 1
    assert "persist_by_default" in names.like("persist")
    assert "thread_pool_max_workers" in names.like("threadpool_max_workers")
    assert names.like("colors") == {}


WITH_PACKAGES = CATALOGUE.schema(packages=Packages())


def _split(name: str) -> Iterator[tuple[str, ...]]:
    """The name of a variable without `PREFECT_`, as a key at the top and in each possible table."""
    words = name.removeprefix("PREFECT_").lower().split("_")
    for end in range(len(words)):
        parts = ("_".join(words[:end]), "_".join(words[end:]))
        written = tuple(each for each in parts if each)
        if WITH_PACKAGES.find(written) is None:
            yield written


@pytest.mark.parametrize("node", [each for each in WITH_PACKAGES.offered if each.package])
def test_the_variable_of_a_package_leaves_no_doubt(node: Node) -> None:
    for name in node.environment:
        for written in _split(name):
            value = MISSING if node.default is None else node.default
            found = suggest(WITH_PACKAGES, written, value)
            assert [each.path for each in found[:1]] == [node.path], written


@pytest.mark.parametrize("table", ["server.api", "server", "api"])
def test_an_array_for_text_with_commas_is_read_as_that_text(table: str) -> None:
    for value in (["*"], ["http://a", "http://b"], "*"):
        assert suggested(f"{table}.cors", value) == ["server.api.cors_allowed_origins"]
    assert suggested(f"{table}.cors", [1]) == []


def test_an_array_for_another_setting_stays_an_array() -> None:
    for dotted in ("tasks.tags", "worker.queues", "logging.names"):
        assert suggested(dotted, ["http://a"]) == []
