"""What names of other programs mean, as it was learned."""

from __future__ import annotations

import json

import pytest

from prefect_toml_lsp.prefect import learned
from prefect_toml_lsp.prefect.data import read_names
from prefect_toml_lsp.prefect.learned import NONE, Meaning, features, meaning_of, packed, unpacked
from prefect_toml_lsp.prefect.suggest import suggest
from tests.prefect.slips.generate import SCHEMA


def meant(path: str, value: object = learned.MISSING) -> Meaning:
    found = meaning_of(tuple(path.split(".")), value)
    assert found
    return found


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
    assert meaning_of(("",)) is None
    assert meaning_of(("server", "___")) is None


def test_a_feature_comes_once_and_long_names_have_a_bound() -> None:
    words = [f"word{number}" for number in range(1000)]
    name, tables = learned.words_of(("_".join(words), "_".join(words)))
    found = list(features(name, tables, "int", frozenset(words)))
    assert len(found) == len(set(found))
    assert len(found) < 200


def test_the_file_keeps_what_counts() -> None:
    weights = {"db": {"a.b": 1.26, NONE: -0.5}, "x": {"a.b": 0.01}}
    known, weights_of = unpacked(json.loads(json.dumps(packed({"db", "x"}, weights))))
    assert known == {"db", "x"}
    assert weights_of("db") == {"a.b": 1.3, NONE: -0.5}
    assert weights_of("x") == weights_of("never seen") == {}


def test_the_settings_that_were_learned_exist() -> None:
    assert set(read_names()["settings"]) - {NONE} <= SCHEMA.by_path.keys()
