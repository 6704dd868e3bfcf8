"""Variables in `.env` and in the active profile; the verdicts are those of Prefect 3.8.8."""

from __future__ import annotations

import pytest

from tests.analysis.variables import dotenv, only, profiles, short

ACTIVE = "active = 'a'\n[profiles.a]\n"

IN_BOTH = [
    ("PREFECT_API_URL", "http://h/api", []),
    ("PREFECT_SERVER_API_PORT", "4200", []),
    ("PREFECT_SERVER_API_PORT", "42x", ["error int-string"]),
    ("PREFECT_SERVER_API_PORT", "", ["error int-string"]),
    ("PREFECT_DEBUG_MODE", "yes", []),
    ("PREFECT_DEBUG_MODE", "maybe", ["error bool-string"]),
    ("PREFECT_LOGGING_LEVEL", "info", []),
    ("PREFECT_LOGGING_LEVEL", "", ["error enum"]),
    ("PREFECT_API_KEY", "pnu_x", []),
    ("PREFECT_CLIENT_CUSTOM_HEADERS", '{"a": "b"}', []),
    ("PREFECT_CLIENT_CUSTOM_HEADERS", '{"a": 1}', ["error wrong-type"]),
    ("PREFECT_CLIENT_CUSTOM_HEADERS", "x", ["error json"]),
    ("PREFECT_PLUGINS_ALLOW", "a,b", []),
    ("PREFECT_EXPERIMENTS_PLUGINS_STRICT", "true", []),
    ("PREFECT_HOME", "~nobody-has-this-name/x", ["error path-user"]),
    ("PREFECT_API_URL", "http://h/workspace/x", ["warning api-url-misconfigured"]),
    ("PREFECT_LOGGING_TO_API_BATCH_SIZE", "5", ["error log-size-over-batch"]),
    ("PREFECT_PROFILES_PATH", "/tmp/x.toml", []),
    ("PREFECT_API_URI", "http://h/api", ["warning unknown-variable"]),
    ("PREFECT_PROFILE", "a", ["warning process-variable"]),
    ("PREFECT__FLOW_RUN_ID", "a", ["warning process-variable"]),
    ("PREFECT_SERVER_ENCRYPTION_KEY", "a", ["warning process-variable"]),
    ("PREFECT_LOGFIRE_WRITE_TOKEN", "a", ["warning process-variable"]),
    ("PREFECT__LOGGING__LEVEL", "INFO", ["warning past-variable"]),
    ("PREFECT_ORION_API_PORT", "1", ["warning past-variable"]),
    ("PREFECT_LOGGING_LOGGERS_PREFECT_LEVEL", "DEBUG", ["warning process-variable"]),
    ("PREFECT_EXPERIMENTS_LINEAGE_EVENTS_ENABLED", "1", ["warning wrong-release"]),
    ("PREFECT_API", "x", ["error json"]),
    ("PREFECT_API", "5", ["error wrong-type"]),
    ("PREFECT_API", '{"request_timeout": "5"}', []),
    ("PREFECT_API", '{"request_timeout": "x"}', ["error number-string"]),
    ("PREFECT_SERVER", '{"api": {"port": "x"}}', ["error int-string"]),
    ("PREFECT_SERVER", '{"api": "x"}', ["error wrong-type"]),
    ("PREFECT_SERVER", '{"api": {"nope": "x"}}', ["warning unknown-setting"]),
]


@pytest.mark.parametrize(("name", "value", "expected"), IN_BOTH)
def test_a_variable_in_both_kinds_of_file(name, value, expected):
    in_dotenv = dotenv(f"{name}='{value}'").findings()
    in_profile = profiles(f"{ACTIVE}{name} = '{value}'").findings()
    assert [f"{each.severity.label} {each.code}" for each in in_dotenv] == expected
    # Prefect warns that it does not recognize variables for whole tables, but uses them.
    found = [each for each in in_profile if each.code != "table-variable"]
    assert [f"{each.severity.label} {each.code}" for each in found] == expected
    table = name in ("PREFECT_API", "PREFECT_SERVER")
    assert len(in_profile) - len(found) == table


def test_a_name_unlike_any_of_prefects_is_a_note_in_files_of_other_tools():
    assert short(dotenv("PREFECT_NOPE=1")) == ["information unknown-variable PREFECT_NOPE"]
    found = short(profiles(f"{ACTIVE}PREFECT_NOPE = '1'"))
    assert found == ["warning unknown-variable PREFECT_NOPE"]  # Prefect warns about these itself.


@pytest.mark.parametrize(
    ("name", "meant", "severity"),
    [
        ("PREFECT_POSTGRES_PASSWORD", "PREFECT_SERVER_DATABASE_PASSWORD", "information"),
        ("PREFECT_DB_PASSWORD", "PREFECT_SERVER_DATABASE_PASSWORD", "information"),
        ("PREFECT_WORK_POOL", "PREFECT_DEPLOYMENTS_DEFAULT_WORK_POOL_NAME", "information"),
        ("PREFECT_TOKEN", "PREFECT_API_KEY", "information"),
        ("PREFECT_API_ULR", "PREFECT_API_URL", "warning"),
        ("PREFECT_API_URI", "PREFECT_API_URL", "warning"),
        ("PREFECT_SERVER_PORT", "PREFECT_SERVER_API_PORT", "warning"),
        ("PREFECT_LOG_LEVEL", "PREFECT_LOGGING_LEVEL", "warning"),
        ("PREFECT_LOGGIN_LEVEL", "PREFECT_LOGGING_LEVEL", "warning"),
        # the other name of the setting
        ("PREFECT_API_DATABASE_PASWORD", "PREFECT_SERVER_DATABASE_PASSWORD", "warning"),
    ],
)
def test_a_name_that_only_means_the_same_is_a_note_in_dotenv(name, meant, severity):
    (found,) = dotenv(f"{name}=1").findings()
    assert found.message.endswith(f" Did you mean `{meant}`?")
    assert found.severity.label == severity
    (in_profile,) = profiles(f"{ACTIVE}{name} = '1'").findings()
    assert in_profile.severity.label == "warning"  # as in Prefect


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # Prefect decodes JSON for settings that take arrays
        ("PREFECT_PLUGINS_ALLOW='[\"a\"]'", []),
        ("PREFECT_PLUGINS_ALLOW='[1]'", ["error wrong-type '[1]'"]),
        ("PREFECT_PLUGINS_ALLOW=null", []),
        ("PREFECT_PLUGINS_ALLOW={}", []),
        ("PREFECT_FLOWS_DEFAULT_RETRY_DELAY_SECONDS={}", ["error wrong-type {}"]),
        ("PREFECT_CLIENT_CUSTOM_HEADERS=null", []),
        ("PREFECT_API=null", []),
        ("PREFECT_PROFILES_PATH=/", ["error path-is-directory /"]),
        ("prefect_server_api_port=x", ["error int-string x"]),
        # a value that depends on the environment is not judged
        ("PREFECT_SERVER_API_PORT=${PORT}", []),
        ("PREFECT_SERVER_API_PORT='${PORT:-x}'", []),
    ],
)
def test_only_in_dotenv(line, expected):
    assert short(dotenv(line)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PREFECT_SERVER_API_PORT = 4200", []),
        ("PREFECT_DEBUG_MODE = true", []),
        ("PREFECT_DEBUG_MODE = 2", ["error bool-number 2"]),
        ("PREFECT_API_KEY = 5", ["error wrong-type 5"]),
        ("PREFECT_PLUGINS_ALLOW = ['a']", []),
        ("PREFECT_PLUGINS_ALLOW = {}", []),
        ("PREFECT_PLUGINS_ALLOW = { a = 1 }", ["error wrong-type { a = 1 }"]),
        ("PREFECT_TESTING_TEST_SETTING = { a = 1 }", []),
        ("PREFECT_API_URL = {}", ["error wrong-type {}"]),
        ("PREFECT_API_URL.x = '1'", ["error wrong-type PREFECT_API_URL"]),
        (
            "PREFECT_CLIENT_CUSTOM_HEADERS = { a = 'b' }",
            ["error wrong-type { a = 'b' }"],
        ),
        ("PREFECT_PROFILES_PATH = '/'", ["error profiles-path-is-folder '/'"]),
        ("prefect_api_url = 'x'", ["warning unknown-variable prefect_api_url"]),
        ("'api.url' = 'x'", ["warning unknown-variable 'api.url'"]),
        ("debug_mode = true", ["warning unknown-variable debug_mode"]),
    ],
)
def test_only_in_a_profile(line, expected):
    assert short(profiles(ACTIVE + line)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PREFECT_API_URI=x", "Did you mean `PREFECT_API_URL`?"),
        ("PREFECT_ORION_API_PORT=1", "is a variable of Prefect 2; use `PREFECT_SERVER_API_PORT`"),
        ("PREFECT_SERVER_API_PORT=4x", "`PREFECT_SERVER_API_PORT` takes an integer"),
        ('PREFECT_API=\'{"request_timeout": "x"}\'', "`api.request_timeout` takes a number"),
        ("PREFECT_SERVER_EVENTS_RETENTION_PERIOD=7 days a week", "takes an ISO 8601 duration"),
    ],
)
def test_what_a_finding_says(text, expected):
    assert expected in only(dotenv(text)).message


def test_a_name_in_a_profile_is_suggested_in_upper_case():
    found = only(profiles(ACTIVE + "prefect_api_key = 'x'"))
    assert found.data == {"candidates": ["PREFECT_API_KEY"], "is_guess": False}


def test_a_nearly_correct_duration_is_corrected():
    found = only(dotenv("PREFECT_SERVER_EVENTS_RETENTION_PERIOD=1h"))
    assert found.data == {"replacement": "PT1H"}


PORTS = "PREFECT_SERVER_API_PORT"


@pytest.mark.parametrize(
    ("text", "loses", "line"),
    [
        ("PREFECT_DEBUG_MODE=x\nPREFECT_DEBUG_MODE=1", 0, 2),
        ("PREFECT_DEBUG_MODE=x\nprefect_debug_mode=1", 0, 2),
        ("prefect_debug_mode=x\nPREFECT_DEBUG_MODE=1\nprefect_debug_mode=y", None, None),
        ("PREFECT_UI_API_URL=/a\nPREFECT_SERVER_UI_API_URL=/b", 0, 2),
        ("PREFECT_SERVER_UI_API_URL=/b\nPREFECT_UI_API_URL=/a", 1, 1),
        ("PREFECT_SERVER_API_PORT=x\nPREFECT_SERVER_API='{\"port\": 1}'", 0, 2),
        (
            'PREFECT_SERVER=\'{"api": {"port": 1}}\'\nPREFECT_SERVER_API=\'{"port": "x"}\'',
            1,
            1,
        ),
    ],
)
def test_only_one_of_a_settings_variables_counts(text, loses, line):
    """Prefect never reads the values of the others."""
    found = dotenv(text).findings()
    if loses is None:
        assert [each.code for each in found] == ["duplicate-variable", "duplicate-variable"]
        return
    assert [each.code for each in found] == ["duplicate-variable"]
    assert found[0].span.line == loses
    assert f"on line {line} wins" in found[0].message
    assert found[0].related[0].span.line == line - 1


def test_json_for_separate_tables_counts_for_both():
    text = 'PREFECT_SERVER=\'{"api": {"host": "h"}}\'\nPREFECT_SERVER_API=\'{"port": "x"}\''
    assert short(dotenv(text)) == ['error int-string \'{"port": "x"}\'']


def test_broken_json_is_refused_even_if_overridden():
    text = "PREFECT_SERVER_API='x'\nPREFECT_SERVER='{\"api\": {\"port\": 1}}'"
    assert short(dotenv(text)) == ["error json 'x'"]


def test_two_names_of_one_setting_in_a_profile():
    text = ACTIVE + "PREFECT_UI_API_URL = 5\nPREFECT_SERVER_UI_API_URL = '/b'"
    assert short(profiles(text)) == ["information duplicate-variable PREFECT_UI_API_URL"]


def test_no_message_repeats_a_value():
    text = "\n".join(f"{name}='s3cret{value}'" for name, value, _ in IN_BOTH)
    found = [*dotenv(text).findings(), *profiles(ACTIVE + text).findings()]
    assert len(found) > 10
    assert not any("s3cret" in each.message for each in found)


def test_variables_depend_on_the_release():
    name = "PREFECT_EXPERIMENTS_LINEAGE_EVENTS_ENABLED"
    assert short(dotenv(f"{name}=1", "3.1.15")) == []
    assert "removed after" in only(dotenv(f"{name}=1")).message
