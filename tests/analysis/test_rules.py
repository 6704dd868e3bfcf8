"""Rules about entries of free-form tables: the code, place and message of each finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from prefect_toml_lsp.analysis import Analysis, Context, Finding, Severity
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.releases import Packages
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.toml_entries import Known
from prefect_toml_lsp.toml import Document

SCHEMA = Catalogue.load().schema()
CONTEXT = Context(SCHEMA)
WITH_PACKAGES = Context(Catalogue.load().schema(packages=Packages()))
RETENTION = "server.services.db_vacuum.event_retention_overrides"


def findings(text: str, context: Context = CONTEXT) -> list[Finding]:
    return Analysis(Document(text), context).findings()


def marked(text: str, finding: Finding) -> str:
    """The text that a finding on one line covers."""
    line, start, end_line, end = finding.span
    assert line == end_line
    return text.split("\n")[line][start:end]


@pytest.mark.parametrize(
    ("value", "code", "means"),
    [
        ("60", "duration-from-number", ': `"PT1M"` (1 minute)'),
        ("0.5", "duration-from-number", ': `"PT0.5S"` (0.5 seconds)'),
        ("true", "duration-from-bool", ': `"PT1S"` (1 second)'),
        ("'90'", "duration-from-numeric-string", ': `"PT1M30S"` (1 minute 30 seconds)'),
        ("'01:00:00'", "clock-to-duration", ': `"PT1H"` (1 hour)'),
        ("'2 days'", "days-to-duration", ': `"P2D"` (2 days)'),
    ],
)
@pytest.mark.parametrize("layout", [f"[{RETENTION}]\n'a.b' = {{}}", f"{RETENTION}.'a.b' = {{}}"])
def test_a_converted_entry_is_reported_like_a_converted_setting(
    layout: str, value: str, code: str, means: str
) -> None:
    text = layout.format(value)
    (finding,) = findings(text)
    assert (finding.code, finding.severity) == (code, CODES[code].severity)
    assert finding.message.startswith("Prefect reads ")
    assert finding.message.endswith(means)
    assert marked(text, finding) == value


def test_the_same_message_as_for_a_setting() -> None:
    (entry,) = findings(f"[{RETENTION}]\na = 60")
    (setting,) = findings("[server.events]\nretention_period = 60")
    assert (entry.code, entry.message) == (setting.code, setting.message)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"[{RETENTION}]\na = 'P1D'", []),
        (f"[{RETENTION}]\na = -1", ["exclusive-minimum"]),
        (f"[{RETENTION}]\na.b = 60", ["wrong-type"]),
        (f"{RETENTION} = {{ a = 60 }}", ["items"]),
        (f"{RETENTION} = '{{\"a\": 60}}'", ["json-in-string"]),
    ],
)
def test_other_findings_on_entries(text: str, codes: list[str]) -> None:
    assert [each.code for each in findings(text)] == codes


def test_an_overridden_entry_is_not_converted(tmp_path: Path) -> None:
    variables = {"PREFECT_SERVER_SERVICES_DB_VACUUM_EVENT_RETENTION_OVERRIDES": '{"a": 1}'}
    context = Context(SCHEMA, Folder.read(tmp_path, variables, SCHEMA))
    found = findings(f"[{RETENTION}]\na = 60\nb = 60", context)
    assert [(each.code, each.span.line) for each in found] == [
        ("overridden", 1),
        ("duration-from-number", 2),
    ]


# Secrets in headers

CARRY = ["Authorization", "authorization", "Proxy-Authorization", "Cookie", "X-Api-Key", "apikey",
         "X-Auth-Token", "PRIVATE-TOKEN", "CF-Access-Client-Secret", "X_Password"]  # fmt: skip
CARRY_NOT = ["X-Team", "Idempotency-Key", "X-Token-Type", "CF-Access-Client-Id", "Cookies-Wanted",
             "Accept", "Authorizations", "Key", "X-Author"]  # fmt: skip


@pytest.mark.parametrize("name", CARRY)
@pytest.mark.parametrize(
    "layout",
    [
        "client.custom_headers.{} = 's3cret'",
        "[client.custom_headers]\n{} = 's3cret'",
        "[client]\ncustom_headers = {{ X-Team = 'a', {} = 's3cret' }}",
        "client = {{ custom_headers = {{ '{}' = 's3cret' }} }}",
    ],
)
def test_a_header_that_carries_a_secret(layout: str, name: str) -> None:
    text = layout.format(name)
    (finding,) = findings(text)
    assert (finding.code, finding.severity) == ("plain-secret", Severity.HINT)
    assert finding.data == {"variable": "PREFECT_CLIENT_CUSTOM_HEADERS"}
    assert f"Header `{name}` " in finding.message
    assert f'set `PREFECT_CLIENT_CUSTOM_HEADERS={{"{name}": "…"}}` in the' in finding.message
    assert "s3cret" not in finding.message
    assert marked(text, finding) == "'s3cret'"


@pytest.mark.parametrize("name", CARRY_NOT)
def test_other_headers(name: str) -> None:
    assert findings(f"[client.custom_headers]\n{name} = 's3cret'") == []


@pytest.mark.parametrize("value", ["", "$TOKEN", "${TOKEN}", "Bearer ${TOKEN}"])
def test_a_header_without_its_secret(value: str) -> None:
    found = findings(f"[client.custom_headers]\nAuthorization = '{value}'")
    assert [each.code for each in found] == (["variable-literal"] if value else [])


def test_headers_as_json() -> None:
    text = """client.custom_headers = '{"X-Team": "a", "Authorization": "Bearer s3cret"}'"""
    found = findings(text, CONTEXT._replace(plain_secrets=Severity.WARNING))
    assert [(each.code, each.severity) for each in found] == [
        ("json-in-string", Severity.INFORMATION),
        ("plain-secret", Severity.WARNING),
    ]
    assert "s3cret" not in found[1].message
    assert marked(text, found[1]).startswith("'{")


# Passwords in URLs

WITH_PASSWORD = ["redis://:{}@host", "redis://default:{}@host:6379/0", "http://u:{}@h/api",
                 "https://h/api?token={}", "https://h/api?a=b&api_key={}#c"]  # fmt: skip


@pytest.mark.parametrize("setting", ["api.url", "cloud.ui_url", "server.docket.url",
                                     "server.database.connection_url", "redis.messaging.url",
                                     "redis.worker_cleanup_queue.url"])  # fmt: skip
@pytest.mark.parametrize("url", WITH_PASSWORD)
def test_a_url_with_a_password(setting: str, url: str) -> None:
    text = f"{setting} = '{url.format('p4ss/w@rd')}'"
    found = findings(text, WITH_PACKAGES)
    (finding,) = (each for each in found if each.code == "plain-secret")
    variable = f"PREFECT_{setting.replace('.', '_').upper()}"
    assert finding.data == {"variable": variable}
    assert finding.message.startswith(f"`{setting}` contains a password in plain text; set `")
    assert "p4ss" not in finding.message


@pytest.mark.parametrize("password", ["", "$PASS", "${PASS}", "${PASS:-a}", "${A}${B}", "***",
                                      "{{ password }}", "{password}", "%(password)s", "xxxx",
                                      "<password>"])  # fmt: skip
@pytest.mark.parametrize("url", WITH_PASSWORD)
def test_a_url_with_a_placeholder(url: str, password: str) -> None:
    for setting in ("api.url", "redis.messaging.url", "server.database.connection_url"):
        found = findings(f"{setting} = '{url.format(password)}'", WITH_PACKAGES)
        assert "plain-secret" not in [each.code for each in found]


@pytest.mark.parametrize("url", ["redis://host", "redis://user@host:6379/0", "http://host:4200/api",
                                 "https://h:8080/api?mail=a@b", "http://[::1]:4200/api?mail=a@b",
                                 "https://h/api?sort_key=a&author=b", "u:p@h", "a b://u:p@h",
                                 "memory://"])  # fmt: skip
def test_a_url_without_a_password(url: str) -> None:
    for setting in ("api.url", "redis.messaging.url", "server.database.connection_url"):
        found = findings(f"{setting} = '{url}'", WITH_PACKAGES)
        assert "plain-secret" not in [each.code for each in found]


def test_passwords_in_other_values() -> None:
    text = "logging.extra_loggers = ['a', 'http://u:s3cret@h']"
    assert [each.code for each in findings(text)] == ["plain-secret"]
    (finding,) = findings("[client.custom_headers]\nX-Proxy = 'http://u:s3cret@h'")
    assert finding.message.startswith("Header `X-Proxy` contains a password in plain text; set ")
    assert findings("[client.custom_headers]\nX-Proxy = 'http://u@h'") == []


@pytest.mark.parametrize("setting", ["api.key", "server.database.password"])
@pytest.mark.parametrize("value", ["<your key>", "{{ key }}", "xxxxx", "…"])
def test_a_placeholder_is_not_a_secret(setting: str, value: str) -> None:
    found = findings(f"{setting} = '{value}'")
    assert "plain-secret" not in [each.code for each in found]


def test_a_header_that_prefect_refuses_is_only_an_error() -> None:
    codes = [each.code for each in findings("[client.custom_headers]\nAuthorization = 5")]
    assert codes == ["wrong-type"]


# Table headers instead of values


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("server.api", "`server.api` takes a table, not an array of tables; write `[server.api]`"),
        ("client.custom_headers", "`client.custom_headers` takes a table, not an array of "
         "tables; write `[client.custom_headers]`"),
        ("server.api.port", "`server.api.port` takes an integer, not an array of tables"),
        ("server.services.db_vacuum.enabled", "Item 1 of `server.services.db_vacuum.enabled` takes "
         "a string, not a table"),
    ],
)  # fmt: skip
def test_an_array_of_tables(name: str, says: str) -> None:
    (finding,) = findings(f"[[{name}]]")
    assert finding.code == "wrong-type"
    assert finding.message == says


def test_what_to_write_instead_has_the_prefix_of_the_file() -> None:
    (finding,) = findings("[[tool.prefect.api]]", CONTEXT._replace(kind="pyproject.toml"))
    assert finding.message.endswith("; write `[tool.prefect.api]`")


def test_an_array_that_is_written_as_a_value() -> None:
    (finding,) = findings("server.api = [{}]")
    assert finding.message == "`server.api` takes a table, not an array"


# Which source wins


def test_the_winner_stays_the_same_when_asked_again(tmp_path: Path) -> None:
    variables = {
        "PREFECT_SERVER_API_PORT": "1",
        "PREFECT_CLIENT_CUSTOM_HEADERS": '{"X-Team": "a"}',
    }
    context = Context(SCHEMA, Folder.read(tmp_path, variables, SCHEMA))
    text = (
        "[server.api.port]\n[server.api]\nport = 2\nhost = 'h'\nport = 3\n"
        "[client.custom_headers]\nX-Team = 'b'\nX-Other = 'b'"
    )
    analysis = Analysis(Document(text), context)
    known = [
        each
        for statement in analysis.document.statements
        for each in analysis.entries(statement)
        if isinstance(each, Known)
    ]
    for _ in range(2):
        winners = [analysis.winner_over(each) for each in known]
        assert [winner and winner.name for winner in winners] == [
            None, None, "PREFECT_SERVER_API_PORT", None, "PREFECT_SERVER_API_PORT",
            None, "PREFECT_CLIENT_CUSTOM_HEADERS", None,
        ]  # fmt: skip


def test_two_equally_likely_settings_are_both_named() -> None:
    (found,) = findings("port = 8080\n")
    assert " or " in found.message
    assert found.message.count("`port` in") == 3


def test_a_setting_with_the_opposite_meaning_is_named_but_no_move_is_offered() -> None:
    (found,) = findings("[api]\nverify_ssl = true\n")
    assert "did you mean the opposite, `api.tls_insecure_skip_verify`?" in found.message
    assert ["api", "tls_insecure_skip_verify"] not in found.data["candidates"]


def test_a_setting_with_the_opposite_meaning_is_named_alone() -> None:
    (found,) = findings("[tasks]\ncaching = true\n")
    assert found.message.endswith("; did you mean the opposite, `tasks.disable_caching`?")


def test_levels_in_the_table_of_loggers() -> None:
    (found,) = findings('[logging.loggers]\n"prefect.flow_runs" = "DEBUG"\nhttpx = "INFO"\n')
    assert found.span.line == 0
    assert "`logging.config_path`" in found.message


def test_levels_of_loggers_are_set_in_another_file() -> None:
    found = findings('[logging.loggers."prefect.flow_runs"]\nlevel = "ERROR"\n')
    assert "`logging.config_path`" in found[0].message
    assert found[0].data["candidates"] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"a b" = 1\n', '"a b"'),
        ('[logging.loggers."prefect.flow_runs"]\nlevel = "ERROR"\n',
         'logging.loggers."prefect.flow_runs"'),
        ('[integrations."a.b"]\nx = 1\n', 'integrations."a.b"'),
        ('[server]\n"x.y".z = 1\n', 'server."x.y".z'),
    ],
)  # fmt: skip
def test_a_name_is_quoted_where_toml_needs_it(text, name):
    (found,) = findings(text)
    assert f"`{name}`" in found.message
