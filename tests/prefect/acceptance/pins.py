"""Verdicts that Prefect itself gave, one on each line; `check_pins.py` asks Prefect again.

Each pin has the release, the setting, the value as tomllib reads it, and the verdict.
"""

from __future__ import annotations

import datetime
from typing import Any

from prefect_toml_lsp.prefect.acceptance import (
    ACCEPTED,
    Converted,
    Ignored,
    Refused,
    Release,
    Verdict,
)

NEW: Release = (3, 8, 8)
MID: Release = (3, 4, 25)
OLD: Release = (3, 1, 15)
NAN = float("nan")
INF = float("inf")
WORDS = ("true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "1", "0")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def _type(expected: str, found: str) -> Refused:
    return Refused("type", {"expected": expected, "found": found})


def _item(index: int | str, found: str, rule: str, /, **detail: Any) -> Refused:
    return Refused("item", {"index": index, "found": found, "rule": rule, "detail": detail})


def _syntax(reason: str, position: int) -> Refused:
    return Refused("duration-syntax", {"reason": reason, "position": position})


BOOL = "server.analytics_enabled"
INT = "server.api.port"
NUMBER = "api.request_timeout"
TEXT = "server.api.host"
SPAN = "server.events.retention_period"
VACUUM = "server.services.db_vacuum."
CODES = "client.retry_extra_codes"
DELAY = "tasks.default_retry_delay_seconds"
HEADERS = "client.custom_headers"

PINS: list[tuple[Release, str, Any, Verdict]] = [
    # booleans
    (NEW, BOOL, True, ACCEPTED),
    (NEW, BOOL, "False", Converted(False, "bool-from-string")),
    (NEW, BOOL, "Y", Converted(True, "bool-from-string")),
    (NEW, BOOL, " true", Refused("bool-string", {"allowed": WORDS})),
    (NEW, BOOL, "1.0", Refused("bool-string", {"allowed": WORDS})),
    (NEW, BOOL, 1.0, Converted(True, "bool-from-number")),
    (NEW, BOOL, -0.0, Converted(False, "bool-from-number")),
    (NEW, BOOL, 2, Refused("bool-number", {"allowed": (0, 1)})),
    (NEW, BOOL, [True], _type("boolean", "array")),
    (NEW, BOOL, {}, Ignored("table")),
    # integers
    (NEW, INT, "4200", Converted(4200, "int-from-string")),
    (NEW, INT, " +4_200.00 ", Converted(4200, "int-from-string")),
    (NEW, INT, "4200.5", Refused("int-fraction", {})),
    (NEW, INT, "4_200_", Refused("int-string", {})),
    (NEW, INT, "0-7", Converted(-7, "int-from-string")),
    (NEW, INT, "0__7", Converted(7, "int-from-string")),
    (NEW, INT, "0-07", Refused("int-string", {})),
    (NEW, INT, "1e3", Refused("int-string", {})),
    (NEW, INT, "٣", Refused("int-string", {})),
    (NEW, INT, "\u200342", Converted(42, "int-from-string")),
    (NEW, INT, "\x1c42", Refused("int-string", {})),
    (NEW, INT, "1" * 4301, Refused("int-overflow", {"digits": 4300})),
    (NEW, INT, "0" * 4400 + "1", Converted(1, "int-from-string")),
    (NEW, INT, 10**400, ACCEPTED),
    (NEW, INT, 9.2e18, Converted(9_200_000_000_000_000_000, "int-from-float")),
    (NEW, INT, 9.3e18, Refused("int-overflow", {"bits": 64})),
    (NEW, INT, INF, Refused("int-not-finite", {})),
    (NEW, INT, 4200.5, Refused("int-fraction", {})),
    (NEW, INT, True, Converted(1, "int-from-bool")),
    (NEW, INT, datetime.date(2024, 1, 1), _type("integer", "date")),
    (NEW, INT, datetime.time(7, 32), _type("integer", "time")),
    (NEW, "client.max_retries", "-1", Refused("minimum", {"bound": 0, "value": -1})),
    (NEW, "tasks.runner.thread_pool_max_workers", 0.0,
     Refused("exclusive-minimum", {"bound": 0, "value": 0})),
    (NEW, "flows.heartbeat_frequency", 29, Refused("minimum", {"bound": 30, "value": 29})),
    # numbers
    (NEW, NUMBER, 60, ACCEPTED),
    (NEW, NUMBER, NAN, ACCEPTED),
    (NEW, NUMBER, "i_nf", Converted(INF, "number-from-string")),
    (NEW, NUMBER, "+_1", Converted(1.0, "number-from-string")),
    (NEW, NUMBER, " 1_0 ", Refused("number-string", {})),
    (NEW, NUMBER, "1.", Converted(1.0, "number-from-string")),
    (NEW, NUMBER, "0x10", Refused("number-string", {})),
    (NEW, NUMBER, 2**53 + 1, Converted(9007199254740992.0, "number-rounded")),
    (NEW, NUMBER, 10**309, Refused("number-overflow", {})),
    (NEW, "server.concurrency.initial_deployment_lease_duration", 3600.0, ACCEPTED),
    (NEW, "server.concurrency.initial_deployment_lease_duration", 3601,
     Refused("maximum", {"bound": 3600.0, "value": 3601})),
    # strings, secrets, enums, levels
    (NEW, TEXT, 5, _type("string", "integer")),
    (NEW, "api.key", 5, _type("string", "integer")),
    (NEW, "api.key", "", ACCEPTED),
    (NEW, "server.database.driver", "postgresql",
     Refused("enum", {"allowed": ("postgresql+asyncpg", "sqlite+aiosqlite")})),
    (NEW, "logging.to_api.when_missing_flow", "Warn",
     Refused("enum", {"allowed": ("warn", "error", "ignore")})),
    (NEW, "logging.level", "info", Converted("INFO", "level-case")),
    (NEW, "logging.level", "ınfo", Converted("INFO", "level-case")),
    (NEW, "logging.level", "INFO ", Refused("enum", {"allowed": LEVELS})),
    (NEW, "logging.level", 20, _type("string", "integer")),
    (NEW, "logging.level", {"a": 1}, Ignored("table")),
    # durations
    (NEW, SPAN, "P7D", ACCEPTED),
    (NEW, SPAN, 60, Converted("PT1M", "duration-from-number")),
    (NEW, SPAN, True, Converted("PT1S", "duration-from-bool")),
    (NEW, SPAN, 5e-7, Converted("PT0.000001S", "duration-from-number")),
    (NEW, SPAN, NAN, Refused("duration-range", {"reason": "not-a-number"})),
    (NEW, SPAN, -86_399_999_913_601, Refused("duration-range", {"reason": "too-large"})),
    (NEW, SPAN, "60", _syntax("day-expected", 2)),
    (NEW, SPAN, "P7d", _syntax("date-unit-expected", 2)),
    (NEW, SPAN, "p7d", _syntax("digit-expected", 0)),
    (NEW, SPAN, "PT1.5H1M", _syntax("after-fraction", 6)),
    (NEW, SPAN, "1:00", _syntax("day-expected", 1)),
    (NEW, SPAN, "1:00:00", Converted("PT1H", "clock-to-duration")),
    (NEW, SPAN, "100:00:00", Converted("P4DT4H", "clock-to-duration")),
    (NEW, SPAN, "01:00:00.123456Z", Converted("PT1H0.123456S", "clock-to-duration")),
    (NEW, SPAN, "3 days, 04:05:06", Converted("P3DT4H5M6S", "days-to-duration")),
    (NEW, SPAN, "3 days, 24:00:00", _syntax("clock-over-a-day", 8)),
    (NEW, SPAN, "2 DAyS", _syntax("day-expected", 4)),
    (NEW, SPAN, "-PT", _syntax("too-short", 3)),
    (NEW, SPAN, -60, Converted("-PT1M", "duration-from-number")),
    (NEW, SPAN, datetime.time(1, 0), _type("duration", "time")),
    (NEW, "server.services.late_runs.after_seconds", "60",
     Converted("PT1M", "duration-from-numeric-string")),
    (MID, "server.services.late_runs.after_seconds", "60", _syntax("day-expected", 2)),
    (NEW, VACUUM + "retention_period", 3600,
     Refused("exclusive-minimum", {"bound": 3600, "value": 3600.0})),
    (NEW, VACUUM + "retention_period", "3601",
     Converted("PT1H1S", "duration-from-numeric-string")),
    (NEW, VACUUM + "retention_period", "1_0e9", Converted("P115740DT17H46M40S",
     "duration-from-numeric-string")),
    (NEW, VACUUM + "retention_period", "inf", Refused("duration-syntax",
     {"reason": "too-large", "position": 0})),
    (NEW, VACUUM + "retention_period", "nan", Refused("duration-syntax",
     {"reason": "not-a-number", "position": 0})),
    # sets and lists
    (NEW, CODES, [404, 429], ACCEPTED),
    (NEW, CODES, 404, Converted([404], "set-from-single")),
    (NEW, CODES, "404, 429.0", Converted([404, 429], "comma-separated")),
    (NEW, CODES, "404,", _item(1, "string", "int-string")),
    (NEW, CODES, [404, 600], _item(1, "integer", "maximum", bound=599, value=600)),
    (NEW, CODES, [404, "429"], Converted([404, 429], "items")),
    (NEW, CODES, False, Converted([], "empty-from-falsy")),
    (NEW, "plugins.allow", ["b", "a", "b"], Converted(["a", "b"], "duplicates")),
    (NEW, "plugins.allow", "a,", Converted(["", "a"], "comma-separated")),
    (NEW, "plugins.allow", [1], _item(0, "integer", "type", expected="string", found="integer")),
    (NEW, "plugins.allow", 5, _type("string", "integer")),
    (NEW, "plugins.allow", {"a": 1}, Ignored("table")),
    (NEW, "flows.default_retry_delay_seconds", "5.0", Converted(5, "int-from-string")),
    (NEW, "flows.default_retry_delay_seconds", "5,10", Refused("number-string", {})),
    (NEW, "flows.default_retry_delay_seconds", [1, 2.5], ACCEPTED),
    (NEW, DELAY, "5", Converted(5.0, "number-from-string")),
    (NEW, DELAY, "5,,10", Converted([5.0, 10.0], "comma-separated")),
    (NEW, DELAY, " , ", Converted(None, "unset-from-empty")),
    (NEW, DELAY, "5,x", _item(1, "string", "number-string")),
    (OLD, DELAY, "5,10", Refused("number-string", {})),
    (NEW, VACUUM + "enabled", " TRUE ", Converted(True, "bool-from-string")),
    (NEW, VACUUM + "enabled", "yes", Converted(["yes"], "comma-separated")),
    (NEW, VACUUM + "enabled", 1, Converted(True, "bool-from-number")),
    (NEW, VACUUM + "enabled", 2, _type("array", "integer")),
    # maps
    (NEW, HEADERS, {"a": "b"}, ACCEPTED),
    (MID, HEADERS, {"a": "b"}, Ignored("table")),
    (NEW, HEADERS, {"a": 1}, _item("a", "integer", "type", expected="string", found="integer")),
    (NEW, HEADERS, '{"a": "b"}', Converted({"a": "b"}, "json-in-string")),
    (NEW, HEADERS, '"{\\"a\\": \\"b\\"}"', Converted({"a": "b"}, "json-in-string")),
    (NEW, HEADERS, "", Refused("json", {"reason": "Expecting value", "position": 0})),
    (NEW, HEADERS, "null", _type("object", "value")),
    (NEW, HEADERS, [], _type("object", "array")),
    (NEW, HEADERS, '{"a": "\\ud800"}', Converted({"a": "\ud800"}, "json-in-string")),
    (NEW, HEADERS, '"{\\"a\\": \\"\\ud800\\"}"',
     Refused("json", {"reason": "half of a surrogate pair", "position": 0})),
    (NEW, VACUUM + "event_retention_overrides", {"a": 60, "b": "P1D"},
     Converted({"a": "PT1M", "b": "P1D"}, "items")),
    (NEW, VACUUM + "event_retention_overrides", {"a": 0},
     _item("a", "integer", "exclusive-minimum", bound=0, value=0.0)),
    (NEW, VACUUM + "event_retention_overrides", '{"a": NaN}',
     _item("a", "float", "duration-range", reason="not-a-number")),
    # paths
    (NEW, "logging.config_path", "a//b/./c", Converted("a/b/c", "path-tidied")),
    (NEW, "logging.config_path", "", Converted(".", "path-tidied")),
    (NEW, "logging.config_path", "~/x", ACCEPTED),
    (NEW, "home", 5, _type("string", "integer")),
    (NEW, "home", "~nosuchuser/x", Refused("path-user", {"user": "~nosuchuser"})),
    (NEW, "home", {"a": 1}, Ignored("table")),
    (NEW, "home", "é" * 128, Refused("path-too-long", {"maximum": 255})),
    (NEW, "home", "/".join(["abcdefg"] * 511), Refused("path-too-long", {"maximum": 4095})),
    (NEW, "profiles_path", {"a": 1}, _type("string", "table")),
    (NEW, "profiles_path", {}, Ignored("table")),
    (NEW, "profiles_path", ".", Refused("path-is-directory", {})),
    (NEW, "profiles_path", "", Converted(".", "path-tidied")),
    (NEW, "profiles_path", "/abcdef" * 585, ACCEPTED),  # 4,095 bytes
    (NEW, "profiles_path", "/abcdef" * 585 + "g", Refused("path-too-long", {"maximum": 4095})),
    (NEW, "profiles_path", "x" * 256, Refused("path-too-long", {"maximum": 255})),
    (NEW, "profiles_path", "$PREFECT_HOME/p.toml",
     Converted("$PREFECT_HOME/p.toml", "prefect-home-replaced")),
    (OLD, "profiles_path", "x/PREFECT_HOME", Converted(None, "profiles-path-default")),
    # settings that accept anything
    (NEW, "testing.test_setting", datetime.date(2024, 1, 1), ACCEPTED),
    (NEW, "testing.test_setting", {"a": 1}, Ignored("table")),
    # tables
    (NEW, "server.api", {}, ACCEPTED),
    (NEW, "server.api", 5, _type("table", "integer")),
    (NEW, "server.api", False, _type("table", "boolean")),
    (NEW, "server.api", "{}", _type("table", "string")),
    (NEW, "server.api", [{"port": 5}], _type("table", "array")),
]  # fmt: skip
