"""Variables that belong to no setting."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.other_variables import past_of
from prefect_toml_lsp.prefect.variable_names import Sort, meaning_of
from schema import read_variables

SCHEMA = Catalogue.load().schema((3, 9, 1))


@pytest.mark.parametrize(
    ("name", "past", "now"),
    [
        ("PREFECT__LOGGING__LEVEL", 1, "logging.level"),
        ("PREFECT__CLOUD__API_KEY", 1, "api.key"),
        ("PREFECT__USER_CONFIG_PATH", 1, None),
        ("PREFECT_ORION_API_PORT", 2, "server.api.port"),
        ("PREFECT_ORION_DATABASE_CONNECTION_URL", 2, "server.database.connection_url"),
        ("PREFECT_ORION_UI_API_URL", 2, "server.ui.api_url"),
        ("PREFECT_AGENT_PREFETCH_SECONDS", 2, "worker.prefetch_seconds"),
        ("PREFECT_EXPERIMENTAL_ENABLE_ARTIFACTS", 2, None),
    ],
)
def test_variables_of_earlier_releases(name: str, past: int, now: str | None) -> None:
    meaning = meaning_of(name, SCHEMA)
    assert (meaning.sort, past_of(name)) == (Sort.PAST, past)
    assert (meaning.node.dotted if meaning.node else None) == now


@pytest.mark.parametrize(
    "name",
    ["PREFECT_SERVER_ENCRYPTION_KEY", "PREFECT_LOGFIRE_ENABLED", "PREFECT__RUNTIME__FLOW_RUN__ID"],
)
def test_variables_of_the_process(name: str) -> None:
    assert meaning_of(name, SCHEMA).sort is Sort.PROCESS


def test_unknown_variables_in_a_packages_source_are_named(tmp_path) -> None:
    (tmp_path / "a.py").write_text(
        "import os\nos.environ['PREFECT_NEW_KEY']\nos.getenv('PREFECT__NEW')\n"
        "os.getenv('PREFECT_API_URL')\nx = 'PREFECT_LOGFIRE_'\n"
    )
    expected = {"PREFECT_NEW_KEY": {"a.py"}, "PREFECT__NEW": {"a.py"}}
    assert read_variables.unknown(tmp_path, (3, 9, 1)) == expected
