"""The targets of go to definition."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.features.definition import (
    definition,
    definition_of_profile,
    definition_of_variable,
)
from prefect_toml_lsp.features.snapshot import Client
from tests.features.folder import Folder, at, shown

PROFILES = "active = 'a'\n[profiles.a]\nPREFECT_API_URL = 'p'\n"


def lead(folder, marked, name="prefect.toml", **files):
    """``file:line:text`` of the definition at ``|``, or None."""
    folder.write(**files)
    text, position = at(marked)
    snapshot = folder.open(text, name)
    params = lsp.DefinitionParams(lsp.TextDocumentIdentifier(snapshot.uri), position)
    found = definition(snapshot, params)
    if found is None:
        return None
    assert isinstance(found, lsp.Location)
    names = {"env": ".env", "profiles": "profiles.toml", "pyproject": "pyproject.toml"}
    texts = {names.get(key, "prefect.toml"): value for key, value in files.items()}
    return shown(found, {**texts, name: text})


@pytest.mark.parametrize(
    ("marked", "files", "target"),
    [
        # this file
        ("server.api.po|rt = 1", {}, "prefect.toml:0:port"),
        ("server.api.port = 1|2", {}, "prefect.toml:0:port"),
        ("[server]\napi = { po|rt = 1 }", {}, "prefect.toml:1:port"),
        ("[server.a|pi]\nport = 1", {}, "prefect.toml:0:api"),
        ("[server.api]\nport = 1\n[ser|ver]", {}, "prefect.toml:2:server"),
        ("plugins.al|low = ['x']", {}, "prefect.toml:0:allow"),
        ("plugins.allow = ['x|']", {}, "prefect.toml:0:allow"),
        # the source that wins
        ("[api]\nurl| = 'x'", {"env": "# 1\nexport PREFECT_API_URL=y"}, ".env:1:PREFECT_API_URL"),
        ("[api]\nurl = '|x'", {"env": "prefect_api_url=y"}, ".env:0:prefect_api_url"),
        ("[api]\nurl| = 'x'", {"env": "'PREFECT_API_URL'=y"}, ".env:0:'PREFECT_API_URL'"),
        ("[api]\nurl| = 'x'", {"env": 'PREFECT_API=\'{"url": "y"}\''}, ".env:0:PREFECT_API"),
        # sources that do not win
        ("[api]\nurl| = 'x'", {"profiles": PROFILES}, "prefect.toml:1:url"),
        ("[api]\nurl| = 'x'", {"pyproject": "tool.prefect.api.url = 'y'"}, "prefect.toml:1:url"),
        # the first of two assignments
        ("[api]\nurl = 'x'\nu|rl = 'y'", {}, "prefect.toml:1:url"),
        ("[api]\n[server]\n[ap|i]", {}, "prefect.toml:0:api"),
        # the legacy place
        ("plugins.strict = true\nexperiments.plugins.st|rict = true", {},
         "prefect.toml:0:strict"),
        ("experiments.plugins.st|rict = true", {"pyproject": "[tool.prefect.plugins]\nstrict = 1"},
         "pyproject.toml:1:strict"),
        # entries of free-form tables
        ("[client.custom_headers]\nA| = 'a'",
         {"env": 'PREFECT_CLIENT_CUSTOM_HEADERS={"A": "b"}'},
         ".env:0:PREFECT_CLIENT_CUSTOM_HEADERS"),
        ("[client.custom_headers]\nB| = 'a'",
         {"env": 'PREFECT_CLIENT_CUSTOM_HEADERS={"A": "b"}'}, "prefect.toml:1:B"),
        ("[client.custom_he|aders]\nA = 'a'",
         {"env": 'PREFECT_CLIENT_CUSTOM_HEADERS={"A": "b"}'}, "prefect.toml:0:custom_headers"),
        # nothing
        ("no|where = 1", {}, None),
        ("# co|mment", {}, None),
        ("[ap|", {}, None),
        ("api.u|rl", {}, "prefect.toml:0:url"),
        ("|", {}, None),
    ],
)  # fmt: skip
def test_from_prefect_toml(tmp_path, marked, files, target):
    assert lead(Folder(tmp_path), marked, **files) == target


def test_from_pyproject_toml(tmp_path):
    marked = "[tool.prefect.api]\nu|rl = 'x'"
    folder = Folder(tmp_path)
    assert lead(folder, marked, "pyproject.toml") == "pyproject.toml:1:url"
    found = lead(folder, marked, "pyproject.toml", prefect="a = 1\n[api]\nurl = 'y'")
    assert found == "prefect.toml:2:url"
    found = lead(folder, marked, "pyproject.toml", prefect="api = { key = 'k', url = 'y' }")
    assert found == "prefect.toml:0:url"
    assert lead(folder, "[tool.ru|ff]", "pyproject.toml") is None


def test_an_environment_variable_has_no_definition(tmp_path):
    folder = Folder(tmp_path, {"PREFECT_API_URL": "x"})
    assert lead(folder, "api.u|rl = 'y'", env="PREFECT_API_URL=z") is None


def test_links_for_clients_that_support_them(tmp_path):
    folder = Folder(tmp_path, client=Client(definition_links=True))
    folder.write(env="\n  PREFECT_API_URL = 😀")
    snapshot = folder.open("[api]\nurl = 'x'")
    params = lsp.DefinitionParams(lsp.TextDocumentIdentifier(snapshot.uri), lsp.Position(1, 7))
    (link,) = definition(snapshot, params)
    assert link.target_uri.endswith("/.env")
    assert link.target_selection_range == lsp.Range(lsp.Position(1, 2), lsp.Position(1, 17))
    assert link.target_range == lsp.Range(lsp.Position(1, 2), lsp.Position(1, 22))
    assert link.origin_selection_range == lsp.Range(lsp.Position(1, 6), lsp.Position(1, 9))


def test_a_file_that_was_removed(tmp_path):
    folder = Folder(tmp_path)
    folder.write(env="PREFECT_API_URL=y")
    snapshot = folder.open("api.url = 'x'")
    (tmp_path / ".env").unlink()
    where = lsp.TextDocumentIdentifier(snapshot.uri)
    assert definition(snapshot, lsp.DefinitionParams(where, lsp.Position(0, 5))) is None


@pytest.mark.parametrize(
    ("marked", "target"),
    [
        ("active = 'b|'\n[profiles.a]\n[profiles.b]", "profiles.toml:2:b"),
        ("act|ive = 'a'\n[profiles.a]", "profiles.toml:1:a"),
        ("active = '|a'\nprofiles.a.PREFECT_API_URL = 'x'", "profiles.toml:1:a"),
        ("active = '|c'\n[profiles.a]", None),
        ("active = |1\n[profiles.a]", None),
        ("active = 'a'\n[profiles.|a]", None),
    ],
)
def test_from_active_to_the_profile(tmp_path, marked, target):
    text, position = at(marked)
    view = Folder(tmp_path).view(text, "profiles.toml")
    params = lsp.DefinitionParams(lsp.TextDocumentIdentifier(view.uri), position)
    found = definition_of_profile(view, params)
    assert (found and shown(found, {"profiles.toml": text})) == target


TWO = "active = 'a'\n[profiles.a]\nPREFECT_API_URL = 'a'\n[profiles.b]\n"
KEY = "PREFECT_API_KEY"


@pytest.mark.parametrize(
    ("marked", "environment", "target"),
    [
        # in force itself
        (f"active = 'a'\nprofiles.a.{KEY}| = 'x'", {}, f"profiles.toml:1:{KEY}"),
        (f"active = 'a'\n[profiles.a]\n{KEY} = 'x|'", {}, f"profiles.toml:2:{KEY}"),
        ("active = 'a'\n[profiles]\na = {PREFECT_API| = '{}'}", {},
         "profiles.toml:2:PREFECT_API"),
        # in force in another profile
        (f"{TWO}PREFECT_API_|URL = 'b'", {}, "profiles.toml:2:PREFECT_API_URL"),
        (f"{TWO}PREFECT_API_URL| = 'b'", {"PREFECT_PROFILE": "b"},
         "profiles.toml:4:PREFECT_API_URL"),
        # the preferred one of two
        ("[profiles.a]\nPREFECT_EXPERIMENTAL_|WARN = 0\nPREFECT_EXPERIMENTS_WARN = 1",
         {"PREFECT_PROFILE": "a"}, "profiles.toml:2:PREFECT_EXPERIMENTS_WARN"),
        # nowhere in a file
        (f"{TWO}PREFECT_API_URL| = 'b'", {"PREFECT_API_URL": "x"}, None),
        (f"{TWO}{KEY}| = 'b'", {}, None),
        (f"[profiles.b]\n{KEY}| = 'b'", {}, None),
        # values that Prefect does not read
        ("active = 'a'\n[profiles.a]\nprefect_api_|key = 'x'\nNO = 1", {}, None),
        ("active = 'a'\n[profiles.a]\nN|O = 1", {}, None),
    ],
)  # fmt: skip
def test_from_a_variable_of_a_profile(tmp_path, marked, environment, target):
    text, position = at(marked)
    view = Folder(tmp_path, environment).view(text, "profiles.toml")
    params = lsp.DefinitionParams(lsp.TextDocumentIdentifier(view.uri), position)
    found = definition_of_profile(view, params)
    assert (found and shown(found, {"profiles.toml": text})) == target


def test_from_a_variable_of_a_profile_to_the_source_that_wins(tmp_path):
    folder = Folder(tmp_path)
    folder.write(prefect="[api]\nurl = 'x'")
    view = folder.view(f"{TWO}PREFECT_API_URL = 'b'", "profiles.toml")
    for line in (2, 4):
        where = lsp.TextDocumentIdentifier(view.uri)
        found = definition_of_profile(view, lsp.DefinitionParams(where, lsp.Position(line, 3)))
        assert shown(found, {"prefect.toml": "[api]\nurl = 'x'"}) == "prefect.toml:1:url"


@pytest.mark.parametrize(
    ("marked", "environment", "target"),
    [
        ("PREFECT_API_URL=x|\nprefect_api_url=y\nPREFECT_API_URL", {}, ".env:1:prefect_api_url"),
        ("PREFECT_API_|KEY=x", {}, ".env:0:PREFECT_API_KEY"),
        ("PREFECT_API_|KEY", {}, ".env:0:PREFECT_API_KEY"),
        ("PREFECT_API_|KEY=x", {"PREFECT_API_KEY": "y"}, None),
        ("PREFECT_NO|=x", {}, None),
        ("|", {}, None),
        ("# PREFECT_API|_KEY", {}, None),
    ],
)
def test_from_a_variable(tmp_path, marked, environment, target):
    text, position = at(marked)
    view = Folder(tmp_path, environment).view(text, ".env")
    params = lsp.DefinitionParams(lsp.TextDocumentIdentifier(view.uri), position)
    found = definition_of_variable(view, params)
    assert (found and shown(found, {".env": text})) == target
