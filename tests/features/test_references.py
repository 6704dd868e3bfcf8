"""References to a setting, and workspace symbols."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.features.references import references
from prefect_toml_lsp.features.workspace_symbol import has_letters, symbols_of
from tests.features.folder import Folder, at, shown
from tests.features.structure import CATALOGUE, read_encoded
from tests.features.workspace import Views

PYPROJECT = "[tool.prefect]\napi.url = 'y'\nexperiments.plugins.strict = true\n[api]\nurl = 1"
ENV = (
    'URL=x\nprefect_api_url=x\nPREFECT_API=\'{"key": "k"}\'\n'
    'PREFECT_API={"URL": "z"}\nPREFECT_API_URL'
)
PROFILES = (
    "active = 'a'\n[profiles.a]\nPREFECT_API_URL = 'x'\nprefect_api_url = 'x'\n"
    "[profiles]\nb = { PREFECT_API_URL = 'y', PREFECT_API_KEY = 'hunter2' }\nPREFECT_API_URL = 1"
)


def find(tmp_path, marked, *, declaration=True, environment=None):
    text, position = at(marked)
    folder = Folder(tmp_path, environment or {})
    folder.write(env=ENV)
    snapshot = folder.open(text)
    files = [
        snapshot,
        folder.open(PYPROJECT, "pyproject.toml"),
        folder.view(ENV, ".env"),
        folder.view(PROFILES, "profiles.toml"),
    ]
    where = lsp.TextDocumentIdentifier(snapshot.uri)
    workspace = Views(CATALOGUE, snapshot.client, files)
    params = lsp.ReferenceParams(lsp.ReferenceContext(declaration), where, position)
    texts = {
        "prefect.toml": text,
        "pyproject.toml": PYPROJECT,
        ".env": ENV,
        "profiles.toml": PROFILES,
    }
    return [shown(each, texts) for each in asyncio.run(references(workspace, params))]


ELSEWHERE = [
    "pyproject.toml:1:url",
    ".env:1:prefect_api_url",
    ".env:3:PREFECT_API",
    "profiles.toml:2:PREFECT_API_URL",
    "profiles.toml:5:PREFECT_API_URL",
]


def test_all_places_that_set_a_setting(tmp_path):
    found = find(tmp_path, "[api]\nu|rl = 'x'\n[server]\napi = { host = 'h' }")
    assert found == ["prefect.toml:1:url", *ELSEWHERE]
    assert find(tmp_path, "api = { url = 'x|' }") == ["prefect.toml:0:url", *ELSEWHERE]


def test_without_the_declaration(tmp_path):
    found = find(tmp_path, "api.u|rl = 'x'", declaration=False)
    assert found == ["prefect.toml:0:url", *(each for each in ELSEWHERE if ".env:3" not in each)]
    # A variable that wins is in no file.
    environment = {"PREFECT_API": '{"url": "x"}'}
    found = find(tmp_path, "api.u|rl = 'x'", declaration=False, environment=environment)
    assert found == ["prefect.toml:0:url", *ELSEWHERE]


def test_a_setting_in_its_former_place(tmp_path):
    found = find(tmp_path, "plugins.st|rict = true")
    assert found == ["prefect.toml:0:strict", "pyproject.toml:2:strict"]
    found = find(tmp_path, "experiments.plugins.st|rict = true\nplugins.strict = true")
    assert found == ["prefect.toml:0:strict", "prefect.toml:1:strict", "pyproject.toml:2:strict"]


def test_tables(tmp_path):
    found = find(tmp_path, "[a|pi]\n[server]\napi.port = 1")
    assert found == ["prefect.toml:0:api", "pyproject.toml:1:api"]
    found = find(tmp_path, "[server.api]\n[ser|ver.ui]\n[server]\n[tasks]")
    assert [each for each in found if each.startswith("prefect")] == [
        "prefect.toml:0:server",
        "prefect.toml:1:server",
        "prefect.toml:2:server",
    ]


@pytest.mark.parametrize("marked", ["no|where = 1", "# a|pi", "|", "[a|"])
def test_nothing(tmp_path, marked):
    assert find(tmp_path, marked) == []


def read_symbols(view, query):
    return [read_encoded(each, lsp.WorkspaceSymbol) for each in symbols_of(view, query)]


def names(view, query=""):
    return [(each.name, each.location.range.start.line) for each in read_symbols(view, query)]


def test_symbols_of_each_kind_of_file(tmp_path):
    folder = Folder(tmp_path)
    text = "debug_mode = true\n[server.api]\nport = 1\nx = { 'y z' = 1 }\nbroken\n"
    assert names(folder.open(text)) == [
        ("debug_mode", 0),
        ("server.api", 1),
        ("server.api.port", 2),
        ("server.api.x", 3),
        ('server.api.x."y z"', 3),
    ]
    assert names(folder.open(PYPROJECT, "pyproject.toml")) == [
        ("api.url", 1),
        ("experiments.plugins.strict", 2),
    ]
    assert names(folder.view(ENV, ".env"))[0] == ("prefect_api_url", 1)
    assert names(folder.view(PROFILES, "profiles.toml"), "a_key") == [
        ("profiles.b.PREFECT_API_KEY", 5)
    ]


def test_no_value_is_shown(tmp_path):
    folder = Folder(tmp_path)
    views = [
        folder.open("api.key = 'hunter2'\napi.auth_string = 'hunter2\nhunter2"),
        folder.view("PREFECT_API_KEY=hunter2", ".env"),
        folder.view(PROFILES, "profiles.toml"),
    ]
    found = [each for view in views for each in symbols_of(view, "")]
    assert len(found) == 11
    assert "hunter2" not in repr(found)


def test_where_a_symbol_is(tmp_path):
    snapshot = Folder(tmp_path).open("[api]\nurl = 'x'")
    found = read_symbols(snapshot, "API.url")
    assert found == [
        lsp.WorkspaceSymbol(
            lsp.Location(snapshot.uri, lsp.Range(lsp.Position(1, 0), lsp.Position(1, 3))),
            "api.url",
            lsp.SymbolKind.Property,
            container_name="prefect.toml",
        )
    ]


@pytest.mark.parametrize(
    ("name", "query", "has"),
    [("server.api.port", "sap", True), ("server.api.port", "pas", False), ("a", "", True),
     ("api", "apii", False), ("", "a", False)],
)  # fmt: skip
def test_letters_in_order(name, query, has):
    assert has_letters(name, query) is has


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("rapor", ["server.api.port"]),  # in the header and in the key
        ("R.API.P", ["server.api.port", "server.api.x-a.po"]),
        ("rvera", ["server.api", "server.api.port", "server.api.x-a.po", "server.ui.api.on"]),
        ("api.", ["server.api.port", "server.api.x-a.po", "server.ui.api.on"]),
        ("api..", ["server.api.x-a.po"]),
        ("tp", []),  # both are there, in another order
        ("on", ["server.ui.api.on"]),
    ],
)
def test_letters_of_a_table_and_a_key(tmp_path, query, found):
    text = "[server.api]\nport = 1\nx-a . po = 2\n[server]\nui = { api.on = 1 }\n"
    assert [name for name, _ in names(Folder(tmp_path).open(text), query)] == found


def test_from_a_variable_to_all_places_that_set_its_setting(tmp_path):
    folder = Folder(tmp_path)
    text = "[api]\nurl = 'x'"
    dotenv, profiles = folder.view(ENV, ".env"), folder.view(PROFILES, "profiles.toml")
    files = [folder.open(text), dotenv, profiles]
    texts = {"prefect.toml": text, ".env": ENV, "profiles.toml": PROFILES}

    def found(view, line, *, declaration):
        where = lsp.TextDocumentIdentifier(view.uri)
        context = lsp.ReferenceContext(declaration)
        params = lsp.ReferenceParams(context, where, lsp.Position(line, 3))
        workspace = Views(CATALOGUE, view.client, files)
        return [shown(each, texts) for each in asyncio.run(references(workspace, params))]

    all_of_them = ["prefect.toml:1:url", *ELSEWHERE[1:]]
    assert found(dotenv, 1, declaration=True) == all_of_them
    assert found(profiles, 2, declaration=True) == all_of_them
    assert found(profiles, 2, declaration=False) == [
        each for each in all_of_them if each != "profiles.toml:2:PREFECT_API_URL"
    ]
    assert found(profiles, 3, declaration=True) == []
    assert found(dotenv, 1, declaration=False) == [
        each for each in all_of_them if each != ".env:1:prefect_api_url"
    ]


def test_files_that_prefect_reads_outside_of_the_workspace(tmp_path):
    folder = Folder(tmp_path)
    home = "active = 'a'\n[profiles.a]\nPREFECT_API_URL = 'x'"
    folder.write(profiles=home, env=ENV)
    snapshot = folder.open("api.url = 'x'")
    where = lsp.TextDocumentIdentifier(snapshot.uri)
    params = lsp.ReferenceParams(lsp.ReferenceContext(True), where, lsp.Position(0, 5))
    workspace = Views(CATALOGUE, snapshot.client, [snapshot, folder.view(ENV, ".env")])
    found = asyncio.run(references(workspace, params))
    texts = {"prefect.toml": "api.url = 'x'", ".env": ENV, "profiles.toml": home}
    assert [shown(each, texts) for each in found] == [
        "prefect.toml:0:url",
        ".env:1:prefect_api_url",
        ".env:3:PREFECT_API",
        "profiles.toml:2:PREFECT_API_URL",
    ]
