"""How the types of settings are put into words."""

from __future__ import annotations

import re

import pytest

from prefect_toml_lsp.analysis.documentation import (
    describe,
    first_sentence,
    type_of,
    types_with_articles,
)
from prefect_toml_lsp.analysis.wording import tell_refusal
from prefect_toml_lsp.cli.explain import explain
from prefect_toml_lsp.prefect import Catalogue, Packages
from prefect_toml_lsp.prefect.acceptance import Refused, judge

CATALOGUE = Catalogue.load()
SCHEMA = CATALOGUE.schema(packages=Packages())

SEVERAL = [
    ("flows.default_retry_delay_seconds", "number or array of numbers",
     "a number or an array of numbers"),
    ("tasks.default_retry_delay_seconds", "string, number or array of numbers",
     "a string, a number or an array of numbers"),
    ("client.retry_extra_codes", "string, integer or array of integers",
     "a string, an integer or an array of integers"),
    ("server.services.db_vacuum.enabled", "boolean or array of strings",
     "a boolean or an array of strings"),
    # A table works as JSON in a variable only.
    ("integrations.kubernetes.observer.additional_label_filters", "string", "a string"),
    ("redis.messaging.consumer.block", "number or string", "a number or a string"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "words", "sentence"), SEVERAL)
def test_settings_that_take_several_types(path: str, words: str, sentence: str) -> None:
    node = SCHEMA.by_path[path]
    assert (type_of(node), types_with_articles(node)) == (words, sentence)


def test_hover_explain_and_refusals_name_the_same_types() -> None:
    refused = 0
    for node in SCHEMA.offered:
        assert f"— {type_of(node)}" in describe(node)
        assert (explain(node.dotted) or [""])[0] == f"{node.dotted} ({type_of(node)})"
        for value in (True, 5, "x", [1], {"a": 1}):
            verdict = judge(node.dotted, node.keywords, value, node.release)
            if isinstance(verdict, Refused) and verdict.rule == "type" and len(node.branches) > 1:
                told = tell_refusal(verdict, f"`{node.name}`", node, value)
                assert f"takes {types_with_articles(node)}, not " in told.message
                refused += 1
    assert refused > 10


def test_no_type_is_clumsy() -> None:
    for release in CATALOGUE.releases:
        for node in CATALOGUE.schema(release, packages=Packages()).offered:
            words = type_of(node)
            assert words.count(" or ") <= 1
            assert not re.search(r"\binteger\b.*\bnumber\b", words)
            assert not re.search(r"\b(array|table) of .* or (?!array|table)", words), words


def test_the_type_of_one_item_is_that_of_the_item() -> None:
    node = SCHEMA.by_path["logging.extra_loggers"]
    verdict = judge(node.dotted, node.keywords, ["a", []], node.release)
    assert isinstance(verdict, Refused)
    told = tell_refusal(verdict, "`extra_loggers`", node, ["a", []])
    assert told.message == "Item 2 of `extra_loggers` takes a string, not an array"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("See `api.url`: it is 3.9 or later. More.", "See api.url: it is 3.9 or later."),
        ("Over\ntwo lines. And.", "Over two lines."),
        ("No end", "No end"),
    ],
)
def test_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence
