"""Which of Prefect's sources wins; the expectations are Prefect 3.8.8's answers."""

from __future__ import annotations

import os

import pytest

from prefect_toml_lsp.files import reading
from prefect_toml_lsp.prefect import Catalogue, parse_release
from prefect_toml_lsp.sources.file_store import FileStore
from prefect_toml_lsp.sources.folder import Folder, chain, overrides
from prefect_toml_lsp.sources.kinds import PROFILE
from prefect_toml_lsp.sources.profiles_use import NOT_USED, ProfilesUse

CATALOGUE = Catalogue.load()
FILES = {
    "dotenv": ".env",
    "prefect": "prefect.toml",
    "pyproject": "pyproject.toml",
    "profiles": "home/.prefect/profiles.toml",
}


def read(tmp_path, env=None, release="3.8.8", opened=None, **files):
    """The sources of `tmp_path` with `files`, by the short names above."""
    for name, text in files.items():
        path = tmp_path / FILES[name]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    schema = CATALOGUE.schema(parse_release(release))
    return Folder.read(tmp_path, env, schema, tmp_path / "home", FileStore(opened or {}))


def profile(*lines):
    return "\n".join(["active = 'a'", "[profiles.a]", *lines])


def short(found):
    """``kind name`` or ``kind name:line`` for each assignment."""
    return [
        f"{each.kind} {each.name}" + ("" if each.line is None else f":{each.line}")
        for each in found
    ]


URL = "server.ui.api_url"
BOTH = {"PREFECT_UI_API_URL": "2", "PREFECT_SERVER_UI_API_URL": "1"}


def test_the_whole_chain(tmp_path):
    sources = read(
        tmp_path,
        {"PREFECT_API_URL": "e"},
        dotenv="# mine\nPREFECT_API_URL=d",
        prefect="[api]\nurl = 'p'",
        pyproject="[tool.prefect]\n\napi.url = 'y'",
        profiles=profile("PREFECT_API_URL = 'f'"),
    )
    places = chain("api.url", sources)
    assert short(places) == [
        "environment PREFECT_API_URL",
        "dotenv PREFECT_API_URL:1",
        "prefect.toml api.url:1",
        "pyproject.toml api.url:2",
        "profile PREFECT_API_URL:2",
    ]
    assert [place.where for place in places] == [
        None,
        *(tmp_path / name for name in FILES.values()),
    ]
    for place, kind in enumerate(["environment", "dotenv", "prefect.toml", "pyproject.toml"]):
        assert overrides("api.url", kind, sources) == places[:place]
    assert overrides("api.url", "profile", sources) == places[:4]
    assert sources.notes == ()


@pytest.mark.parametrize(
    ("path", "env", "files", "strongest"),
    [
        # the winner is found for each setting, not for the whole file
        ("logging.level", {}, {"prefect": "[api]\nurl = 'p'",
         "pyproject": "[tool.prefect.logging]\nlevel = 'INFO'"}, "pyproject.toml logging.level:1"),
        # an empty value is set, a name without = is not
        ("api.url", {"PREFECT_API_URL": ""}, {"prefect": "api.url = 'p'"},
         "environment PREFECT_API_URL"),
        ("api.url", {}, {"dotenv": "PREFECT_API_URL=", "prefect": "api.url = 'p'"},
         "dotenv PREFECT_API_URL:0"),
        ("api.url", {}, {"dotenv": "PREFECT_API_URL", "prefect": "api.url = 'p'"},
         "prefect.toml api.url:0"),
        ("api.url", {}, {"dotenv": "PREFECT_API_URL=d\nPREFECT_API_URL",
         "prefect": "api.url = 'p'"}, "prefect.toml api.url:0"),
        # names in any case: the last spelling and its last line count
        ("api.url", {"prefect_api_url": "e"}, {}, "environment prefect_api_url"),
        ("api.url", {"PREFECT_API_URL": "U", "prefect_api_url": "l"}, {},
         "environment prefect_api_url"),
        ("api.url", {"prefect_api_url": "l", "PREFECT_API_URL": "U"}, {},
         "environment PREFECT_API_URL"),
        ("api.url", {}, {"dotenv": "PREFECT_API_URL=1\nprefect_api_url=2\nPREFECT_API_URL=3"},
         "dotenv prefect_api_url:1"),
        ("api.url", {}, {"dotenv": "PREFECT_API_URL=1\nPREFECT_API_URL=2"},
         "dotenv PREFECT_API_URL:1"),
        # two variables of one setting
        (URL, BOTH, {}, "environment PREFECT_SERVER_UI_API_URL"),
        (URL, {}, {"dotenv": "PREFECT_UI_API_URL=2\nPREFECT_SERVER_UI_API_URL=1"},
         "dotenv PREFECT_SERVER_UI_API_URL:1"),
        (URL, {"PREFECT_UI_API_URL": "2"}, {"dotenv": "PREFECT_SERVER_UI_API_URL=1"},
         "environment PREFECT_UI_API_URL"),
        (URL, {"PREFECT_UI_API_URL": "2"}, {"prefect": "server.ui.api_url = 'p'"},
         "environment PREFECT_UI_API_URL"),
        (URL, {}, {"profiles": profile("PREFECT_UI_API_URL = '2'",
         "PREFECT_SERVER_UI_API_URL = '1'")}, "profile PREFECT_SERVER_UI_API_URL:3"),
        (URL, {}, {"profiles": profile("PREFECT_SERVER_UI_API_URL = '1'"),
         "prefect": "server.ui.api_url = 'p'"}, "prefect.toml server.ui.api_url:0"),
        # names that are not settings
        ("api.url", {"API_URL": "e", "url": "e"}, {"dotenv": "url=d\nAPI_URL=d"}, None),
        ("api.url", {}, {"profiles": profile("prefect_api_url = 'f'", "'api.url' = 'f'")}, None),
        ("api.url", {}, {"prefect": "'api.url' = 'p'\n[API]\nurl = 'p'"}, None),
        ("api.url", {}, {"pyproject": "[prefect.api]\nurl = 'y'\n[tool.other.api]\nurl = 'y'"},
         None),
        # a table where a value belongs sets nothing
        ("api.url", {}, {"prefect": "api.url = { x = 1 }",
         "pyproject": "tool.prefect.api.url = 'y'"}, "pyproject.toml api.url:0"),
        # variables that name a table
        ("api.url", {"PREFECT_API": '{"url": "j"}', "PREFECT_API_URL": "e"}, {},
         "environment PREFECT_API"),
        ("api.url", {"PREFECT_API_URL": "e"}, {"dotenv": "PREFECT_API='{\"URL\": \"j\"}'"},
         "dotenv PREFECT_API:0"),
        ("server.api.port", {}, {"profiles": profile("PREFECT_SERVER = '{\"api\":{\"port\":1}}'"),
         "prefect": "server.api.port = 3"}, "profile PREFECT_SERVER:2"),
        ("server.api.port", {"PREFECT_SERVER_API": '{"port": 2}'},
         {"dotenv": "PREFECT_SERVER={\"api\":{\"port\":1}}"}, "dotenv PREFECT_SERVER:0"),
        ("server.api.port", {"PREFECT_SERVER_API": '{"port": 2}'},
         {"dotenv": "PREFECT_SERVER_API={\"port\":1}"}, "environment PREFECT_SERVER_API"),
        ("api.key", {"PREFECT_API": '{"url": "j"}'}, {"prefect": "api.key = 'p'"},
         "prefect.toml api.key:0"),
        ("api.key", {"PREFECT_API": "null"}, {"prefect": "api.key = 'p'"},
         "prefect.toml api.key:0"),
        # the former place of [plugins]
        ("plugins.strict", {}, {"prefect": "experiments.plugins.strict = true",
         "pyproject": "tool.prefect.plugins.strict = false"}, "pyproject.toml plugins.strict:0"),
        ("plugins.strict", {}, {"prefect": "experiments.plugins.strict = true",
         "profiles": profile("PREFECT_PLUGINS_STRICT = 'false'")},
         "profile PREFECT_PLUGINS_STRICT:2"),
        ("plugins.strict", {}, {"prefect": "experiments.plugins.strict = true",
         "pyproject": "tool.prefect.experiments.plugins.strict = false"},
         "prefect.toml experiments.plugins.strict:0"),
        ("plugins.strict", {"PREFECT_EXPERIMENTS_PLUGINS_STRICT": "1"},
         {"prefect": "plugins.strict = true"}, "environment PREFECT_EXPERIMENTS_PLUGINS_STRICT"),
    ],
)  # fmt: skip
def test_the_strongest_source(tmp_path, path, env, files, strongest):
    found = short(chain(path, read(tmp_path, env, **files)))
    assert (found[0] if found else None) == strongest


def test_a_file_in_the_legacy_place_is_overridden_by_its_own_canonical_place(tmp_path):
    sources = read(tmp_path, prefect="plugins.strict = true\nexperiments.plugins.strict = true")
    legacy = overrides("experiments.plugins.strict", "prefect.toml", sources)
    assert short(legacy) == ["prefect.toml plugins.strict:0"]
    assert overrides("plugins.strict", "prefect.toml", sources) == []


def test_before_3_7_the_legacy_place_is_an_ordinary_one(tmp_path):
    files = {
        "prefect": "experiments.plugins.strict = true\nplugins.strict = true",
        "profiles": profile("PREFECT_EXPERIMENTS_PLUGINS_STRICT = 'false'"),
    }
    sources = read(tmp_path, release="3.6.29", **files)
    path = "experiments.plugins.strict"
    assert overrides(path, "prefect.toml", sources) == []
    assert short(chain(path, sources)) == [
        f"prefect.toml {path}:0",
        "profile PREFECT_EXPERIMENTS_PLUGINS_STRICT:2",
    ]
    assert chain("plugins.strict", sources) == []


HEADERS = "client.custom_headers"


@pytest.mark.parametrize(
    ("prefect", "pyproject", "entry", "expected"),
    [
        ("A = 'p'\nB = 'p'", "B = 'y'\nC = 'y'", "C", []),
        ("A = 'p'\nB = 'p'", "B = 'y'\nC = 'y'", "B", [f"prefect.toml {HEADERS}.B:2"]),
        ("A = 'p'\nB = 'p'", "B = 'y'\nC = 'y'", None, [f"prefect.toml {HEADERS}.B:2"]),
        ("A = 'p'", "C = 'y'", None, []),
        ("A = 'p'\nB = 'p'", "", None,
         [f"prefect.toml {HEADERS}.A:1", f"prefect.toml {HEADERS}.B:2"]),
    ],
)  # fmt: skip
def test_free_form_tables_are_merged_entry_by_entry(tmp_path, prefect, pyproject, entry, expected):
    sources = read(
        tmp_path,
        prefect=f"[{HEADERS}]\n{prefect}",
        pyproject=f"[tool.prefect.{HEADERS}]\n{pyproject}",
    )
    assert short(overrides(HEADERS, "pyproject.toml", sources, entry)) == expected


@pytest.mark.parametrize(
    ("value", "variable", "wins"),
    [
        ('\'{"A": "p"}\'', "{}", False),
        ('\'{"A": "p"}\'', '{"B": "e"}', False),
        ('\'{"A": "p"}\'', '{"A": "e"}', True),
        ('{ A = "p" }', '{"A": "e"}', True),
        ('{ A = "p" }', "not JSON", True),
    ],
)
def test_free_form_tables_as_json(tmp_path, value, variable, wins):
    name = "PREFECT_CLIENT_CUSTOM_HEADERS"
    sources = read(tmp_path, {name: variable}, prefect=f"{HEADERS} = {value}")
    found = overrides(HEADERS, "prefect.toml", sources)
    assert short(found) == ([f"environment {name}"] if wins else [])


def test_a_source_that_the_release_ignores_overrides_nothing(tmp_path):
    files = {
        "prefect": f"[{HEADERS}]\nA = 'p'",
        "pyproject": '[tool.prefect.client]\ncustom_headers = \'{"A": "y"}\'',
    }
    assert overrides(HEADERS, "pyproject.toml", read(tmp_path, release="3.4.25", **files)) == []
    newer = read(tmp_path, release="3.8.8", **files)
    assert short(overrides(HEADERS, "pyproject.toml", newer)) == [f"prefect.toml {HEADERS}.A:1"]


def test_settings_that_the_release_does_not_have(tmp_path):
    assert chain("no.such", read(tmp_path, {"PREFECT_NO_SUCH": "1"}, prefect="no.such = 1")) == []


def test_the_environment_can_be_switched_off(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "e")
    sources = read(tmp_path, None, dotenv="PREFECT_API_URL=d")
    assert short(chain("api.url", sources)) == ["dotenv PREFECT_API_URL:0"]


# Profiles

TWO = (
    "active = 'a'\n[profiles.a]\nPREFECT_API_URL = 'a'\n[profiles.b]\n\nPREFECT_API_URL = 'b'\n"
    "[profiles.c]\nPREFECT_HOME = 'c'"
)


@pytest.mark.parametrize(
    ("env", "files", "place"),
    [
        ({}, {}, "home/.prefect/profiles.toml:2"),
        ({"PREFECT_PROFILE": "b"}, {}, "home/.prefect/profiles.toml:5"),
        ({"PREFECT_PROFILE": ""}, {}, "home/.prefect/profiles.toml:2"),
        ({"PREFECT_PROFILE": "c"}, {}, None),
        ({"PREFECT_PROFILE": "unknown"}, {}, None),
        ({"PREFECT_TEST_MODE": "0"}, {}, None),
        ({}, {"dotenv": "PREFECT_PROFILE=b"}, "home/.prefect/profiles.toml:2"),
        ({"PREFECT_PROFILES_PATH": "x.toml"}, {}, "x.toml:2"),
        ({"PREFECT_PROFILES_PATH": "~/x.toml"}, {}, None),
        ({"PREFECT_PROFILES_PATH": "missing.toml"}, {}, None),
        ({"prefect_profiles_path": "x.toml"}, {}, "home/.prefect/profiles.toml:2"),
        ({"PREFECT_HOME": "."}, {}, "profiles.toml:2"),
        ({}, {"dotenv": "PREFECT_HOME=."}, "home/.prefect/profiles.toml:2"),
        ({}, {"prefect": "home = '.'"}, "home/.prefect/profiles.toml:2"),
        ({}, {"dotenv": "PREFECT_PROFILES_PATH=x.toml"}, "x.toml:2"),
        ({}, {"dotenv": "prefect_profiles_path=x.toml"}, "home/.prefect/profiles.toml:2"),
        ({"N": "y"}, {"dotenv": "PREFECT_PROFILES_PATH=${N}.toml"}, "y.toml:2"),
        ({"N": "y"}, {"dotenv": "N=x\nPREFECT_PROFILES_PATH=${N}.toml"}, "x.toml:2"),
        ({"PREFECT_PROFILES_PATH": "y.toml"}, {"dotenv": "PREFECT_PROFILES_PATH=x.toml"},
         "y.toml:2"),
        ({}, {"prefect": "profiles_path = 'x.toml'"}, "x.toml:2"),
        ({}, {"prefect": "profiles_path = ''"}, "home/.prefect/profiles.toml:2"),
        ({}, {"prefect": "profiles_path = '$PREFECT_HOME/x.toml'"}, None),
        ({}, {"pyproject": "tool.prefect.profiles_path = 'y.toml'"}, "y.toml:2"),
        ({}, {"prefect": "profiles_path = 'x.toml'",
              "pyproject": "tool.prefect.profiles_path = 'y.toml'"}, "x.toml:2"),
        ({}, {"prefect": "profiles_path = 'x.toml'", "dotenv": "PREFECT_PROFILES_PATH=y.toml"},
         "y.toml:2"),
    ],
)  # fmt: skip
def test_where_the_active_profile_is(tmp_path, env, files, place):
    for name in ("x.toml", "y.toml", "profiles.toml"):
        (tmp_path / name).write_text(TWO)
    sources = read(tmp_path, env, profiles=TWO, **files)
    found = [each for each in chain("api.url", sources) if each.kind == "profile"]
    written = [f"{each.where.relative_to(tmp_path).as_posix()}:{each.line}" for each in found]
    assert written == ([place] if place else [])
    assert sources.notes == ()


def test_before_3_2_1_prefect_home_does_not_move_the_profiles(tmp_path):
    (tmp_path / "profiles.toml").write_text(TWO)
    env = {"PREFECT_HOME": "."}
    assert read(tmp_path, env, "3.2.0").profiles_path == tmp_path / "home/.prefect/profiles.toml"
    assert read(tmp_path, env, "3.2.1").profiles_path == tmp_path / "profiles.toml"


@pytest.mark.parametrize(
    ("env", "files", "expected"),
    [
        ({}, {}, "home/.prefect/profiles.toml"),
        ({"PREFECT_HOME": "h"}, {}, "h/profiles.toml"),
        ({}, {"dotenv": "PREFECT_HOME=h"}, "h/profiles.toml"),
        ({}, {"prefect": "home = 'h'"}, "h/profiles.toml"),
        ({}, {"dotenv": "prefect_profiles_path=x.toml"}, "x.toml"),
        ({}, {"prefect": "profiles_path = '$PREFECT_HOME/x.toml'\nhome = 'h'"}, "h/x.toml"),
    ],
)
def test_where_prefect_checks_the_names_in_profiles(tmp_path, env, files, expected):
    sources = read(tmp_path, env, "3.9.1", **files)
    assert sources.checked_profiles == tmp_path / expected
    is_read = sources.profiles_path == tmp_path / expected
    assert sources.use_of_profiles(tmp_path / expected) == ProfilesUse(is_read, True)
    assert sources.use_of_profiles(sources.profiles_path) == ProfilesUse(True, is_read)
    assert sources.use_of_profiles(tmp_path / "other.toml") == NOT_USED


def test_the_active_profile_moves_the_file_that_is_checked(tmp_path):
    (tmp_path / "home/.prefect").mkdir(parents=True)
    text = "active = 'a'\n[profiles.a]\nPREFECT_HOME = 'h'\n"
    (tmp_path / "home/.prefect/profiles.toml").write_text(text)
    sources = read(tmp_path, {}, "3.9.1")
    assert sources.checked_profiles == tmp_path / "h/profiles.toml"
    assert sources.without(PROFILE).checked_profiles == tmp_path / "h/profiles.toml"


def test_a_path_that_needs_no_home_is_known_without_one(tmp_path):
    (tmp_path / "prefect.toml").write_text("profiles_path = 'x.toml'\n")
    sources = Folder.read(tmp_path, None, CATALOGUE.schema((3, 9, 1)), None)
    assert sources.checked_profiles == tmp_path / "x.toml"
    (tmp_path / "prefect.toml").write_text("profiles_path = '$PREFECT_HOME/x.toml'\n")
    sources = Folder.read(tmp_path, None, CATALOGUE.schema((3, 9, 1)), None)
    assert sources.checked_profiles is None


@pytest.mark.parametrize(
    "files",
    [
        {"dotenv": "PREFECT_PROFILES_PATH=x.toml"},
        {"prefect": "profiles_path = 'x.toml'"},
        {"pyproject": "tool.prefect.profiles_path = 'x.toml'"},
    ],
)
def test_before_3_1_1_no_file_moves_the_profiles(tmp_path, files):
    home = tmp_path / "home/.prefect/profiles.toml"
    assert read(tmp_path, {}, "3.1.0", **files).profiles_path == home
    assert read(tmp_path, {}, "3.1.1", **files).profiles_path == tmp_path / "x.toml"


def test_without_a_home_the_profiles_of_the_user_are_left_out(tmp_path):
    sources = Folder.read(tmp_path, None, CATALOGUE.schema())
    assert sources.profiles_path is None


# Broken and odd files


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("prefect", "[api]\nurl = ", "line 2 is not TOML"),
        ("prefect", "\ufeff[api]\nurl = 'p'", "line 1 is not TOML"),
        ("prefect", "[api]\nurl = 'p'\nurl = 'p'", "line 3 is not TOML"),
        ("pyproject", "[tool.prefect.api]\nurl = 'y'\n[broken", "line 3 is not TOML"),
        ("profiles", "active = ", "line 1 is not TOML"),
        ("prefect", b"api.url = '\xff'", "not UTF-8"),
        ("dotenv", b"PREFECT_API_URL=\xff", "not UTF-8"),
        ("dotenv", "A='x\nB=1", "line 1 does not parse"),
    ],
)
def test_broken_files_are_reported(tmp_path, name, text, message):
    sources = read(tmp_path, {}, **{name: text})
    assert [note.where for note in sources.notes] == [tmp_path / FILES[name]]
    assert message in str(sources.notes[0])


@pytest.mark.parametrize(
    "text", ["api.url = 'p'\nx = ", "[api]\nurl = 'p'\n[broken", "api.url = 'p\nx = 1"]
)
def test_a_broken_file_overrides_as_it_will_once_it_is_repaired(tmp_path, text):
    sources = read(tmp_path, {}, prefect=text, pyproject="[tool.prefect]\napi.url = 5")
    (strongest, _) = chain("api.url", sources)
    assert strongest.kind == "prefect.toml"


def test_the_other_lines_of_a_broken_dotenv_count(tmp_path):
    sources = read(tmp_path, dotenv='PREFECT_API_URL="a\nPREFECT_API_URL=d\n')
    assert short(chain("api.url", sources)) == ["dotenv PREFECT_API_URL:1"]


def test_a_table_variable_that_is_not_json_is_reported(tmp_path):
    sources = read(tmp_path, {"PREFECT_SERVER": "http://hunter2"})
    assert ["PREFECT_SERVER" in note.message for note in sources.notes] == [True]
    assert "hunter2" not in str(sources.notes)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks(tmp_path, line_break):
    sources = read(
        tmp_path,
        dotenv=line_break.join(["\ufeffA='1", "2'", "PREFECT_API_URL=d"]),
        prefect=line_break.join(["", "[api]", "url = 'p'"]),
    )
    expected = ["dotenv PREFECT_API_URL:2", "prefect.toml api.url:2"]
    assert short(chain("api.url", sources)) == expected


def test_folders_named_like_the_files(tmp_path):
    for name in FILES.values():
        (tmp_path / name).mkdir(parents=True)
    sources = read(tmp_path)
    assert {str(note.where.relative_to(tmp_path)) for note in sources.notes} == {*FILES.values()}
    assert chain("api.url", sources) == []


def test_unreadable_files_are_reported(tmp_path, monkeypatch):
    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    for name in (".env", "prefect.toml", "pyproject.toml"):
        (tmp_path / name).write_text("api.url = 'x'")
    monkeypatch.setattr(reading.os, "open", refuse)
    notes = read(tmp_path).notes
    assert [note.where.name for note in notes] == [".env", "prefect.toml", "pyproject.toml"]


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
def test_loops_of_symbolic_links(tmp_path):
    for name in (".env", "prefect.toml", "pyproject.toml"):
        (tmp_path / name).symlink_to(name)
    assert chain("api.url", read(tmp_path)) == []


def test_odd_shapes(tmp_path):
    sources = read(
        tmp_path,
        {"PREFECT_API": "[]", "PREFECT_SERVER": '{"api": 1}'},
        prefect="api = 1\n[[server]]\napi.port = 1",
        pyproject="[[tool.prefect]]\napi.url = 'y'",
        profiles="active = ['a']\nprofiles = 1",
    )
    assert chain("api.url", sources) == chain("server.api.port", sources) == []


def test_open_documents_count_instead_of_the_disk(tmp_path):
    opened = {tmp_path / "prefect.toml": "\n\napi.url = 'p'"}
    sources = read(tmp_path, prefect="api.key = 'p'", opened=opened)
    assert short(chain("api.url", sources)) == ["prefect.toml api.url:2"]
    assert chain("api.key", sources) == []


def test_values_are_kept_nowhere(tmp_path):
    secret = "hunter2"
    sources = read(
        tmp_path,
        {"PREFECT_API_KEY": secret, "PREFECT_API": f'{{"key": "{secret}"}}'},
        dotenv=f"PREFECT_API_KEY={secret}",
        prefect=f"api.key = '{secret}'",
        pyproject=f"tool.prefect.api.key = '{secret}'",
        profiles=profile(f"PREFECT_API_KEY = '{secret}'"),
    )
    assert len(chain("api.key", sources)) == 6
    assert secret not in repr(vars(sources)) + repr(vars(sources.assignments))


def test_the_files_that_sources_read(tmp_path):
    path = tmp_path / "prefect.toml"
    schema = CATALOGUE.schema()
    sources = Folder.read(tmp_path, {}, schema, tmp_path / "home").without("prefect.toml")
    assert not sources.looks_at(path)
    names = (".env", "pyproject.toml", "home/.prefect/profiles.toml")
    assert all(sources.looks_at(tmp_path / name) for name in names)
    assert not sources.looks_at(tmp_path / "profiles.toml")


def test_a_folder_without_one_source_keeps_all_others(tmp_path):
    whole = read(
        tmp_path,
        dotenv="PREFECT_API_URL=a\n= x",
        prefect="api.url = 'b'\nprofiles_path = 'home/.prefect/profiles.toml'",
        pyproject="tool.prefect.api.url = 'c'",
        profiles=profile("PREFECT_API_URL = 'd'"),
    )
    places = short(chain("api.url", whole))
    assert len(places) == 4
    for kind, place in zip(
        (".env", "prefect.toml", "pyproject.toml", "profile"), places, strict=True
    ):
        rest = whole.without("dotenv" if kind == ".env" else kind)
        assert short(chain("api.url", rest)) == [each for each in places if each != place]
        assert (rest.notes == whole.notes) is (kind != ".env")
        assert (rest.profiles_path, rest.readers) == (whole.profiles_path, whole.readers)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("PREFECT_API_URL=1", "PREFECT_API_URL=2", False),
        ("PREFECT_API_URL=1", "PREFECT_API_URL=1 # a", True),
        ("PREFECT_API_URL=1", "\nPREFECT_API_URL=1", False),
        ("PREFECT_API_URL=1", "PREFECT_API_KEY=1", False),
        ("A=1", "A=1\n= b", False),
        ("", "PREFECT_PROFILES_PATH=p", False),
    ],
)
def test_sources_with_the_same_assignments(tmp_path, before, after, same):
    first, second = read(tmp_path, dotenv=before), read(tmp_path, dotenv=after)
    assert first.says_the_same(second) is same
