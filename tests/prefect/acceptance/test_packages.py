"""Verdicts on settings of integration packages, as the newest packages gave them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from prefect_toml_lsp.prefect import Catalogue, Packages
from prefect_toml_lsp.prefect.acceptance import (
    ACCEPTED,
    Converted,
    Ignored,
    Refused,
    Verdict,
    judge,
    judge_decoded_table,
)
from prefect_toml_lsp.prefect.acceptance.kinds import PACKAGES_OWN
from prefect_toml_lsp.prefect.acceptance.null import judge_null
from prefect_toml_lsp.prefect.acceptance.verdicts import refuse_type

SCHEMA = Catalogue.load().schema(packages=Packages())
BLOCK = "redis.messaging.consumer.block"
FILTERS = "integrations.kubernetes.observer.additional_label_filters"
NAMESPACES = "integrations.kubernetes.observer.namespaces"
PREFIX = "redis.worker_cleanup_queue.key_prefix"
ATTEMPTS = "integrations.gcp.cloud_run_v2.worker.create_job_max_attempts"
DELAY = "integrations.gcp.cloud_run_v2.worker.create_job_max_delay_seconds"
EVENTS = "integrations.aws.ecs.observer.forward_crashed_run_logs_max_events"
NO_PAIR = Refused("label-pairs", {})

VERDICTS: list[tuple[str, Any, Verdict]] = [
    (BLOCK, 1, ACCEPTED),
    (BLOCK, 1.5, ACCEPTED),
    (BLOCK, -5, ACCEPTED),
    (BLOCK, True, Converted(1, "int-from-bool")),
    (BLOCK, " 1_0 ", Converted(10, "int-from-string")),
    (BLOCK, "+3", Converted(3, "int-from-string")),
    (BLOCK, "\u0661", Converted(1, "int-from-string")),
    (BLOCK, "1.5", Refused("int-string", {})),
    (BLOCK, "PT1S", Refused("int-string", {})),
    (BLOCK, "", Refused("int-string", {})),
    (BLOCK, "9" * 5000, Refused("int-string", {})),
    (BLOCK, "9" * 20, Refused("duration-range", {"reason": "too-large"})),
    (BLOCK, float("nan"), Refused("duration-range", {"reason": "not-a-number"})),
    (BLOCK, 1e14, Refused("duration-range", {"reason": "too-large"})),
    (BLOCK, [1], refuse_type("number", [1])),
    (BLOCK, datetime.time(12), refuse_type("number", datetime.time(12))),
    (BLOCK, {"a": 1}, Ignored("table")),
    (PREFIX, "a", ACCEPTED),
    (PREFIX, "", Refused("minimum-length", {"bound": 1})),
    (PREFIX, 5, refuse_type("string", 5)),
    (FILTERS, "a=b", ACCEPTED),
    (FILTERS, " a = b ,c=d=e", ACCEPTED),
    (FILTERS, "=b", ACCEPTED),
    (FILTERS, "", NO_PAIR),
    (FILTERS, "a=b,", NO_PAIR),
    (FILTERS, '{"a":"b"}', NO_PAIR),
    (FILTERS, False, refuse_type("string", False)),
    (FILTERS, [], refuse_type("string", [])),
    (FILTERS, {"a": "b"}, Ignored("table")),
    (NAMESPACES, ["a"], ACCEPTED),
    (NAMESPACES, "b, a", Converted(["a", "b"], "comma-separated")),
    (NAMESPACES, "", Converted([], "empty-from-falsy")),
    (NAMESPACES, 5, refuse_type("string", 5)),
    (NAMESPACES, {"a": 1}, Ignored("table")),
    (ATTEMPTS, 0, Refused("minimum", {"bound": 1, "value": 0})),
    (ATTEMPTS, "7", Converted(7, "int-from-string")),
    (DELAY, 0, Refused("exclusive-minimum", {"bound": 0, "value": 0})),
    (EVENTS, 10001, Refused("maximum", {"bound": 10000, "value": 10001})),
    ("integrations.aws.ecs", 5, refuse_type("table", 5)),
    ("redis.messaging", [], refuse_type("table", [])),
]


@pytest.mark.parametrize(("path", "value", "verdict"), VERDICTS)
def test_verdict(path: str, value: Any, verdict: Verdict) -> None:
    node = SCHEMA.by_path[path]
    facts = {"section": True} if node.is_table else node.keywords
    assert judge(path, facts, value, node.release) == verdict


def test_own_rows_depend_on_the_releases_of_prefect_and_the_package() -> None:
    for row in PACKAGES_OWN:
        node = SCHEMA.by_path[row.path]
        for release in (node.release, SCHEMA.release, (0, 0, 1)):
            judged = judge(node.dotted, node.keywords, object(), release)
            assert isinstance(judged, Refused), row.path


@pytest.mark.parametrize(
    ("path", "table", "verdict"),
    [
        (FILTERS, {"a": "b"}, ACCEPTED),
        (FILTERS, {}, ACCEPTED),
        (FILTERS, {"a": 1}, "item"),
        (NAMESPACES, {}, None),
        (BLOCK, {}, None),
    ],
)
def test_a_table_in_a_variable(path: str, table: dict[str, Any], verdict: Any) -> None:
    node = SCHEMA.by_path[path]
    judged = judge_decoded_table(path, node.keywords, table, node.release)
    assert (judged.rule if isinstance(judged, Refused) else judged) == verdict


def test_null_in_a_variable_means_no_value() -> None:
    for path, value in ((FILTERS, {}), (NAMESPACES, [])):
        node = SCHEMA.by_path[path]
        judged = judge_null(path, node.keywords, node.release)
        assert isinstance(judged, Converted)
        assert judged.result == value
