"""Settings of integration packages in the catalogue: their packages and versions."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect import Catalogue, Installed, Node, Packages, Schema
from prefect_toml_lsp.prefect.acceptance.kinds import kind_of
from prefect_toml_lsp.prefect.releases import leading_release
from prefect_toml_lsp.prefect.secrets import may_show
from prefect_toml_lsp.prefect.suggest import suggest
from prefect_toml_lsp.prefect.variable_names import (
    Meaning,
    Sort,
    has_aliases,
    meaning_of,
    suggest_variables,
    table_variables,
)
from prefect_toml_lsp.prefect.variables import read_variable

CATALOGUE = Catalogue.load()
NEWEST = CATALOGUE.schema(packages=Packages())


def at(**versions: str | None) -> Schema:
    """The schema with the packages `prefect-<name>` in these versions."""
    found = {f"prefect-{name}": Installed(each) for name, each in versions.items()}
    return CATALOGUE.schema(packages=Packages(found))


def packages_settings(schema: Schema) -> list[Node]:
    """The settings that the packages have in the versions in force."""
    return [node for node in schema.root.walk() if node.package and node.is_setting and node.exists]


# Which settings there are


def test_without_packages_only_prefects_own_settings_are_known() -> None:
    schema = CATALOGUE.schema()
    assert schema is CATALOGUE.schema(None, None)
    assert not {"integrations", "redis"} & schema.by_path.keys()
    assert all(node.package is None for node in schema.root.walk())
    assert meaning_of("PREFECT_REDIS_MESSAGING_HOST", schema) == Meaning(Sort.UNKNOWN)
    own = {node.dotted for node in NEWEST.root.walk() if node.package is None}
    assert own == {*schema.by_path, "integrations"}


def test_packages_that_are_absent_have_their_newest_version() -> None:
    settings = packages_settings(NEWEST)
    assert len(settings) == 78
    assert {node.package for node in settings} == set(CATALOGUE.packages)
    assert all(node.package_version is None for node in settings)
    for node in settings:
        assert node.package is not None
        assert node.release == CATALOGUE.packages[node.package][-1]


def test_a_package_is_judged_by_its_own_version() -> None:
    schema = at(redis="0.2.5", kubernetes=None)
    url = schema.by_path["redis.messaging.url"]
    assert (url.exists, url.since, url.package_version) == (False, "0.2.10", "0.2.5")
    assert url.release == (0, 2, 5)
    assert schema.find(("redis", "messaging", "url")) is None
    assert schema.find(("redis", "messaging", "host")) is not None
    assert schema.find(("redis", "worker_cleanup_queue")) is None
    uid = schema.by_path["integrations.kubernetes.cluster_uid"]
    assert (uid.exists, uid.package, uid.package_version) == (True, "prefect-kubernetes", None)
    assert schema.by_path["api.url"].release == CATALOGUE.newest


@pytest.mark.parametrize(
    ("version", "count"),
    [
        ("0.1.0", 0), ("0.5.13", 0), ("0.5.14", 3), ("0.7.2", 5), ("0.7.5", 5), ("0.7.6", 11),
        ("0.7.12", 14), ("0.8.0rc1", 14), ("12.0", 14), ("0.6.0b1", 3), ("unknown", 14), ("", 14),
    ],
)  # fmt: skip
def test_each_version_has_the_settings_of_its_release(version: str, count: int) -> None:
    settings = packages_settings(at(aws=version))
    assert sum(node.package == "prefect-aws" for node in settings) == count


def test_the_version_is_kept_as_written_even_for_parts_of_values() -> None:
    schema = at(kubernetes="0.7.13.post1")
    node = schema.by_path["integrations.kubernetes.observer.namespaces"]
    assert node.package_version == "0.7.13.post1"
    assert node.item is not None
    assert (node.item.package, node.item.package_version) == ("prefect-kubernetes", "0.7.13.post1")


def test_schemas_are_made_once_for_each_release_and_versions() -> None:
    assert at(redis="0.3.0") is at(redis="0.3.0")
    assert at(redis="0.3.0") is not at(redis="0.2.5")
    assert CATALOGUE.schema(packages=Packages()) is not CATALOGUE.schema()
    old = CATALOGUE.schema((3, 1, 0), Packages({"prefect-redis": Installed("0.3.0")}))
    assert old.release == (3, 1, 0)
    assert old.by_path["redis.messaging.host"].exists


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("0.6.0rc1", (0, 6, 0)),
        ("1", (1, 0, 0)),
        ("0.3", (0, 3, 0)),
        ("0.3.1.2", (0, 3, 1)),
        ("", None),
        ("latest", None),
    ],
)
def test_a_version_begins_with_a_release(text: str, release: tuple[int, int, int] | None) -> None:
    assert leading_release(text) == release


# Facts about tables


def test_integrations_is_open_to_any_package_and_other_tables_are_not() -> None:
    opened = [node.dotted for node in NEWEST.root.walk() if node.is_open]
    assert opened == ["integrations"]
    table = NEWEST.by_path["integrations"]
    assert table.is_table
    assert not table.is_free_form
    assert table.package is None
    assert NEWEST.find(("integrations", "databricks")) is None


def test_each_table_knows_the_class_that_reads_it() -> None:
    readers = {path: node.reader for path, node in NEWEST.by_path.items() if node.reader}
    assert readers["redis.messaging.port"] == "prefect_redis.client.RedisMessagingSettings"
    publisher = "prefect_redis.messaging.RedisMessagingPublisherSettings"
    assert readers["redis.messaging.publisher.batch_size"] == publisher
    aws = "prefect_aws.settings.AwsSettings"
    assert readers["integrations.aws.ecs.observer.sqs.queue_name"] == aws
    assert {"redis", "integrations", "api.url"}.isdisjoint(readers)


# Variables


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("PREFECT_REDIS_MESSAGING_HOST", "redis.messaging.host"),
        (
            "PREFECT_INTEGRATIONS_AWS_ECS_OBSERVER_SQS_QUEUE_NAME",
            "integrations.aws.ecs.observer.sqs.queue_name",
        ),
        ("PREFECT_KUBERNETES_CLUSTER_UID", "integrations.kubernetes.cluster_uid"),
        ("PREFECT_INTEGRATIONS_KUBERNETES_CLUSTER_UID", "integrations.kubernetes.cluster_uid"),
        (
            "PREFECT_KUBERNETES_WORKER_STORE_PREFECT_API_IN_SECRET",
            "integrations.kubernetes.worker.create_secret_for_api_key",
        ),
    ],
)
def test_variables_lead_to_settings_of_packages(name: str, path: str) -> None:
    assert meaning_of(name, NEWEST) == Meaning(Sort.SETTING, NEWEST.by_path[path])


def test_a_variable_that_the_version_does_not_have_is_known_from_another() -> None:
    meaning = meaning_of("PREFECT_REDIS_MESSAGING_URL", at(redis="0.2.2"))
    assert meaning.sort is Sort.OTHER_RELEASE
    assert meaning.node is not None
    assert meaning.node.since == "0.2.10"


def test_only_a_table_within_a_class_has_a_variable_of_its_own() -> None:
    names = {name for name, node in table_variables(NEWEST).items() if node.package}
    assert {"PREFECT_INTEGRATIONS_AWS_ECS", "PREFECT_INTEGRATIONS_KUBERNETES_WORKER"} <= names
    assert not {name for name in names if name.startswith("PREFECT_REDIS")}
    tables = table_variables(NEWEST).keys()
    assert {"PREFECT_INTEGRATIONS", "PREFECT_INTEGRATIONS_AWS"}.isdisjoint(tables)
    assert "PREFECT_SERVER_API" in tables


def test_aliases_of_packages_are_distinguished_from_plain_names() -> None:
    assert has_aliases(NEWEST.by_path["integrations.kubernetes.worker.add_tcp_keepalive"])
    assert not has_aliases(NEWEST.by_path["integrations.kubernetes.worker.store_env_as_secret"])


def test_json_in_a_variable_is_read_if_the_setting_takes_a_table_or_an_array() -> None:
    filters = NEWEST.by_path["integrations.kubernetes.observer.additional_label_filters"]
    assert read_variable(filters, '{"a": "b"}') == {"a": "b"}
    assert read_variable(filters, "a=b") == "a=b"
    names = NEWEST.by_path["integrations.kubernetes.observer.namespaces"]
    assert read_variable(names, '["a"]') == ["a"]
    assert read_variable(NEWEST.by_path["redis.messaging.consumer.block"], "10") == "10"


# Suggestions


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("redis.messaging.hots", "redis.messaging.host"),
        ("redis.url", "redis.messaging.url"),
        ("kubernetes.worker.add_tcp_keepalive", "integrations.kubernetes.worker.add_tcp_keepalive"),
        ("integrations.redis.messaging.db", "redis.messaging.db"),
        ("integrations.aws.esc", "integrations.aws.ecs"),
        # Prefect's own settings come first; packages only if a table names them.
        ("server.redis.host", "redis.messaging.host"),  # not the server's host
        ("messaging.host", ""),
        ("server.prot", "server.api.port"),
    ],
)
def test_suggestions_in_and_around_tables_of_packages(written: str, first: str) -> None:
    found = suggest(NEWEST, tuple(written.split(".")))
    assert (".".join(found[0].path) if found else "") == first


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("integrations.kubernetes.worker.namespace", ""),  # not `namespaces` of the observer
        ("kubernetes.worker.namespace", ""),
        ("integrations.aws.ecs.observer.region", ""),  # not `region_name` of another service
        ("redis.messaging.publisher.retries", ""),
        ("integrations.kubernetes.namespace", ""),  # nor the list of an observer
        ("integrations.kubernetes.namespaces", "integrations.kubernetes.observer.namespaces"),
        ("integrations.kubernetes.api_key", ""),  # not `api_key_secret_key`
        ("redis.api_url", ""),  # that of Prefect
        ("redis.url", "redis.messaging.url"),
        ("redis.pass", "redis.messaging.password"),
        (
            "integrations.kubernetes.worker.namespaces",
            "integrations.kubernetes.observer.namespaces",
        ),
        (
            "integrations.kubernetes.observer.namespace",
            "integrations.kubernetes.observer.namespaces",
        ),
        ("redis.messaging.consumer.hosts", "redis.messaging.host"),  # in a table around it
        (
            "integrations.aws.ecs.observer.create_task_run_max_attempt",
            "integrations.aws.ecs.worker.create_task_run_max_attempts",
        ),
    ],
)
def test_another_name_in_another_table_of_a_package_is_not_meant(written: str, first: str) -> None:
    for schema in (NEWEST, at(kubernetes="0.7.8", redis="0.3.0", aws="0.7.12")):
        found = suggest(schema, tuple(written.split(".")), "x")
        assert (".".join(found[0].path) if found else "") == first


def test_nor_by_a_variable() -> None:
    table = "PREFECT_INTEGRATIONS_KUBERNETES"
    assert suggest_variables(f"{table}_WORKER_NAMESPACE", NEWEST) == ()
    assert suggest_variables(f"{table}_NAMESPACE", NEWEST) == ()
    found = suggest_variables(f"{table}_OBSERVER_NAMESPACE", NEWEST)
    assert found[0] == f"{table}_OBSERVER_NAMESPACES"
    assert suggest_variables("PREFECT_REDIS_API_URL", NEWEST) == ()
    assert suggest_variables("PREFECT_REDIS_URL", NEWEST)[0] == "PREFECT_REDIS_MESSAGING_URL"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("integrations.redis.messaging", "redis.messaging"),
        ("integrations.redis", "redis"),
        ("kubernetes.worker", "integrations.kubernetes.worker"),
        ("aws.ecs.worker", "integrations.aws.ecs.worker"),
        ("gcp", "integrations.gcp"),
    ],
)
def test_integrations_is_put_before_tables_and_taken_away(written: str, meant: str) -> None:
    path = tuple(written.split("."))
    found = suggest(NEWEST, path, {})
    assert [".".join(each.path) for each in found] == [meant]
    assert suggest(CATALOGUE.schema(packages=Packages({}, is_complete=True)), path, {}) == []


def test_a_missing_package_is_not_suggested() -> None:
    schema = CATALOGUE.schema(packages=Packages({}, is_complete=True))
    assert suggest(schema, ("kubernetes", "worker", "add_tcp_keepalive")) == []
    assert suggest(schema, ("redis", "url")) == []


def test_an_installed_package_is_suggested_next_to_prefects_settings() -> None:
    there = suggest(at(redis="0.3.0"), ("messaging", "host"))
    assert there[0].path == ("redis", "messaging", "host")


# Facts about settings


@pytest.mark.slow
def test_every_setting_of_every_version_has_a_kind() -> None:
    for package, versions in CATALOGUE.packages.items():
        for version in versions:
            schema = at(**{package.removeprefix("prefect-"): ".".join(map(str, version))})
            for node in packages_settings(schema):
                if node.package == package:
                    assert kind_of(node.dotted, node.keywords, node.release).name != "any"


def test_durations_of_redis_are_in_seconds() -> None:
    node = NEWEST.by_path["redis.messaging.consumer.trim_idle_threshold"]
    assert (node.default, node.unit, node.is_duration) == (300, "seconds", False)


def test_passwords_are_secrets_and_addresses_with_one_are_not_shown() -> None:
    assert NEWEST.by_path["redis.messaging.password"].secret
    url = NEWEST.by_path["redis.messaging.url"]
    assert may_show(url, "redis://localhost:6379/0")
    assert not may_show(url, "redis://user:text@localhost:6379/0")
