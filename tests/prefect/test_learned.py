"""What names of other programs mean, as it was learned."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect import learned
from prefect_toml_lsp.prefect.data import read_names
from prefect_toml_lsp.prefect.learned import NONE, Meaning, meanings_of, parts_of, phrases_of
from prefect_toml_lsp.prefect.suggest import suggest
from tests.prefect.slips.generate import SCHEMA


def meant(path: str, value: object = learned.MISSING) -> Meaning:
    return meanings_of(tuple(path.split(".")), value)[0]


@pytest.mark.parametrize(
    ("path", "setting"),
    [
        ("postgres.hostname", "server.database.host"),
        ("pghost", "server.database.host"),
        ("database.max_open_connections", "server.database.sqlalchemy.pool_size"),
        ("log_level", "logging.level"),
        ("work_pool", "deployments.default_work_pool_name"),
    ],
)
def test_a_name_means_a_setting(path: str, setting: str) -> None:
    found = meant(path)
    assert found.setting == setting
    assert found.margin > 1
    assert found.is_understood


@pytest.mark.parametrize("path", ["smtp.host", "redis.password", "database.replica_host"])
def test_a_name_of_something_else_means_no_setting(path: str) -> None:
    found = meant(path)
    assert found.margin < 0
    assert suggest(SCHEMA, tuple(path.split("."))) == []


def test_a_word_that_was_not_learned_is_reported() -> None:
    assert not meant("postgres.wombat_host").is_understood


def test_a_key_without_words_means_nothing() -> None:
    assert meanings_of(("",)) == ()
    assert meanings_of(("server", "___")) == ()


def test_the_most_likely_meaning_is_first() -> None:
    margins = [each.margin for each in meanings_of(("base_url",))]
    assert len(margins) > 1
    assert margins == sorted(margins, reverse=True)


@pytest.mark.parametrize(
    ("value", "paths"),
    [
        ("https://prefect.example.com", {"ui_url", "api.url"}),
        ("/prefect", {"server.api.base_path", "server.ui.serve_base"}),
    ],
)
def test_a_value_chooses_among_the_meanings(value: str, paths: set[str]) -> None:
    assert ".".join(suggest(SCHEMA, ("base_url",), value)[0].path) in paths


def test_a_phrase_comes_once_and_long_names_have_a_bound() -> None:
    names = [f"word{number}" for number in range(1000)]
    words = learned.words_of(("_".join(names), "_".join(names)))
    phrases = phrases_of(words)
    assert len(phrases) == len(set(phrases)) <= 40
    assert len(parts_of(words)) == 12


def test_the_words_of_a_key_have_a_side_and_a_place() -> None:
    words = learned.words_of(("postgres", "prefect_hostname"))
    assert parts_of(words) == [("db", "table", 2), ("host", "name", 1)]
    assert phrases_of(words) == ["=host", "host$", "#2", "db+host"]


def test_the_settings_that_were_learned_exist() -> None:
    assert set(read_names()["settings"]) - {NONE} <= SCHEMA.by_path.keys()
