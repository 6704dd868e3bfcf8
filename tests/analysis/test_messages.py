"""Every message is short, in plain English, and repeats no value from the file."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from typing import Any

import pytest

from prefect_toml_lsp.analysis import Analysis, Context, Severity
from prefect_toml_lsp.analysis.codes import CODES, model
from prefect_toml_lsp.analysis.codes.names import Names
from prefect_toml_lsp.analysis.wording import tell_conversion, tell_refusal
from prefect_toml_lsp.prefect import Catalogue, Packages
from prefect_toml_lsp.prefect.acceptance import Converted, Refused
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from tests.banned_words import hits
from tests.prefect.acceptance.pins import PINS
from tests.toml.marks import marked
from tests.toml.test_problems import MORE, ONE_EACH

CATALOGUE = Catalogue.load()
EVERYTHING = CATALOGUE.schema(packages=Packages({}, is_complete=False))
SPAN = Span(0, 0, 0, 0)
LONGEST, MEDIAN = 200, 110
LONG_NAME = "PREFECT_INTEGRATIONS_GCP_CLOUD_RUN_V2_WORKER_CREATE_JOB_INITIAL_DELAY_SECONDS"
_SECRET_KEY = "integrations.kubernetes.worker.api_auth_string_secret_key"
_TLS_ENABLED = "server.database.sqlalchemy.connect_args.tls.enabled"
HALF_OF_A_SECRET = {"by": _SECRET_KEY, "is_switch": False}
NO_TLS = {"by": _TLS_ENABLED, "is_switch": True}
VARIANTS: list[tuple[str, dict[str, Any]]] = [
    ("not-utf-8", {"is_utf_16": True, "byte": 255}),
    ("not-utf-8", {"is_utf_16": False, "byte": 255}),
    ("unreadable-file", {"reason": "Permission denied"}),
    ("prefect-2", {}),
    ("old-toml-reader", {"longest": 200_000}),
    ("old-toml-reader", {"who": "Prefect 3.8.8 on Python 3.10",
                         "form": "arrays of several types; give all items one type"}),
    ("not-read-by-old-toml", {"who": "Prefect 3.4.25", "does": "does not see this setting",
                              "remedy": "the key without spaces and quotes"}),
    ("expansion-too-long", {"name": "PREFECT_API_URL"}),
    ("too-much-text", {}),
    ("unknown-setting", {"name": "server.services.late_runs.loop_secnds",
                         "meant": "`loop_seconds` in `[server.services.late_runs]`",
                         "refused": True}),
    ("more-findings", {"count": 12_345}),
    ("profiles-path-literal", {"home": True}),
    ("profiles-path-literal", {"home": False}),
    ("dotenv-not-read", {"release": "3.4.25", "package": "pydantic-settings 2.16.3"}),
    ("ignored-table", {"name": "server.api.port"}),
    ("ignored-table", {"name": "client.custom_headers", "is_free_form": True}),
    ("unknown-setting", {"name": "storage.type"}),
    ("unknown-setting", {"name": "server.port", "meant": "`port` in `[server.api]`"}),
    ("unknown-setting", {"name": "acme.hots", "reader": "AcmeSettings",
                         "where": "src/acme/settings.py", "near": "host"}),
    ("unknown-setting", {"name": "acme.hots", "reader": "AcmeSettings",
                         "where": "src/acme/settings.py", "near": None}),
    ("unknown-setting", {"name": "acme.sub", "reader": "AcmeSettings", "keys": 2,
                         "where": "src/acme/settings.py", "near": None}),
    ("unknown-setting", {"name": "telemetry", "profiles": False}),
    ("unknown-setting", {"name": "PREFECT_API_URL", "profiles": True}),
    ("unknown-setting", {"name": "local", "profiles": False, "meant": "`[profiles.local]`"}),
    ("unknown-setting", {"name": "PREFECT_API_URL", "profiles": True,
                         "place": "`PREFECT_API_URL` in `[profiles.local]`"}),
    ("unknown-table", {"name": "serve.api", "meant": "`[server.api]`"}),
    ("unknown-setting", {"name": "active", "of_profiles": "active"}),
    ("unknown-table", {"name": "profiles.local", "keys": 2, "of_profiles": "profiles"}),
    ("unknown-table", {"name": "experiments.plugins", "now": "`[plugins]`"}),
    ("unknown-table", {"name": "server.databse", "keys": 3, "meant": "`[server.database]`"}),
    ("unknown-table", {"name": "logging.loggers.prefect.infrastructure", "keys": 1,
                       "variable": "PREFECT_LOGGING_LOGGERS_PREFECT_INFRASTRUCTURE_LEVEL"}),
    ("wrong-release", {"release": "3.9.1", "name": "runner.heartbeat_frequency", "until": "3.6.12",
                       "since": "3.1.0", "now": "`heartbeat_frequency` in `[flows]`"}),
    ("wrong-release", {"release": "3.1.0", "name": "server.logs", "until": None,
                       "since": "3.4.0"}),
    ("wrong-release", {"release": "3.4.25", "name": "PREFECT_PLUGINS_ENABLED", "until": None,
                       "since": "3.7.0", "warns": True}),
    ("other-table", {"table": "tool.prefect.server"}),
    ("moved-setting", {"name": "experiments.plugins.allow", "moved_to": "plugins.allow",
                       "release": "3.9.1"}),
    ("overridden", {"name": "api.url", "winner": "`PREFECT_API_URL` on line 3 of `.env`"}),
    ("plain-secret", {"subject": "`api.key`", "variable": "PREFECT_API_KEY", "is_all": True}),
    ("plain-secret", {"subject": "`redis.worker_cleanup_queue.url`", "is_all": False,
                      "variable": "PREFECT_REDIS_WORKER_CLEANUP_QUEUE_URL"}),
    ("plain-secret", {"subject": "Header `X-Api-Key`", "is_all": True,
                      "variable": 'PREFECT_CLIENT_CUSTOM_HEADERS={"X-Api-Key": "…"}'}),
    ("tool-configuration", {"name": "tool.prefect-toml-lsp.knownTable",
                            "problem": " is not a setting and does nothing"}),
    ("unused-ignore", {}),
    ("unused-ignore", {"code": "minimum", "line": 3}),
    ("duplicate-variable", {"name": "PREFECT_API_URL", "winner": "PREFECT_API_URL", "line": 3,
                            "does": "wins"}),
    ("own-variable", {"name": "PREFECT_ACME_HOST", "reader": "AcmeSettings",
                      "where": "src/acme/settings.py"}),
    ("past-variable", {"name": "PREFECT_ORION_API_PORT", "past": 2,
                       "now": "PREFECT_SERVER_API_PORT"}),
    ("past-variable", {"name": "PREFECT__USER_CONFIG_PATH", "past": 1, "now": None}),
    ("process-variable", {"name": "PREFECT_PROFILE"}),
    ("sqlalchemy-json", {"name": "PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE"}),
    ("table-variable", {"name": "PREFECT_SERVER_API"}),
    ("unknown-profile", {"why": "missing", "meant": "local", "default": "ephemeral"}),
    ("unknown-profile", {"why": "unnamed", "meant": None, "default": "ephemeral"}),
    ("unknown-profile", {"why": "variable", "meant": None, "default": "ephemeral"}),
    ("unknown-profile", {"why": "own", "meant": None, "default": "ephemeral"}),
    ("unknown-variable", {"name": "PREFECT_QQQ", "is_key": False, "warns": True, "meant": None}),
    ("unknown-variable", {"name": "PREFECT_API_URI", "is_key": False, "warns": False,
                          "meant": "PREFECT_API_URL"}),
    ("unknown-variable", {"name": "url", "is_key": True, "warns": True,
                          "meant": "PREFECT_API_URL"}),
    ("variable-without-value", {"name": "PREFECT_API_URL"}),
    ("package-not-installed", {"package": "prefect-gcp", "name": "[integrations.gcp]"}),
    ("package-not-installed", {"package": "prefect-gcp", "name": LONG_NAME, "warns": True}),
    ("package-variable", {"package": "prefect-gcp", "name": LONG_NAME}),
    ("unknown-package", {"name": "integrations.databricks", "meant": None, "warns": False}),
    ("unknown-package", {"name": "integrations.kubernets", "warns": False,
                         "meant": "integrations.kubernetes"}),
    ("unknown-package", {"name": "PREFECT_INTEGRATIONS_DATABRICKS_HOST", "warns": True,
                         "meant": None}),
    ("unknown-setting", {"name": "redis.messaging.prot", "who": "`prefect-redis`",
                         "meant": "`port` in `[redis.messaging]`"}),
    ("unknown-variable", {"name": "PREFECT_REDIS_MESSAGING_PROT", "who": "`prefect-redis`",
                          "is_key": False, "warns": True,
                          "meant": "PREFECT_REDIS_MESSAGING_PORT"}),
    ("label-pairs", {"subject": "`integrations.kubernetes.observer.additional_label_filters`"}),
    ("minimum-length", {"subject": "`redis.worker_cleanup_queue.key_prefix`", "bound": 1}),
    ("exclusive-maximum", {"subject": "`client.max_retries`", "bound": "5 retries"}),
    ("duration-syntax", {"subject": "`server.events.retention_period`",
                         "guess": "`P7D` (7 days)"}),
    ("api-url-misconfigured", {"problems": ("app.prefect.cloud", "account/", "workspace/")}),
    ("api-url-misconfigured", {"problems": ("/api",)}),
    ("database-incomplete", {"missing": tuple(f"server.database.{each}"
                                              for each in ("host", "user", "name", "password"))}),
    ("legacy-overridden", {"by": "plugins.allow"}),
    ("level-overridden", {"by": "testing.test_mode", "becomes": "DEBUG"}),
    ("log-size-capped", {"becomes": 25000}),
    ("api-url-any-address", {"host": "0.0.0.0"}),
    ("api-url-without-api", {}),
    ("api-url-without-scheme", {}),
    ("auth-of-clients", {}),
    ("base-path-alone", {}),
    ("plugins-off", {}),
    ("cors-spaces", {}),
    ("json-array-in-string", {"write": "an array", "who": "`prefect-kubernetes`"}),
    ("json-array-in-string", {"write": "only commas between the items",
                              "who": "`prefect-kubernetes`"}),
    ("database-driver", {"driver": "postgresql+asyncpg"}),
    ("database-driver", {"driver": None}),
    ("database-option", {"option": "sslmode"}),
    ("database-option", {"option": "fallback_application_name"}),
    ("database-parts-ignored", {"by": "server.database.driver", "ignored": tuple(
        f"server.database.{name}" for name in ("host", "port", "user", "name", "password"))}),
    *((code, {"names": Names(kind, EVERYTHING), **detail})
      for kind in ("dotenv", "profile", "environment")
      for code, detail in (
          ("auth-of-clients", {}), ("base-path-alone", {}), ("header-for-login", {}),
          ("log-size-over-batch", {}), ("password-filled-in", {}), ("password-unused", {}),
          ("profiles-path-is-folder", {}), ("legacy-overridden", {"by": "plugins.allow"}),
          ("level-overridden", {"by": "testing.test_mode", "becomes": "DEBUG"}),
          ("redis-parts-ignored", {"ignored": ("redis.messaging.host", "redis.messaging.port")}),
          ("partner-missing", HALF_OF_A_SECRET), ("partner-missing", NO_TLS),
          ("database-incomplete", {"missing": tuple(
              f"server.database.{each}" for each in ("host", "user", "name", "password"))}),
          ("database-parts-ignored", {"by": "server.database.driver", "ignored": tuple(
              f"server.database.{each}" for each in ("host", "port", "user"))}),
          ("database-parts-ignored", {"by": "server.database.connection_url",
                                      "ignored": ("server.database.host",)}))),
    ("database-parts-ignored", {"by": "server.database.connection_url",
                                "ignored": ("server.database.host",)}),
    ("fraction-cut-off", {}),
    ("header-for-login", {}),
    ("protected-header", {"name": "Prefect-Csrf-Client"}),
    ("null-text", {}),
    *(("variable-literal", {"variable": "PREFECT_SERVER_DATABASE_CONNECTION_URL", "kind": kind})
      for kind in ("prefect", "dotenv", "environment")),
    ("logging-config-in-home", {}),
    ("partner-missing", HALF_OF_A_SECRET),
    ("partner-missing", NO_TLS),
    ("password-unescaped", {"pasted": True}),
    ("password-unescaped", {"pasted": False}),
    *(("variable-literal", {"variable": "PREFECT_SERVER_DATABASE_CONNECTION_URL", "kind": kind,
                            "placeholder": "PREFECT_SERVER_DATABASE_PASSWORD"})
      for kind in ("prefect", "dotenv")),
    ("port-out-of-range", {}),
    ("log-size-over-batch", {}),
    ("password-filled-in", {}),
    ("password-missing", {}),
    ("password-unused", {}),
    ("profiles-path-is-folder", {}),
    ("redis-parts-ignored", {"ignored": tuple(f"redis.messaging.{name}" for name in (
        "host", "port", "db", "username", "password", "ssl"))}),
    ("vacuum-type", {"allowed": ("events", "flow_runs", "orphans")}),
]  # fmt: skip


def messages() -> Iterator[tuple[str, str]]:
    """(code, message) for every message of verdicts, syntax errors and other rules."""
    for release, path, value, verdict in PINS:
        node = CATALOGUE.schema(release).by_path[path]
        if isinstance(verdict, Refused):
            told = tell_refusal(verdict, f"`{path}`", node, value)
            yield told.code.name, told.message
        elif isinstance(verdict, Converted) and verdict.rule in CODES:
            told = tell_conversion(verdict, node)
            yield told.code.name, told.message
    for rule, result in (("home-expanded", "/home/me/prefect"), ("number-from-bool", 1.0)):
        node = CATALOGUE.schema().by_path["home" if "home" in rule else "api.request_timeout"]
        yield rule, tell_conversion(Converted(result, rule), node).message
    for rule in ("json-wanted", "table-for-value"):
        yield "wrong-type", tell_refusal(Refused(rule, {}), "`PREFECT_SERVER`", None).message
    for _, text in (*ONE_EACH, *MORE):
        document = Document(marked(text)[0])
        for statement in (*document.statements, *document.clashing):
            for problem in document.problems(statement):
                code = CODES[problem.code]
                yield code.name, code.say({"problem": problem.message})
    for name, detail in VARIANTS:
        yield name, CODES[name].say(detail)
    for code in CODES.values():
        if isinstance(code.message, str) and "{" not in code.message:
            yield code.name, code.message


MESSAGES = sorted(set(messages()))


def test_every_code_has_a_message_here() -> None:
    assert {name for name, _ in MESSAGES} == CODES.keys()


@pytest.mark.parametrize(("name", "message"), MESSAGES)
def test_a_message_is_plain_and_complete(name: str, message: str) -> None:
    assert re.match(r"`|Prefect\b|[A-Z]", message), name
    assert len(message) <= LONGEST
    assert not hits(message, "everywhere", "messages")
    assert not message.endswith(".")
    assert message.count(". ") <= 1
    assert not re.search(r"\balso\b.*\btoo\b", message)
    assert message.count("`") % 2 == 0
    assert "None" not in message.replace("`None`", "")


@pytest.mark.parametrize("name", CODES)
def test_the_words_of_a_row(name: str) -> None:
    code = CODES[name]
    for text in (code.title, code.meaning, code.effect, code.remedy):
        assert not hits(text, "everywhere", "messages")


def test_messages_are_short() -> None:
    assert len(MESSAGES) > 130
    assert statistics.median(len(message) for _, message in MESSAGES) <= MEDIAN


@pytest.mark.parametrize(
    ("path", "value", "verdict"),
    [(pin[1], pin[2], pin[3]) for pin in PINS if isinstance(pin[3], Refused)],
)
def test_a_refusal_names_the_setting_and_not_the_value(
    path: str, value: Any, verdict: Refused
) -> None:
    node = CATALOGUE.schema().by_path[path]
    words = tell_refusal(verdict, f"`{path}`", node, value).message
    assert f"`{path}`" in words
    if isinstance(value, str) and len(value) > 12:
        assert value not in words


def test_severities_that_differ_by_situation_are_those_of_the_row() -> None:
    assert CODES["minimum"].at(SPAN, subject="`x`", bound="1").severity is Severity.ERROR
    warned = CODES["minimum"].at(SPAN, severity=Severity.WARNING, subject="`x`", bound="1")
    assert warned.severity is Severity.WARNING
    with pytest.raises(AssertionError):
        CODES["unreadable-line"].at(SPAN, severity=Severity.ERROR)


def test_a_name_with_braces_is_shown_unchanged() -> None:
    found = CODES["ignored-table"].at(SPAN, name="a.{b}")
    assert found.message.startswith("`a.{b}` takes a value")


def test_in_files_of_variables_messages_name_variables() -> None:
    """There, no message of a rule about several settings names a dotted path or a key."""
    texts = [
        CODES[code].say(detail) for code, detail in VARIANTS
        if isinstance(detail.get("names"), Names)
    ]  # fmt: skip
    assert len(texts) > 30
    paths = {f"`{path}`" for path in EVERYTHING.by_path}
    keys = {f"`{path.rpartition('.')[2]}" for path in EVERYTHING.by_path}
    for text in texts:
        assert not [each for each in paths if each in text], text
        quoted = re.findall(r"`[^`]*", text)
        assert not [each for each in quoted if each in keys], text


def test_a_long_name_is_cut_in_messages() -> None:
    long = "a" * 5000
    text = f"{long} = 1\n{long} = 1\n[{long}.b]\n[server.{long}]\nx = 1\n"
    found = Analysis(Document(text), Context(Catalogue.load().schema())).findings()
    assert len(found) > 3
    assert max(len(each.message) for each in found) < 2 * model.LONGEST
