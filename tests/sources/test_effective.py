"""Values in force and those of each source; the expectations are Prefect 3.8.8's answers."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect import parse_release
from prefect_toml_lsp.sources.effective import effective_settings
from prefect_toml_lsp.sources.folder import chain, value_given
from tests.sources.test_folder import CATALOGUE, profile, read

HEADERS = "client.custom_headers"


def values(tmp_path, path, env=None, opened=None, **files):
    """The value that each source gives to `path`, the strongest first."""
    env = env or {}
    sources = read(tmp_path, env, opened=opened, **files)
    node = CATALOGUE.schema().by_path[path]
    return [value_given(place, node, sources) for place in chain(path, sources)]


def test_each_kind_of_source(tmp_path):
    found = values(
        tmp_path,
        "server.api.port",
        {"PREFECT_SERVER_API": '{"PORT": 1}', "prefect_server_api_port": "2"},
        dotenv="N=3\nPREFECT_SERVER_API_PORT=${N}",
        prefect="server.api = { host = 'h', port = 4 }",
        pyproject="tool.prefect.server.api.port = 5",
        profiles=profile("PREFECT_SERVER_API_PORT = 6"),
    )
    assert found == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("path", "files", "value"),
    [
        ("logging.level", {"dotenv": "PREFECT_LOGGING_LEVEL=info"}, "INFO"),
        ("debug_mode", {"dotenv": "PREFECT_DEBUG_MODE=yes"}, True),
        ("server.events.retention_period", {"prefect": "[server.events]\nretention_period = 90"},
         "PT1M30S"),
        ("server.api.port", {"prefect": "[server.api]\nport = 'http'"}, None),
        ("server.api.port", {"dotenv": "PREFECT_SERVER_API_PORT="}, None),
        ("plugins.strict", {"prefect": "experiments.plugins.strict = true"}, True),
        ("plugins.strict", {"pyproject": "tool.prefect.experiments.plugins.strict = true"}, True),
        # JSON text is only read in variables, for settings that take arrays.
        ("plugins.allow", {"dotenv": "PREFECT_PLUGINS_ALLOW='[\"a\", \"b\"]'"}, ["a", "b"]),
        ("plugins.allow",
         {"dotenv": "PREFECT_PLUGINS_ALLOW=null", "prefect": "plugins.allow = 'a'"}, ["a"]),
        ("plugins.allow", {"dotenv": "PREFECT_PLUGINS_ALLOW=a,b"}, ["a", "b"]),
        ("plugins.allow", {"profiles": profile("PREFECT_PLUGINS_ALLOW = '[\"a\"]'")}, ["[\"a\"]"]),
        ("tasks.default_retry_delay_seconds",
         {"dotenv": "PREFECT_TASKS_DEFAULT_RETRY_DELAY_SECONDS='[1, 2]'"}, [1, 2]),
        (HEADERS, {"prefect": "[client.custom_headers]\nA = 'a'\n'B.C' = 'b'"},
         {"A": "a", "B.C": "b"}),
        (HEADERS, {"dotenv": "PREFECT_CLIENT_CUSTOM_HEADERS='{\"A\": \"a\"}'"}, {"A": "a"}),
        (HEADERS, {"dotenv": "PREFECT_CLIENT_CUSTOM_HEADERS=A"}, None),
        # Secrets are not read at all.
        ("api.key", {"prefect": "api.key = 'hunter2'"}, None),
    ],
)  # fmt: skip
def test_values_as_prefect_reads_them(tmp_path, path, files, value):
    assert values(tmp_path, path, **files)[0] == value


def test_open_documents_count_instead_of_the_disk(tmp_path):
    opened = {tmp_path / "prefect.toml": "server.api.port = 2"}
    found = values(tmp_path, "server.api.port", opened=opened, prefect="server.api.port = 1")
    assert found == [2]


def in_force(tmp_path, path, release, environment=None, **files):
    """The value of a setting in force."""
    sources = read(tmp_path, environment or {}, release, **files)
    settings = effective_settings(sources, CATALOGUE.schema(parse_release(release))).settings
    return next(each.value for each in settings if each.node.dotted == path)


@pytest.mark.parametrize("release", ["3.1.0", "3.9.1"])
def test_a_default_is_converted_as_a_value_is(tmp_path, release):
    assert in_force(tmp_path, "runner.server.log_level", release) == "ERROR"


def test_before_3_1_5_the_built_in_profile_counts_only_without_a_file(tmp_path):
    path = "server.ephemeral.enabled"
    assert in_force(tmp_path, path, "3.1.4") is True
    others = "[profiles.a]\n"
    assert in_force(tmp_path, path, "3.1.4", profiles=others) is False
    assert in_force(tmp_path, path, "3.1.5", profiles=others) is True


OWN = [
    ("local", "api.url", "http://127.0.0.1:4200/api"),
    ("local", "server.ephemeral.enabled", False),
    ("test", "server.ephemeral.enabled", True),
    ("cloud", "server.ephemeral.enabled", False),
    ("ephemeral", "server.ephemeral.enabled", True),
]


@pytest.mark.parametrize("release", ["3.1.0", "3.9.1"])
@pytest.mark.parametrize(("profile", "path", "value"), OWN)
def test_without_a_file_built_in_profiles_can_be_active(tmp_path, release, profile, path, value):
    assert in_force(tmp_path, path, release, {"PREFECT_PROFILE": profile}) == value


def test_profiles_path_names_a_missing_file(tmp_path):
    path = "server.ephemeral.enabled"
    stated = {"PREFECT_PROFILES_PATH": "gone.toml", "PREFECT_PROFILE": "local"}
    assert in_force(tmp_path, path, "3.1.4", stated) is False
    assert in_force(tmp_path, path, "3.9.1", stated) is True
    assert in_force(tmp_path, "api.url", "3.9.1", stated) is None
