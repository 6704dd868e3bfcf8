"""What a whole key means, independent of the settings of a release."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect.senses import Match, means_nothing, meant
from prefect_toml_lsp.prefect.suggest import suggest
from tests.prefect.slips.generate import SCHEMA

_POOL_TIMEOUT = "server.database.sqlalchemy.pool_timeout"


def test_a_key_means_the_setting_for_its_words() -> None:
    assert meant(("database", "checkout_timeout")) == (Match(_POOL_TIMEOUT, 2),)
    assert meant(("database", "checkouttimeouts")) == (Match(_POOL_TIMEOUT, 2),)


def test_a_key_may_name_one_more_scope() -> None:
    assert meant(("database", "flow_checkout_timeout")) == (Match(_POOL_TIMEOUT, 2, beside=True),)
    assert meant(("database", "flow_task_checkout_timeout")) == ()


@pytest.mark.parametrize("word", ["wombat", "cookie", "csrf"])
def test_a_word_that_is_not_a_scope_makes_a_key_mean_nothing(word: str) -> None:
    assert meant(("database", f"{word}_checkout_timeout")) == ()


def test_with_another_scope_two_settings_exclude_each_other() -> None:
    assert {match.setting for match in meant(("retry_delay",))} == {
        "tasks.default_retry_delay_seconds",
        "flows.default_retry_delay_seconds",
    }
    assert meant(("remote", "retry_delay")) == ()


def test_the_exact_name_of_a_setting_wins() -> None:
    assert meant(("logging", "to_api", "enable_http2"))[0].beside
    found = suggest(SCHEMA, ("logging", "to_api", "enable_http2"))
    assert [".".join(each.path) for each in found] == ["api.enable_http2"]


def test_log_files_mean_nothing() -> None:
    assert means_nothing(("log_file",))
    assert not means_nothing(("log_config_file",))
