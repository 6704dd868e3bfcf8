"""Which values may be shown, and how the text of a variable is read."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.secrets import find_assigned, find_in_text, may_show
from prefect_toml_lsp.prefect.variables import read_variable

BY_PATH = Catalogue.load().schema().by_path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("api.key", ""),
        ("server.database.connection_url", "sqlite:///x"),
        ("api.url", "https://me:hunter2@host/api"),
        ("api.url", "https://hunter2@host/api"),
        ("api.url", "https://host/api?token=hunter2"),
        ("home", "https:/me:hunter2@host/api"),
        ("server.database.name", "pnu_hunter2"),
        ("plugins.allow", ["a", "pnb_hunter2"]),
        ("client.custom_headers", {"Authorization": "hunter2"}),
        ("client.custom_headers", {"X": "api-key: hunter2"}),
        ("client.custom_headers", {"X-Secret": ["hunter2"]}),
        ("plugins.allow", ["Bearer hunter2"]),
        ("home", "token ="),
    ],
)
def test_hidden(path, value):
    assert not may_show(BY_PATH[path], value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("api.url", "https://api.prefect.cloud/api/accounts/a/workspaces/b"),
        ("api.url", "http://127.0.0.1:4200/api"),
        ("server.api.port", 4200),
        ("debug_mode", True),
        ("plugins.allow", ["a", "b"]),
        ("client.custom_headers", {"X-Team": "data"}),
        ("home", "~/.prefect"),
    ],
)
def test_shown(path, value):
    assert may_show(BY_PATH[path], value)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("plugins.allow", '["a"]', ["a"]),
        ("plugins.allow", "a,b", "a,b"),
        ("plugins.allow", "null", None),
        ("plugins.allow", "[" * 100_000, "[" * 100_000),
        ("client.retry_extra_codes", "429", 429),
        ("server.api.port", "4200", "4200"),
        ("api.url", "null", "null"),
        ("client.custom_headers", '{"A": "a"}', '{"A": "a"}'),
    ],
)
def test_text_of_a_variable(path, text, value):
    assert read_variable(BY_PATH[path], text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("http://me:hunter2@host/api", ["hunter2"]),
        ("http://me:hunter@2@host http://you:x@y", ["hunter@2", "x"]),
        ("//a:b@c", []),
        ('url = "me:hunter2@host:4200/api"', ["hunter2"]),
        ("PREFECT_API_URL=:hunter2@host", ["hunter2"]),
        ("host:4200/api?a=b&token=hunter2", ["hunter2"]),
        ("prefecthq/prefect:3@sha256:0123 host:4200/a@b", []),
        ("https://h/a?b=1&token=hunter2&c=d", ["hunter2"]),
        ("see 'https://h/a#access_token=hunter2'", ["hunter2"]),
        ("https://h/a?page=2#key= ?token=x", []),
        ("the key pnu_hunter2.", ["pnu_hunter2"]),
        ('X-Foo = "Bearer hunter2"', ["hunter2"]),
        ("Basic aHVudGVyMg==", ["aHVudGVyMg=="]),
        ("basic authentication, bearer of it", []),
        ("`Basic` settings", []),
    ],
)
def test_secrets_anywhere(text: str, found: list[str]) -> None:
    assert sorted(text[start:end] for start, end in find_in_text(text)) == sorted(found)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("# api-key: x", "x"),
        ('# "Token" = x', "x"),
        ("# the key is lost", None),
        ("# token:", None),
        ("# a.token_2 =x", "x"),
    ],
)
def test_assigned(text: str, rest: str | None) -> None:
    start = find_assigned(text)
    assert rest == (start if start is None else text[start:])
