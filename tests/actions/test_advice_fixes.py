"""Fixes for values that Prefect accepts but that cannot work."""

from __future__ import annotations

from pathlib import Path

import pytest

from prefect_toml_lsp.actions.fixes import Fix, fixes
from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.analysis.documents import Judged
from prefect_toml_lsp.analysis.dotenv import DotenvAnalysis
from prefect_toml_lsp.analysis.profiles import ProfilesAnalysis
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect.releases import Packages
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document
from tests.analysis.variables import CATALOGUE

SCHEMA = CATALOGUE.schema((3, 9, 1), Packages())
PROFILE = "active = 'a'\n[profiles.a]\n"


def in_settings(text: str, kind: str = "prefect.toml") -> Judged:
    return Analysis(Document(text), Context(SCHEMA, kind=kind))


def in_dotenv(text: str) -> Judged:
    return DotenvAnalysis(DotenvDocument(text), Context(SCHEMA, kind="dotenv"))


def in_profile(text: str) -> Judged:
    return ProfilesAnalysis(Document(PROFILE + text), Context(SCHEMA, kind="profile"))


def offered(analysis: Judged, code: str) -> list[Fix]:
    found = [each for each in analysis.findings() if each.code == code]
    assert found, code
    return [each for each in fixes(analysis, found) if not each.title.startswith("Silence")]


def made(analysis: Judged, code: str) -> dict[str, str]:
    """The text after each fix for findings with this code, by title."""
    text = analysis.document.text
    found = {each.title: apply_edits(text, each.edits) for each in offered(analysis, code)}
    return {title: text.removeprefix(PROFILE) for title, text in found.items()}


@pytest.mark.parametrize(
    ("url", "scheme", "becomes"),
    [
        ("localhost:4200/api", "http", "http://localhost:4200/api"),
        ("LOCALHOST/api", "http", "http://LOCALHOST/api"),
        ("127.0.0.1:4200/api", "http", "http://127.0.0.1:4200/api"),
        ("[::1]:4200/api", "http", "http://[::1]:4200/api"),
        ("prefect-server:4200/api", "http", "http://prefect-server:4200/api"),
        ("prefect.local/api", "http", "http://prefect.local/api"),
        ("prefect.example.com/api", "https", "https://prefect.example.com/api"),
        ("prefect.example.com:4200/api", "http", "http://prefect.example.com:4200/api"),
        ("prefect.example.com:443/api", "https", "https://prefect.example.com:443/api"),
        ("api.prefect.cloud/api/accounts/a", "https", "https://api.prefect.cloud/api/accounts/a"),
        ("u:s3cret@prefect.example.com/api", "https", "https://u:s3cret@prefect.example.com/api"),
        ("//localhost:4200/api", "http", "http://localhost:4200/api"),
        ("http:/localhost:4200/api", "http", "http://localhost:4200/api"),
        ("http//localhost:4200/api", "http", "http://localhost:4200/api"),
        ("htp://localhost:4200/api", "http", "http://localhost:4200/api"),
        ("htps://prefect.example.com/api", "https", "https://prefect.example.com/api"),
    ],
)
def test_a_scheme_is_put_before_an_address(url: str, scheme: str, becomes: str) -> None:
    title, code = f"Put `{scheme}://` at the start", "api-url-without-scheme"
    for opening, closing in (('"', '"'), ("'", "'"), ('"""', '"""')):
        text = f"[api]\nurl = {opening}%s{closing} # c\n"
        assert made(in_settings(text % url), code) == {title: text % becomes}
    for text in ("PREFECT_API_URL=%s\n", "PREFECT_API_URL='%s' # c\n", 'PREFECT_API_URL="%s"\n'):
        assert made(in_dotenv(text % url), code) == {title: text % becomes}
    text = "PREFECT_API_URL = '%s'\n"
    assert made(in_profile(text % url), code) == {title: text % becomes}
    (found,) = offered(in_settings(f"api.url = '{url}'"), code)
    assert (found.preferred, found.safe) == (True, False)
    assert all("s3cret" not in each.text for each in found.edits)


def test_both_schemes_where_each_is_as_likely() -> None:
    found = offered(
        in_settings("api.url = 'prefect.example.com:8080/api'"), "api-url-without-scheme"
    )
    assert [(each.title, each.preferred) for each in found] == [
        ("Put `https://` at the start", False),
        ("Put `http://` at the start", False),
    ]


@pytest.mark.parametrize(
    "url", ["x", "/api", "ws://localhost:4200/api", "a b", "redis://h", "http:"]
)
def test_no_scheme_for_what_is_not_clearly_an_address(url: str) -> None:
    assert made(in_settings(f"api.url = '{url}'"), "api-url-without-scheme") == {}


def test_no_scheme_where_prefect_reads_another_text_than_is_written() -> None:
    assert made(in_settings(r'api.url = "localh\u006fst:4200/api"'), "api-url-without-scheme") == {}
    text = "A=localhost\nPREFECT_API_URL=${A}:4200/api\n"
    assert made(in_dotenv(text), "api-url-without-scheme") == {}


@pytest.mark.parametrize(
    ("scheme", "driver"),
    [
        ("postgresql", "postgresql+asyncpg"),
        ("postgres", "postgresql+asyncpg"),
        ("postgresql+psycopg2", "postgresql+asyncpg"),
        ("sqlite", "sqlite+aiosqlite"),
    ],
)
def test_the_driver_alone_is_written(scheme: str, driver: str) -> None:
    title = f"Change the scheme to `{driver}://`"
    text = "server.database.connection_url = '%s://u:s3cret@h/db' # c"
    analysis = in_settings(text % scheme)
    assert made(analysis, "database-driver") == {title: text % driver}
    (found,) = offered(analysis, "database-driver")
    assert [each.text for each in found.edits] == [driver]
    assert (found.preferred, found.safe) == (True, False)
    text = "PREFECT_SERVER_DATABASE_CONNECTION_URL=%s://u:s3cret@h/db\n"
    assert made(in_dotenv(text % scheme), "database-driver") == {title: text % driver}


def test_no_driver_for_another_database() -> None:
    text = "server.database.connection_url = 'mysql://h/db'"
    assert made(in_settings(text), "database-driver") == {}


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("client.custom_headers = { User-Agent = 'x', Y = 'z' }",
         {"Remove `User-Agent`": "client.custom_headers = { Y = 'z' }"}),
        ("[client.custom_headers]\nY = 'z'\nPrefect-Csrf-Token = 'x'\n",
         {"Remove `Prefect-Csrf-Token`": "[client.custom_headers]\nY = 'z'\n"}),
        ("client.custom_headers.user-agent = 'x'\nclient.custom_headers.Y = 'z'\n",
         {"Remove `client.custom_headers.user-agent`": "client.custom_headers.Y = 'z'\n"}),
        ("client.custom_headers = '{\"User-Agent\": \"x\", \"Y\": \"z\"}'",
         {"Remove the header `User-Agent`": "client.custom_headers = { Y = 'z' }"}),
        ("client.custom_headers = '{\"User-Agent\": \"x\"}'\n",
         {"Remove `client.custom_headers`": ""}),
    ],
)  # fmt: skip
def test_a_protected_header_is_removed(text: str, becomes: dict[str, str]) -> None:
    assert made(in_settings(text), "protected-header") == becomes
    (found,) = offered(in_settings(text), "protected-header")
    assert (found.preferred, found.safe) == (True, False)


def test_a_protected_header_is_removed_from_json_in_a_variable() -> None:
    name, code = "PREFECT_CLIENT_CUSTOM_HEADERS", "protected-header"
    text = '{"User-Agent": "x", "Y": "z"}'
    assert made(in_dotenv(f"{name}='{text}'\n"), code) == {
        "Remove the header `User-Agent`": f'{name}=\'{{"Y": "z"}}\'\n'
    }
    assert made(in_profile(f"{name} = '{text}'\n"), code) == {
        "Remove the header `User-Agent`": f'{name} = \'{{"Y": "z"}}\'\n'
    }
    assert made(in_dotenv(f'{name}=\'{{"User-Agent": "x"}}\'\nA=1\n'), code) == {
        f"Remove `{name}`": "A=1\n"
    }


@pytest.mark.parametrize(
    ("code", "text", "becomes"),
    [
        ("api-url-without-api", "api.url = 'http://localhost:4200'",
         {"Add `/api`": "api.url = 'http://localhost:4200/api'"}),
        ("api-url-without-api", "api.url = 'http://localhost:4200/'",
         {"Add `/api`": "api.url = 'http://localhost:4200/api'"}),
        ("api-url-without-api", "api.url = 'http://localhost:4200?a=b'", {}),
        ("api-url-any-address", "api.url = 'http://0.0.0.0:4200/api'",
         {"Change the host to `127.0.0.1`": "api.url = 'http://127.0.0.1:4200/api'"}),
        ("api-url-any-address", "api.url = 'http://[::]:4200/api'",
         {"Change the host to `[::1]`": "api.url = 'http://[::1]:4200/api'"}),
        ("api-url-any-address", "api.url = 'http://u:s3cret@0.0.0.0/api'",
         {"Change the host to `127.0.0.1`": "api.url = 'http://u:s3cret@127.0.0.1/api'"}),
        ("cors-spaces", "server.api.cors_allowed_methods = 'GET, POST'",
         {"Remove the spaces": "server.api.cors_allowed_methods = 'GET,POST'"}),
        ("fraction-cut-off", "worker.heartbeat_seconds = 7.5",
         {"Change to `7`": "worker.heartbeat_seconds = 7"}),
        ("fraction-cut-off", "worker.heartbeat_seconds = 0.5", {}),
        ("database-parts-ignored", "server.database.host = 'h'\n",
         {"Remove `server.database.host`": ""}),
        ("redis-parts-ignored", "redis.messaging.url = 'redis://h'\nredis.messaging.host = 'h'\n",
         {"Remove `redis.messaging.host`": "redis.messaging.url = 'redis://h'\n"}),
        ("profiles-path-literal", "profiles_path = '$PREFECT_HOME/profiles.toml'\n",
         {"Remove `profiles_path`": ""}),
        ("profiles-path-literal", "profiles_path = '$PREFECT_HOME/mine.toml'\n", {}),
        ("password-unescaped",
         "[server.database]\nconnection_url = 'postgresql+asyncpg://u:${PREFECT_SERVER_DATABASE_"
         "PASSWORD}@h/db'\npassword = 'p@s/s'",
         {"Write it percent-encoded":
          "[server.database]\nconnection_url = 'postgresql+asyncpg://u:${PREFECT_SERVER_DATABASE_"
          "PASSWORD}@h/db'\npassword = 'p%40s%2Fs'"}),
        ("password-unescaped",
         "[server.database]\nconnection_url = 'postgresql+asyncpg://u:p@s/@@h/db?x=@' # c\n",
         {"Write it percent-encoded":
          "[server.database]\nconnection_url = 'postgresql+asyncpg://u:p%40s/%40@h/db?x=@' # c\n"}),
        ("base-path-slash", "server.api.base_path = 'v1/api' # c\n",
         {"Put `/` at the start": "server.api.base_path = '/v1/api' # c\n"}),
        ("database-option",
         "server.database.connection_url = 'postgresql+asyncpg://h/d?a=b&sslmode=require' # c\n",
         {"Write `ssl` instead of `sslmode`":
          "server.database.connection_url = 'postgresql+asyncpg://h/d?a=b&ssl=require' # c\n"}),
        ("variable-literal",
         "[server.database]\npassword = 'x'\nconnection_url = "
         "'postgresql+asyncpg://u:$PREFECT_SERVER_DATABASE_PASSWORD@h/db'\n",
         {"Put variable names in braces":
          "[server.database]\npassword = 'x'\nconnection_url = "
          "'postgresql+asyncpg://u:${PREFECT_SERVER_DATABASE_PASSWORD}@h/db'\n"}),
    ],
)  # fmt: skip
def test_other_advice_with_one_meaning(code: str, text: str, becomes: dict[str, str]) -> None:
    assert made(in_settings(text), code) == becomes


def test_a_password_in_the_environment_is_not_written_into_the_url(tmp_path: Path) -> None:
    environment = {"PREFECT_SERVER_DATABASE_PASSWORD": "p@s/s"}
    context = Context(SCHEMA, Folder.read(tmp_path, environment, SCHEMA).without("prefect.toml"))
    url = "postgresql+asyncpg://u:${PREFECT_SERVER_DATABASE_PASSWORD}@h/db"
    analysis = Analysis(Document(f"server.database.connection_url = '{url}'\n"), context)
    assert offered(analysis, "password-unescaped") == []


def test_other_advice_in_variables() -> None:
    text = "PREFECT_WORKER_HEARTBEAT_SECONDS=7.5\n"
    fixed = {"Change to `7`": "PREFECT_WORKER_HEARTBEAT_SECONDS=7\n"}
    assert made(in_dotenv(text), "fraction-cut-off") == fixed
    text = 'PREFECT_SERVER_API_CORS_ALLOWED_METHODS = "GET, POST"\n'
    assert made(in_profile(text), "cors-spaces") == {
        "Remove the spaces": 'PREFECT_SERVER_API_CORS_ALLOWED_METHODS = "GET,POST"\n'
    }
    text = "PREFECT_API_URL=http://0.0.0.0:4200\n"
    assert made(in_dotenv(text), "api-url-without-api") == {
        "Add `/api`": "PREFECT_API_URL=http://0.0.0.0:4200/api\n"
    }
