"""Variables that belong to no setting."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.other_variables import past_of
from prefect_toml_lsp.prefect.variable_names import Sort, meaning_of, suggest_variables
from schema import read_variables

SCHEMA = Catalogue.load().schema((3, 9, 1))


@pytest.mark.parametrize(
    ("name", "past", "now"),
    [
        ("PREFECT__LOGGING__LEVEL", 1, "logging.level"),
        ("PREFECT__CLOUD__API_KEY", 1, "api.key"),
        ("PREFECT__USER_CONFIG_PATH", 1, None),
        ("PREFECT__CLOUD__AGENT__AUTH_TOKEN", 1, "api.key"),
        ("PREFECT__SERVER__DATABASE__USERNAME", 1, "server.database.user"),
        ("PREFECT__SERVER__TELEMETRY__ENABLED", 1, "server.analytics_enabled"),
        ("PREFECT__TASKS__DEFAULTS__MAX_RETRIES", 1, "tasks.default_retries"),
        ("PREFECT_ORION_API_PORT", 2, "server.api.port"),
        ("PREFECT_ORION_DATABASE_CONNECTION_URL", 2, "server.database.connection_url"),
        ("PREFECT_ORION_UI_API_URL", 2, "server.ui.api_url"),
        ("PREFECT_AGENT_PREFETCH_SECONDS", 2, "worker.prefetch_seconds"),
        ("PREFECT_EXPERIMENTAL_ENABLE_ARTIFACTS", 2, None),
        ("PREFECT_LOGGING_ORION_ENABLED", 2, "logging.to_api.enabled"),
        ("PREFECT_LOGGING_ORION_MAX_LOG_SIZE", 2, "logging.to_api.max_log_size"),
        ("PREFECT_CLOUD_URL", 2, "cloud.api_url"),
        ("PREFECT_ASYNC_FETCH_STATE_RESULT", 2, None),
        ("PREFECT_TASK_INTROSPECTION_WARN_THRESHOLD", 2, None),
    ],
)
def test_variables_of_earlier_releases(name: str, past: int, now: str | None) -> None:
    meaning = meaning_of(name, SCHEMA)
    assert (meaning.sort, past_of(name)) == (Sort.PAST, past)
    assert (meaning.node.dotted if meaning.node else None) == now


@pytest.mark.parametrize(
    "name",
    [
        "PREFECT_SERVER_ENCRYPTION_KEY",
        "PREFECT_LOGFIRE_ENABLED",
        "PREFECT__RUNTIME__FLOW_RUN__ID",
        "PREFECT_LOGGING_DISABLE_EXISTING_LOGGERS",
    ],
)
def test_variables_of_the_process(name: str) -> None:
    assert meaning_of(name, SCHEMA).sort is Sort.PROCESS


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PREFECT_PROFILES", "PREFECT_PROFILE"),
        ("PREFECT_SERVER_ENCRIPTION_KEY", "PREFECT_SERVER_ENCRYPTION_KEY"),
        ("PREFECT_PROFILE_PATH", "PREFECT_PROFILES_PATH"),
        ("PREFECT_LOGING_LEVEL", "PREFECT_LOGGING_LEVEL"),
    ],
)
def test_a_slip_of_a_variable_of_the_process_is_seen(written: str, meant: str) -> None:
    assert meaning_of(written, SCHEMA).sort is Sort.UNKNOWN
    assert suggest_variables(written, SCHEMA)[0] == meant


@pytest.mark.parametrize("name", ["DEPLOYMENT_NAME", "FLOW_RUN_ID", "FLOW_NAME", "WORKER_NAME"])
def test_variables_that_prefect_sets_itself_are_not_suggested(name: str) -> None:
    assert meaning_of(f"PREFECT__{name}", SCHEMA).sort is Sort.PROCESS
    assert f"PREFECT__{name}" not in suggest_variables(f"PREFECT_{name}", SCHEMA)


def test_unknown_variables_in_a_packages_source_are_named(tmp_path) -> None:
    (tmp_path / "a.py").write_text(
        "import os\nos.environ['PREFECT_NEW_KEY']\nos.getenv('PREFECT__NEW')\n"
        "os.getenv('PREFECT_API_URL')\nx = 'PREFECT_LOGFIRE_'\n"
    )
    expected = {"PREFECT_NEW_KEY": {"a.py"}, "PREFECT__NEW": {"a.py"}}
    assert read_variables.unknown(tmp_path, (3, 9, 1)) == expected
