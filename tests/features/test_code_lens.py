"""What code lenses say above each table."""

from __future__ import annotations

from lsprotocol import types as lsp

from prefect_toml_lsp.features.code_lens import code_lenses
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.snapshot import Client
from prefect_toml_lsp.prefect import Installed, Packages
from tests.features.folder import CATALOGUE, Folder

ABLE = Client(shows_effective=True)
WANTED = ServerOptions(code_lens=True)


def lenses(tmp_path, text, name="prefect.toml", packages=None, **files):
    folder = Folder(tmp_path, client=ABLE, settings=WANTED)
    folder.schema = CATALOGUE.schema(packages=packages)
    folder.write(**files)
    snapshot = folder.open(text, name)
    params = lsp.CodeLensParams(lsp.TextDocumentIdentifier(snapshot.uri))
    found = code_lenses(snapshot, params)
    assert all(list(each.command.arguments) == [snapshot.uri] for each in found)
    return [f"{each.range.start.line}: {each.command.title}" for each in found]


def test_one_for_each_table_that_sets_something(tmp_path):
    text = (
        "# top\ndebug_mode = true\n[api]\nurl = 'x'\nkey = 'k'\n[server]\n[server.api]\n"
        "port = '4200'\nhost = 'h'\nprot = 1\n[ui]\na = 1\nb = 2\n[client.custom_headers]\nA = 'a'"
    )
    assert lenses(tmp_path, text, env="PREFECT_API_URL=y") == [
        "1: 1 setting",
        "2: 2 settings, 1 overridden",
        "6: 2 settings, 1 equal to the default, 1 ignored",
        "10: 0 settings, 2 ignored",
    ]


def test_only_below_tool_prefect(tmp_path):
    text = "a = 1\n[tool]\nruff.a = 1\n[tool.ruff]\na = 1\n[tool.prefect]\napi.url = 'x'\n"
    assert lenses(tmp_path, text, "pyproject.toml") == ["5: 1 setting"]


def test_inline_tables_and_broken_statements(tmp_path):
    assert lenses(tmp_path, "[server]\napi = { port = 1, host = 'x' }\nui = {\n= 3\n[") == [
        "0: 2 settings"
    ]


def test_defaults_however_they_are_written(tmp_path):
    text = "[server.events]\nretention_period = 'P1W'\nproactive_granularity = 5\n"
    assert lenses(tmp_path, text) == ["0: 2 settings, 2 equal to the default"]


def test_off_by_default_and_without_a_command_in_the_client(tmp_path):
    params = lsp.CodeLensParams(lsp.TextDocumentIdentifier("file:///x"))
    for folder in (Folder(tmp_path, client=ABLE), Folder(tmp_path, settings=WANTED)):
        assert code_lenses(folder.open("debug_mode = true"), params) is None


def test_a_setting_that_a_package_may_read_is_not_ignored(tmp_path):
    text = (
        "[integrations]\nacme.a = 1\n[integrations.acme]\nb = 1\n[integrations.acme.jobs]\nc = 1\n"
        "[redis.messaging]\nport = 6379\nprot = 1\n[integrations.aws.rds.iam]\nenabled = true\n"
    )
    redis = {"prefect-redis": Installed("0.3.0", "uv.lock")}
    assert lenses(tmp_path, text, packages=Packages(redis, is_complete=True)) == [
        "6: 1 setting, 1 equal to the default, 1 ignored",
        "9: 0 settings, 1 ignored",
    ]
