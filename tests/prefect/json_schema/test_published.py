"""The JSON Schema for other tools is valid, complete, and agrees with Prefect on single values."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.prefect import Catalogue, parse_release
from prefect_toml_lsp.prefect.json_schema import as_text, published_schema
from prefect_toml_lsp.prefect.json_schema.patterns import at_most, between

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CATALOGUE = Catalogue.load()
ALL = published_schema(CATALOGUE)


def walk(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, child in node.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        yield below, child
        yield from walk(child, below)


NODES = dict(walk(ALL))
SETTINGS = {path: node for path, node in NODES.items() if "properties" not in node}


def file_with(path: str, value: Any) -> dict[str, Any]:
    *tables, name = path.split(".")
    tree: dict[str, Any] = {name: value}
    for table in reversed(tables):
        tree = {table: tree}
    return tree


def takes(schema: Mapping[str, Any], path: str, value: Any) -> bool:
    return bool(Draft202012Validator(schema).is_valid(file_with(path, value)))


def of(release: str) -> Mapping[str, Any]:
    return published_schema(CATALOGUE, parse_release(release))


def test_it_is_valid_under_its_metaschema() -> None:
    Draft202012Validator.check_schema(ALL)


def test_the_file_on_disk_is_up_to_date() -> None:
    file = Path(__file__).parents[3] / "schema" / "published" / "prefect.schema.json"
    assert file.read_text("utf-8") == as_text(ALL), "run python schema/publish.py"


def test_every_setting_is_there_with_all_its_facts() -> None:
    known = CATALOGUE.schema(None).by_path
    assert NODES.keys() > known.keys()
    for path, node in NODES.items():
        assert node["description"], path
        assert path == "integrations" or "since" in node["x-prefect"], path
        assert "history" not in node["x-prefect"], path
    port = NODES["server.api.port"]
    assert port["default"] == 4200
    assert "`PREFECT_SERVER_API_PORT`" in port["description"]
    assert NODES["server.database.password"]["writeOnly"]
    assert NODES["experiments.plugins.strict"]["deprecated"]


def test_it_accepts_its_own_defaults_and_examples() -> None:
    shown = 0
    for path, node in SETTINGS.items():
        for value in [node.get("default", ...), *node.get("examples", [])]:
            if value is not ...:
                shown += 1
                assert takes(ALL, path, value), (path, value)
    assert shown > 400


GOOD: dict[str, list[Any]] = {
    "cli.colors": [True, "yes", "OFF", "t", "0", 1, 0.0],
    "server.api.port": [4200, "4200", " 4_200 ", 4200.0, "4200.0", True, -1, "-7", 2**70],
    "server.services.task_run_recorder.batch_size": [1, "1", "007", "1_000", 1.0, True],
    "flows.default_retries": [0, "0", "-0", False, "1.0"],
    "server.concurrency.initial_deployment_lease_duration": [30, "30.0", 3600.0, "1_000", "1e3"],
    "api.request_timeout": [1.5, "1e-3", ".5", float("inf"), "nan", None, True],
    "client.retry_jitter_factor": [0, "0.2", "+1", "-0.0"],
    "logging.level": ["INFO", "debug", "Warning"],
    "logging.to_api.when_missing_flow": ["ignore"],
    "logging.extra_loggers": [["a"], "a, b", "", [], False],
    "client.retry_extra_codes": [[404, "429", 503.0], 404, "404,429", " 404 , 503 ", "", 0],
    "client.custom_headers": [{"a": "b"}, {}, '{"a": "b"}', " {} ", '"{\\"a\\": \\"b\\"}"'],
    "tasks.default_retry_delay_seconds": [5, [1, "2.5"], "5", "1, 2", "", "1,,2", 1.5],
    "flows.default_retry_delay_seconds": [5, [1, 2.5], "5"],
    "server.services.db_vacuum.enabled": [["events"], "events, orphans", True, 0],
    "server.events.retention_period": [
        "P7D",
        "7 days",
        "01:30:00",
        "1 day, 02:00",
        60,
        0.5,
        "-P1D",
    ],
    "server.services.db_vacuum.retention_period": [
        "PT90M",
        "PT1H1S",
        "01:00:01",
        "3601",
        4000,
        "P1D",
    ],
    "server.services.db_vacuum.event_retention_overrides": [{"a": "P1D", "b": 60}, '{"a": 60}'],
    "server.services.late_runs.after_seconds": ["15", "PT15S", 15, " 1e1 "],
    "profiles_path": ["profiles.toml", "/etc/profiles.toml", "", "~/x", "../x"],
    "redis.messaging.consumer.block": [1, "5", 0.5],
    "integrations.kubernetes.observer.additional_label_filters": ["a=b", "a=b,c=d"],
    "testing.test_setting": ["x", 1, [1]],
    "integrations": [{}, 3, "x", True, [1]],  # only packages look at it
    "integrations.theirs": [{"key": 1}, 3],
}
BAD: dict[str, list[Any]] = {
    "cli.colors": ["enabled", 2, 0.5, " true", [], {}],
    "server.api.port": ["x", 4200.5, "4200.5", "0x10", float("inf"), [4200], {"a": 1}, ""],
    "server.services.task_run_recorder.batch_size": [0, "0", -1, "-5", False, 0.0],
    "flows.default_retries": [-1, "-1"],
    "server.concurrency.initial_deployment_lease_duration": [29, "29.9", 3601, "3600.1", True],
    "api.request_timeout": ["60s", "", [1.5]],
    "client.retry_jitter_factor": [-0.1, "-1"],
    "logging.level": ["trace", 10, True],
    "logging.to_api.when_missing_flow": ["Ignore", 1],
    "logging.extra_loggers": [[1], True, 5],
    "client.retry_extra_codes": [99, [600], "404;429", "404,", [404.5], True],
    "client.custom_headers": [{"a": 1}, "{'a': 'b'}", "[]", 5, '{"a": 1}'],
    "tasks.default_retry_delay_seconds": ["5,abc", ["x"], [[1]]],
    "flows.default_retry_delay_seconds": ["1,2", ""],
    "server.services.db_vacuum.enabled": [[1], 2],
    "server.events.retention_period": [
        "7d5",
        "1 week",
        "60",
        "P",
        "PT",
        "p7d",
        "0:01",
        "25:99",
        1e15,
    ],
    "server.services.db_vacuum.retention_period": ["PT1H", "PT30M", "3600", 3600, "-P1D", "00:30"],
    "server.services.db_vacuum.event_retention_overrides": [{"a": 0}, {"a": "x"}, {"a": "PT0S"}],
    "server.services.late_runs.after_seconds": ["1 week", ""],
    "profiles_path": ["/", "..", "./"],
    "redis.messaging.consumer.block": ["PT1S", "1.5"],
    "integrations.kubernetes.observer.additional_label_filters": ["a", "a=b,c"],
    "testing.test_setting": [{}],
    "server": [1, []],
    "nope": [1],
    "server.api.nope": [1],
    "integrations.aws": [3],
    "integrations.aws.nope": [1],
    "redis": [3],
}


@pytest.mark.parametrize("path", GOOD)
def test_it_accepts_what_prefect_accepts(path: str) -> None:
    assert [value for value in GOOD[path] if not takes(ALL, path, value)] == []


@pytest.mark.parametrize("path", BAD)
def test_it_refuses_what_prefect_refuses_or_ignores(path: str) -> None:
    assert [value for value in BAD[path] if takes(ALL, path, value)] == []


def test_a_log_has_to_fit_into_a_batch() -> None:
    alone = {"batch_size": 999_999}, {"batch_size": "5000"}, {"max_log_size": 4_000_001}
    both = {"batch_size": 500, "max_log_size": 5}, {"max_log_size": 5_000_000, "batch_size": 10**7}
    fine = {"batch_size": 1_000_000}, {"max_log_size": 4_000_000}, {"batch_size": "1000000"}
    validator = Draft202012Validator(NODES["logging.to_api"])
    assert not any(map(validator.is_valid, alone))
    assert all(map(validator.is_valid, (*both, *fine, {})))


def test_the_schema_of_one_release_accepts_what_that_release_accepts() -> None:
    vacuum = "server.services.db_vacuum.enabled"
    assert not takes(of("3.6.18"), vacuum, True)
    assert not takes(of("3.6.20"), vacuum, ["events"])
    assert takes(of("3.6.21"), vacuum, ["events"])
    assert not takes(of("3.6.20"), "client.custom_headers", {"a": "b"})
    assert not takes(of("3.6.1"), "server.services.late_runs.after_seconds", "15")
    assert takes(of("3.6.1"), "server.services.late_runs.after_seconds", "PT15S")
    assert takes(of("3.9.1"), "experiments.plugins.strict", True), "it is read although it moved"
    assert not takes(of("3.1.0"), "experiments.plugins.strict", True)
    assert takes(of("3.1.0"), "integrations.aws.ecs.observer.enabled", True)


def test_the_schema_of_one_release_marks_removed_settings_as_deprecated() -> None:
    def plugins(release: str) -> Any:
        return of(release)["properties"]["experiments"]["properties"]["plugins"]

    assert plugins("3.9.1")["deprecated"]
    assert "deprecated" not in plugins("3.6.29")


def test_right_examples_of_the_codes_are_right() -> None:
    asked = 0
    for code in CODES.values():
        if code.right and code.file == "prefect.toml" and not code.release:
            asked += 1
            validator = Draft202012Validator(ALL)
            errors = [each.message for each in validator.iter_errors(tomllib.loads(code.right))]
            assert not errors, (code.name, errors)
    assert asked > 20


def test_its_patterns_work_in_all_dialects() -> None:
    def patterns(node: Any) -> Iterator[str]:
        for key, each in node.items() if isinstance(node, dict) else enumerate(node):
            if key == "pattern" and isinstance(each, str):
                yield each
            elif isinstance(each, (dict, list)):
                yield from patterns(each)

    found = set(patterns(ALL))
    assert len(found) > 15
    for pattern in found:
        assert not re.search(r"\(\?[^:]|\\[dwbDWBAZzpP1-9]", pattern), pattern


@pytest.mark.parametrize(
    ("least", "most"), [(0, 9), (3, 3), (1, 59), (30, 3599), (100, 599), (7, 23)]
)
def test_digits_between_two_numbers(least: int, most: int) -> None:
    pattern = re.compile(between(least, most))
    found = [number for number in range(5000) if pattern.fullmatch(str(number))]
    assert found == [*range(least, most + 1)]


@pytest.mark.parametrize("least", [0, 1, 9, 30, 100])
def test_digits_from_a_number_on(least: int) -> None:
    pattern = re.compile(between(least, None))
    found = [number for number in range(2000) if pattern.fullmatch(str(number))]
    assert found == [*range(least, 2000)]


def test_durations_of_an_hour_at_most() -> None:
    short = re.compile(at_most(3600))
    for text in (
        "PT1H",
        "PT60M",
        "PT3600S",
        "PT0S",
        "P0D",
        "-P1D",
        "3600",
        " 5 ",
        "00:59",
        "1:00:00",
    ):
        assert short.search(text), text
    for text in ("PT61M", "PT3601S", "P1D", "PT1H1S", "3601", "01:00:01", "10:00", "1 day"):
        assert not short.search(text), text
