"""Hints on single values that Prefect takes and that do something else than they seem to."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.toml import Document
from tests.analysis.variables import CATALOGUE, dotenv, profiles, short

CONTEXT = Context(CATALOGUE.schema((3, 9, 1)))
ACTIVE = "active = 'a'\n[profiles.a]\n"


def codes(text: str) -> list[str]:
    return [each.code for each in Analysis(Document(text), CONTEXT).findings()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("api.key = '$KEY'", ["variable-literal"]),
        ("api.key = '${KEY}'", ["variable-literal"]),
        ("api.key = 'a${KEY}'", ["plain-secret"]),
        ("api.url = 'http://${HOST}:4200/api'", ["variable-literal"]),
        ("server.database.connection_url = 'postgresql+asyncpg://u:$PASS@h/db'",
         ["variable-literal"]),
        ("server.database.connection_url = 'postgresql+asyncpg://u@${HOST}/db'",
         ["variable-literal"]),
        ("server.database.connection_url = 'postgresql+asyncpg://u:a$b@h/db'", ["plain-secret"]),
        ("profiles_path = '$PREFECT_HOME'", ["profiles-path-literal"]),
        ("server.database.password = '${PREFECT_SERVER_DATABASE_PASSWORD}'",
         ["database-parts-ignored"]),
        ("client.custom_headers = { user-agent = 'x' }", ["protected-header"]),
        ("[client.custom_headers]\nPrefect-CSRF-Token = 'x'\nX = 'y'", ["protected-header"]),
        ("client.custom_headers = '{\"User-Agent\": \"x\"}'",
         ["json-in-string", "protected-header"]),
    ],
)  # fmt: skip
def test_in_a_settings_file(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_in_variables() -> None:
    assert short(dotenv("PREFECT_API_KEY=$KEY")) == ["hint variable-literal $KEY"]
    found = short(profiles(f"{ACTIVE}PREFECT_API_KEY = '${{KEY}}'"))
    assert found == ["hint variable-literal '${KEY}'"]
    text = 'PREFECT_CLIENT_CUSTOM_HEADERS=\'{"User-Agent": "x"}\''
    assert [each.code for each in dotenv(text).findings()] == ["protected-header"]


@pytest.mark.parametrize("text", ["[home]\npath = 'x'\ny = 1", "[home]", "home.home = 'x'"])
def test_a_table_in_the_place_of_a_value_is_reported_once(text: str) -> None:
    assert codes(text) == ["ignored-table"]
