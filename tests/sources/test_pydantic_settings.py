"""The effect of the version of pydantic-settings; the expectations are the answers of Prefect
3.4.25 with 2.13.1 and of 3.9.1 with 2.16.3.
"""

from __future__ import annotations

import json

import pytest

from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.project.readers import NEWEST
from prefect_toml_lsp.sources.effective import effective_settings
from prefect_toml_lsp.sources.folder import Folder

NAMES_FIRST = NEWEST._replace(ranks_names_first=True, any_case_json=False)
SCHEMA = Catalogue.load().schema((3, 4, 25))
FIRST, SECOND = "PREFECT_SERVER_API_CORS_ALLOWED_HEADERS", "PREFECT_SERVER_CORS_ALLOWED_HEADERS"
SETTING = "server.api.cors_allowed_headers"
FOREMAN = "PREFECT_SERVER_SERVICES_FOREMAN"


def value(tmp_path, readers, path, environment, **files):
    """The value in force of a setting; `files` are `dotenv`, `prefect` and the active `profile`."""
    if "dotenv" in files:
        (tmp_path / ".env").write_text(files["dotenv"])
    if "prefect" in files:
        (tmp_path / "prefect.toml").write_text(files["prefect"])
    if "profile" in files:
        (tmp_path / ".prefect").mkdir()
        text = f"active = 'a'\n[profiles.a]\n{files['profile']}\n"
        (tmp_path / ".prefect" / "profiles.toml").write_text(text)
    folder = Folder.read(tmp_path, environment, SCHEMA, tmp_path, readers=readers)
    found = effective_settings(folder, SCHEMA).settings
    return next(each.value for each in found if each.node.dotted == path)


@pytest.mark.parametrize(
    ("environment", "dotenv", "newest", "names_first"),
    [
        ({SECOND: "e"}, f"{FIRST}=d", "e", "d"),
        ({SECOND: "e"}, f"{SECOND}=d", "e", "e"),
        ({FIRST: "e"}, f"{SECOND}=d", "e", "e"),
        ({FIRST: "e"}, f"{FIRST}=d", "e", "e"),
        ({SECOND: "e"}, f"{SECOND}=1\n{FIRST}=d", "e", "d"),
        ({SECOND: "e"}, "", "e", "e"),
        ({}, f"{SECOND}=d", "d", "d"),
    ],
)
def test_which_of_two_variables_wins(tmp_path, environment, dotenv, newest, names_first):
    prefect = f"{SETTING} = 't'"
    for readers, wanted in ((NEWEST, newest), (NAMES_FIRST, names_first)):
        got = value(tmp_path, readers, SETTING, environment, dotenv=dotenv, prefect=prefect)
        assert got == wanted


@pytest.mark.parametrize(
    ("key", "other", "newest", "names_first"),
    [
        ("cors_allowed_headers", FIRST, "j", "j"),
        (FIRST.lower(), FIRST, "e", "j"),
        (SECOND.lower(), FIRST, "e", "j"),
        (SECOND.lower(), SECOND, "e", "j"),
    ],
)
def test_a_variables_name_in_json_for_a_table(tmp_path, key, other, newest, names_first):
    environment = {"PREFECT_SERVER_API": json.dumps({key: "j"}), other: "e"}
    assert value(tmp_path, NEWEST, SETTING, environment) == newest
    assert value(tmp_path, NAMES_FIRST, SETTING, environment) == names_first


@pytest.mark.parametrize(
    ("key", "counts"),
    [
        ("inactivity_heartbeat_multiple", True),
        (f"{FOREMAN}_INACTIVITY_HEARTBEAT_MULTIPLE".lower(), True),
        (f"{FOREMAN}_INACTIVITY_HEARTBEAT_MULTIPLE", False),
    ],
)
def test_the_case_of_keys_in_json_in_a_profile(tmp_path, key, counts):
    path = "server.services.foreman.inactivity_heartbeat_multiple"
    text = json.dumps({key: 8})
    profile = f"{FOREMAN} = '{text}'"
    assert value(tmp_path, NEWEST, path, {}, profile=profile) == 8
    (tmp_path / ".prefect" / "profiles.toml").unlink()
    (tmp_path / ".prefect").rmdir()
    assert value(tmp_path, NAMES_FIRST, path, {}, profile=profile) == (8 if counts else 3)
    assert value(tmp_path, NAMES_FIRST, path, {FOREMAN: text}) == 8
