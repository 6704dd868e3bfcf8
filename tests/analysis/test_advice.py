"""Hints on values that Prefect accepts but that do not do what they seem to."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.analysis import Analysis, Context, Severity
from prefect_toml_lsp.prefect.releases import Packages
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
        ("api.url = 'http://$HOST:4200/api'", ["variable-literal"]),
        ("api.url = 'http://${HOST:-localhost}:4200/api'", ["variable-literal"]),
        ("api.key = '${KEY?not set}'", ["variable-literal"]),
        ("api.key = '${KEY:-}'", ["variable-literal"]),
        ("api.auth_string = 'admin:${PASS}'", ["variable-literal"]),
        ("api.auth_string = 'admin:pa$PASS'", ["plain-secret"]),
        ("logging.config_path = '$HOME/logging.yml'", ["variable-literal"]),
        ("results.local_storage_path = '$PREFECT_HOME/storage'", ["variable-literal"]),
        ("logging.extra_loggers = ['a', '$LOGGER']", ["variable-literal"]),
        ("results.local_storage_path = '/a$1/b$c/US$'", []),
        ("[client.custom_headers]\nAuthorization = 'Bearer ${TOKEN}'", ["variable-literal"]),
        ("[client.custom_headers]\nX-Token = 'a${TOKEN}'", ["plain-secret"]),
        ("client.custom_headers = { X-Team = '$TEAM', X-Kind = 'flows' }", ["variable-literal"]),
        ("server.database.connection_url = 'postgresql+asyncpg://u:$PASS@h/db'",
         ["variable-literal"]),
        ("server.database.connection_url = 'postgresql+asyncpg://u@${HOST}/db'",
         ["variable-literal"]),
        ("server.database.connection_url = 'postgresql+asyncpg://u:a$b@h/db'", ["plain-secret"]),
        ("profiles_path = '$PREFECT_HOME'", ["profiles-path-literal"]),
        ("profiles_path = '${PREFECT_HOME}/p.toml'", ["variable-literal"]),
        ("profiles_path = '$HOME/p.toml'", ["variable-literal"]),
        ("home = '$HOME/.prefect'", ["variable-literal"]),
        ("home = '$PREFECT_HOME/x'", ["variable-literal"]),
        ("server.database.password = '${PREFECT_SERVER_DATABASE_PASSWORD}'",
         ["variable-literal", "database-parts-ignored"]),
        ("server.database.connection_url = 'postgresql+asyncpg://u:PREFECT_SERVER_DATABASE_PASSWORD"
         "@h/db'", ["variable-literal", "password-missing"]),
        ("server.database.connection_url = 'postgresql+asyncpg://u:$PREFECT_API_DATABASE_PASSWORD"
         "@h/db'\n server.database.password = 'x'", ["variable-literal", "plain-secret"]),
        ("client.custom_headers = { user-agent = 'x' }", ["protected-header"]),
        ("[client.custom_headers]\nPrefect-CSRF-Token = 'x'\nX = 'y'", ["protected-header"]),
        ("client.custom_headers = '{\"User-Agent\": \"x\"}'",
         ["json-in-string", "protected-header"]),
    ],
)  # fmt: skip
def test_in_a_settings_file(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("server.api.cors_allowed_origins = ['http://a']\n"
         "server.api.cors_allowed_methods = 'A, B'\n"
         "server.api.cors_allowed_headers = 'a, b'", ["cors-spaces"] * 2),
        ("server.api.port = 'x'\nworker.webserver.port = 70000", ["port-out-of-range"]),
        ("worker.heartbeat_seconds = 'x'\nworker.prefetch_seconds = 7.5", ["fraction-cut-off"]),
        ("server.ui.api_url = 1\napi.url = 'h:4200/api'", ["api-url-without-scheme"]),
        ("server.database.port = 'x'\nserver.database.host = 'h'", ["database-parts-ignored"]),
        ("server.database.driver = 'x'\nserver.database.host = 'h'", []),
        ("server.database.port = 'x'\nserver.database.driver = 'postgresql+asyncpg'",
         ["database-incomplete"]),
        ("server.database.driver = 'x'\nserver.database.password = 'p@'\n"
         "server.database.connection_url = 'sqlite+aiosqlite:///f'",
         ["plain-secret", "password-unused"]),
        ("logging.level = 1.5\ninternal.logging_level = 'INFO'\ndebug_mode = true",
         ["level-overridden"]),
        ("debug_mode = 'x'\nlogging.level = 'INFO'", []),
        *(
            (f"[server.database]\n{broken}\nconnection_url = 'postgresql+asyncpg://u:${{PREFECT_"
             "SERVER_DATABASE_PASSWORD}@h/db'", ["password-missing"])
            for broken in ("host = 5", "user = []", "name = 1", "driver = 'x'", "port = 'x'")
        ),
        ("[server.database]\nuser = 5\npassword = 'p'\nconnection_url = 'postgresql+asyncpg://u:"
         "${PREFECT_SERVER_DATABASE_PASSWORD}@h/db'", ["plain-secret", "password-filled-in"]),
        # whether there is a password is not known
        ("[server.database]\npassword = 5\nconnection_url = 'postgresql+asyncpg://u:"
         "${PREFECT_SERVER_DATABASE_PASSWORD}@h/db'", []),
        ("[server.database]\nhost = 5\nname = 'n'\ndriver = 'postgresql+asyncpg'",
         ["database-incomplete"]),
        # the rest is there
        ("[server.database]\nhost = 5\nname = 'n'\nuser = 'u'\ndriver = 'postgresql+asyncpg'", []),
        ("[server.database]\nhost = 5\ndriver = 'postgresql+asyncpg'\nname = 'n'\n"
         "user = '${PREFECT_SERVER_DATABASE_PASSWORD}'", ["password-missing"]),
        ("plugins.enabled = 'x'\nexperiments.plugins.strict = true\nplugins.strict = false",
         ["moved-setting", "legacy-overridden"]),
    ],
)  # fmt: skip
def test_a_refused_value_hides_nothing_on_others(text: str, expected: list[str]) -> None:
    found = Analysis(Document(text), CONTEXT).findings()
    assert found[0].severity is Severity.ERROR
    assert [each.code for each in found[1:]] == expected


@pytest.mark.parametrize(
    "text", ["[client.custom_headers]\nUser-Agent = 'x'", "client.custom_headers = { A = '$B' }"]
)
def test_no_advice_on_a_table_that_the_release_ignores(text: str) -> None:
    context = Context(CATALOGUE.schema((3, 4, 25)))
    [found] = Analysis(Document(text), context).findings()
    assert found.code == "ignored-table"
    assert found.message.endswith("write it as JSON in a string")


def test_in_variables() -> None:
    assert short(dotenv("PREFECT_API_KEY=$KEY")) == ["hint variable-literal $KEY"]
    assert "`${NAME}`" in dotenv("PREFECT_API_KEY=$KEY").findings()[0].message
    headers = """PREFECT_CLIENT_CUSTOM_HEADERS='{"Authorization": "Bearer $TOKEN"}'"""
    assert [each.code for each in dotenv(headers).findings()] == ["variable-literal"]
    table = """PREFECT_SERVER_API='{"host": "$HOST"}'"""
    assert [each.code for each in dotenv(table).findings()] == ["variable-literal"]
    found = short(profiles(f"{ACTIVE}PREFECT_API_KEY = '${{KEY}}'"))
    assert found == ["hint variable-literal '${KEY}'"]
    text = 'PREFECT_CLIENT_CUSTOM_HEADERS=\'{"User-Agent": "x"}\''
    assert [each.code for each in dotenv(text).findings()] == ["protected-header"]


@pytest.mark.parametrize("text", ["[home]\npath = 'x'\ny = 1", "[home]", "home.home = 'x'"])
def test_a_table_instead_of_a_value_is_reported_once(text: str) -> None:
    assert codes(text) == ["ignored-table"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("api.url = 'None'", ["null-text"]),
        ("api.key = 'null'", ["null-text"]),
        ("logging.extra_loggers = 'None'", ["null-text"]),
        ("plugins.allow = 'None'", ["null-text"]),
        ("plugins.allow = '$NAMES'", ["variable-literal"]),
        ("server.services.db_vacuum.enabled = 'None'", ["vacuum-type"]),
        ("server.services.db_vacuum.enabled = 'runs'", ["vacuum-type"]),
        ("server.services.db_vacuum.enabled = 'events,orphans'", ["comma-separated"]),
        ("server.database.host = 'None'", ["null-text"]),
        ("server.database.connection_url = 'NULL'", ["null-text"]),
        ("server.api.auth_string = 'None'", ["null-text"]),
        ("server.api.cors_allowed_origins = 'null'", []),
        ("deployments.default_work_pool_name = 'nonesuch'", []),
        ("logging.level = 'None'", ["enum"]),
        ("server.api.port = 'null'", ["int-string"]),
    ],
)
def test_a_word_that_means_no_value(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PREFECT_API_URL=None", ["null-text"]),
        ("PREFECT_API_URL= null ", ["null-text"]),
        ("PREFECT_LOGGING_EXTRA_LOGGERS=null", []),  # JSON's null unsets the setting
        ("PREFECT_LOGGING_EXTRA_LOGGERS=None", ["null-text"]),
        ('PREFECT_SERVER_API=\'{"host": "None"}\'', ["null-text"]),
        ("PREFECT_SERVER_DATABASE='{\"connection_url\": null}'", []),
    ],
)
def test_a_word_that_means_no_value_in_dotenv(line: str, expected: list[str]) -> None:
    assert [each.code for each in dotenv(line).findings()] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("api.key = '$K'\nclient.custom_headers.Authorization = '$A'",
         ["variable-literal", "variable-literal", "header-for-login"]),
        ("client.custom_headers.Authorization = '$A'", ["variable-literal"]),
        ("client.custom_headers.Authorization = '$A'\nserver.api.auth_string = 'a:$B'",
         ["variable-literal", "variable-literal", "auth-of-clients"]),
    ],
)  # fmt: skip
def test_a_login_of_the_same_document(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_login_of_the_same_dotenv() -> None:
    header = """PREFECT_CLIENT_CUSTOM_HEADERS='{"Authorization": "Bearer a"}'\n"""
    assert [each.code for each in dotenv(header).findings()] == []
    found = dotenv(f"{header}PREFECT_API_KEY=b\n").findings()
    assert [each.code for each in found] == ["header-for-login"]


def test_a_refused_part_is_not_missing() -> None:
    text = "[server.database]\nhost = 5\nname = 'n'\ndriver = 'postgresql+asyncpg'"
    found = Analysis(Document(text), CONTEXT).findings()
    assert found[1].message.startswith("This driver needs `server.database.user`, or ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("server.api.port = '$PORT'",
         "`server.api.port` takes an integer; Prefect does not expand variables here"),
        ("debug_mode = '${DEBUG}'",
         "`debug_mode` takes `true` or `false`; Prefect does not expand variables here"),
        ("server.api.port = 'port'",
         "`server.api.port` takes an integer; this string is not one"),
        ("api.url = ['$URL']", "`api.url` takes a string, not an array"),
    ],
)  # fmt: skip
def test_a_refused_reference_is_reported_once(text: str, message: str) -> None:
    (found,) = Analysis(Document(text), CONTEXT).findings()
    assert found.severity is Severity.ERROR
    assert found.message == message


def test_a_refused_reference_in_variables_is_reported_once() -> None:
    (found,) = dotenv("PREFECT_SERVER_API_PORT=$PORT\n").findings()
    only = "`.env` only expands `${NAME}`, with braces"
    assert found.message == f"`PREFECT_SERVER_API_PORT` takes an integer; {only}"
    (found,) = profiles(f"{ACTIVE}PREFECT_DEBUG_MODE = '$X'\n").findings()
    assert found.message.endswith("; Prefect does not expand variables here")


def test_a_package_that_does_not_expand_variables() -> None:
    name = "integrations.kubernetes.observer.additional_label_filters"
    schema = CATALOGUE.schema(packages=Packages())
    (found,) = Analysis(Document(f"{name} = '$LABELS'"), Context(schema)).findings()
    assert found.message.endswith("; it does not expand variables here")
    assert len(found.message) <= 200
