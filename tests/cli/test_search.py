"""The search of `explain` and of the site: what it finds, and in which order."""

from __future__ import annotations

import re

import pytest

from prefect_toml_lsp.cli.context import newest_schema
from prefect_toml_lsp.cli.search import Search, search_of


@pytest.fixture(scope="module")
def search() -> Search:
    return search_of(newest_schema())


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("port", "server.api.port"),
        ("url", "api.url"),
        ("redis host", "redis.messaging.host"),
        ("retries", "client.max_retries"),
        ("duplicate-key", "duplicate-key"),
        ("port-out", "port-out-of-range"),
    ],
)
def test_words_find_the_settings_and_codes_with_them(
    search: Search, query: str, first: str
) -> None:
    assert search.matching(query)[0] == first


@pytest.mark.parametrize(
    "forms",
    [
        ["retry", "retries", "retrying"],
        ["log", "logs", "logging"],
        ["timeout", "timeouts", "time out", "time-out", "time outs"],
        ["cache", "caches", "caching"],
        ["worker", "workers"],
        ["schedule", "scheduling"],
        ["task retry", "tasks retries"],
    ],
)
def test_all_forms_of_a_word_find_the_same(search: Search, forms: list[str]) -> None:
    first = search.matching(forms[0])
    assert first
    for each in forms:
        assert {*search.matching(each)} == {*first}


def test_a_form_also_finds_the_settings_named_otherwise(search: Search) -> None:
    assert {"client.max_retries", "client.retry_jitter_factor"} <= {*search.matching("retry")}
    assert {"tasks.disable_caching", "server.tasks.max_cache_key_length"} <= {
        *search.matching("caches")
    }


def test_settings_come_before_codes_and_prefects_before_those_of_packages(search: Search) -> None:
    found = search.matching("timeout")
    packaged = [search.node(name).package is not None for name in found if search.node(name)]  # type: ignore[union-attr]
    named = [name for name in found if "timeout" in name]
    assert found[: len(named)] == named
    assert packaged.index(True) > packaged.index(False)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("how do I set the timeout", "timeout"),
        ("set timeout", "timeout"),
        ("change the port of the server", "port server"),
        ("to api", "api"),
        ("set up timeout", "setup timeout"),
        ("the", "the"),
    ],
)
def test_fillers_of_a_question_are_left_out(search: Search, query: str, words: str) -> None:
    assert search.matching(query) == search.matching(words) != []


@pytest.mark.parametrize("word", ["port", "rate", "late"])
def test_a_word_is_not_found_inside_others_of_a_description(search: Search, word: str) -> None:
    found = [node for each in search.matching(word) if (node := search.node(each))]
    inside = [
        node.dotted
        for node in found
        if word not in " ".join((node.dotted, *node.environment)).lower()
        and node.dotted not in search.advised(word)
        and not re.search(rf"\b{word}", node.description.lower())
    ]
    assert inside == []


def test_the_beginning_of_a_word_of_a_description_is_found(search: Search) -> None:
    assert "telemetry.enable_resource_metrics" in search.matching("process")  # "processor"
    assert "telemetry.enable_resource_metrics" not in search.matching("port")  # "report"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("retires", "client.max_retries"),
        ("timout", "api.request_timeout"),
        ("api.prt", "server.api.port"),
        ("db pasword", "server.database.password"),
        ("tracking_uri", "api.url"),
        ("unknown-seting", "unknown-setting"),
        ("PREFECT_API_URI", "PREFECT_API_URL"),
        ("server.port", "server.api.port"),
    ],
)
def test_slips_and_other_names_find_the_right_setting(
    search: Search, query: str, first: str
) -> None:
    assert search.nearest(query)[0] == first


@pytest.mark.parametrize("query", ["", " ", ".", "[", "qqqqqqqq", "a..b"])
def test_unknown_words_find_nothing(search: Search, query: str) -> None:
    assert (search.exact(query), search.matching(query), search.nearest(query)) == (None, [], [])
