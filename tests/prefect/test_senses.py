"""What a whole key speaks of, apart from the settings that a release has."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect.senses import Match, means_nothing, meant
from prefect_toml_lsp.prefect.suggest import suggest
from tests.prefect.slips.generate import SCHEMA

_POOL_TIMEOUT = "server.database.sqlalchemy.pool_timeout"


def test_a_key_means_the_setting_that_its_words_ask_for() -> None:
    assert meant(("database", "checkout_timeout")) == (Match(_POOL_TIMEOUT, 2),)
    assert meant(("database", "checkouttimeouts")) == (Match(_POOL_TIMEOUT, 2),)


def test_a_key_may_speak_of_one_scope_more() -> None:
    assert meant(("database", "flow_checkout_timeout")) == (Match(_POOL_TIMEOUT, 2, beside=True),)
    assert meant(("database", "flow_task_checkout_timeout")) == ()


@pytest.mark.parametrize("word", ["wombat", "cookie", "csrf"])
def test_what_is_not_a_scope_makes_a_key_mean_nothing(word: str) -> None:
    assert meant(("database", f"{word}_checkout_timeout")) == ()


def test_of_two_settings_beside_a_scope_neither_is_meant() -> None:
    assert {match.setting for match in meant(("retry_delay",))} == {
        "tasks.default_retry_delay_seconds",
        "flows.default_retry_delay_seconds",
    }
    assert meant(("remote", "retry_delay")) == ()


def test_a_name_that_a_setting_has_is_meant_for_it() -> None:
    assert meant(("logging", "to_api", "enable_http2"))[0].beside
    found = suggest(SCHEMA, ("logging", "to_api", "enable_http2"))
    assert [".".join(each.path) for each in found] == ["api.enable_http2"]


def test_files_of_logs_are_nothing_that_prefect_has() -> None:
    assert means_nothing(("log_file",))
    assert not means_nothing(("log_config_file",))
