"""Values to try: good ones, bad ones and, above all, nearly good ones."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from typing import Any

from prefect_toml_lsp.prefect.acceptance.kinds import KindName, kind_of
from prefect_toml_lsp.prefect.acceptance.verdicts import Release

# fmt: off
INTEGERS = [
    *(0, 1, -1, 2, 3, 5, 10, 29, 30, 31, 60, 99, 100, 101, 404, 599, 600, 999, 4200, 86_400),
    *(999_999, 1_000_000, 1_000_001, 4_000_000, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63)),
    *(-(2**63) - 1, 2**64, 10**30, 10**308, 10**309, -(10**400), 86_399_999_999_999),
    *(86_400_000_000_000, -86_399_999_913_600, -86_399_999_913_601),
]
FLOATS = [
    *(0.0, -0.0, 1.0, 2.0, -1.0, 0.5, 1.5, 29.5, 29.999999, 30.0, 30.5, 99.5, 100.0, 404.0),
    *(599.5, 3600.0, 3600.0000001, 1e3, 1e15, 1e16, 9.2e18, 9.3e18, 1e300, 5e-324, 1e-7, 5e-7),
    *(1.5e-6, 2.5e-6, 0.1234565, 86399999999999.9, float("inf"), float("-inf"), float("nan")),
]
TIMES: list[Any] = [
    datetime.date(2024, 2, 29),
    datetime.time(7, 32),
    datetime.time(0, 0),
    datetime.time(23, 59, 59, 999999),
    datetime.datetime(2024, 5, 27, 7, 32),
    datetime.datetime(2024, 5, 27, 7, 32, tzinfo=datetime.timezone.utc),
    datetime.datetime(2024, 5, 27, 7, 32, 1, 5, datetime.timezone(datetime.timedelta(hours=-7))),
]
WORDS = [
    *("true", "false", "True", "FALSE", "yes", "No", "on", "OFF", "t", "F", "y", "N", "enabled"),
    *("", " ", "  ", "null", "None", "none", "nil", "x", "abc", "-", "+", ".", "_", ",", ", ,"),
    *(" true", "true ", "ＴＲＵＥ", "оn", "yes\n", "\x00", "\U0001f40d", "naïve", "a b", "tRuE"),
]
NUMERALS = [
    *("0", "1", "-1", "+1", "++1", "2", "007", "-007", "30", "29", "404", "600", " 5", "5 "),
    *("\t5\n", "\u00a05", "\u20035", "\u200b5", "\x1c5", "\x855", "\ufeff5", "1_0", "1__0", "_1"),
    *("1_", "+_1", "-_1", "1.0", "1.00", "1.", ".5", "+.5", "1.5", "30.0", "1.0_0", "1_0.0"),
    *("1_.5", "1._5", "1e3", "1E3", "1e0", "1e", "e1", "1e+3", "1e-3", "1e400", "-1e400", "0x10"),
    *("0o7", "0b1", "٣", "１", "²", "1,0", "1 000", "1,000", "inf", "-inf", "Infinity", "INF"),
    *("nan", "-nan", "NaN", "in_f", "1f", "1d", "1L", "9" * 19, "9" * 40, "1" * 4300, "1" * 4301),
    *("0" * 4400 + "1", "0" * 4400 + ".0", "1" * 4299 + ".0", "-" + "1" * 4300, "1e1_0", " 1_0 "),
    *("-0", "+0", "-0.0", "-1.0", "1.0000000000000000000001", "3600", "3601", "3600.0000001"),
    *("1_000", "86400", "1e5", "0.1234565", "60.5", "-60", "100,599", "5.0 ", "+-1", "- 1"),
]
DURATIONS = [
    *("P7D", "PT1M", "P1M", "P1Y", "P1W", "PT1H", "PT3600S", "PT3600.000001S", "PT3601S", "PT0S"),
    *("P0D", "-P1D", "+P1D", "--P1D", "P-1D", "p7d", "P7d", "PT1m", "P", "PT", "-PT", "+PT", "P1"),
    *("P1DT", "PT1.5H", "PT1,5H", "PT1.5H1M", "P1.5D", "P0.5DT1H", "PT.5S", "PT1.S", "P1Y2M3W4D"),
    *("P1Y2M3W4DT5H6M7.8S", "PT1H1H", "PT1S1H", "P1D1Y", "PTT1S", "P1H", "PT1D", "PT1W", "P 1D"),
    *("P7D ", " P7D", "P999999999D", "P1000000000D", "-P999999999D", "-P999999999DT1S", "P7D\n"),
    *("PT4294967295S", "PT4294967296S", "PT0.1234567S", "PT0.0000005S", "PT0.0000004S", "P٧D"),
    *("00:01", "0:01", "1:00:00", "01:00:00", "01:00:01", "00:59:59", "24:00:00", "100:00:00"),
    *("01:00:00.5", "01:00:00,5", "01:00:00.1234567", "01:00:00.123456Z", "01:00:00Z"),
    *("01:60:00", "01:00:60", "-01:00:00", "+01:00:00", "-:00:00", "1:2:3", "01:02", "01:02:3"),
    *("2400000000:00", "2400000001:00:00", "00000000009:00:00", "1d"),
    *("1 d", "1 day", "1 days", "2 DAYS", "2 Days"),
    *("2 DAyS", "3 days, 04:05:06", "3 days 04:05:06", "3 days,04:05:06", "3 days, 4:05:06"),
    *("3 days, 24:00:00", "-3 days, 04:05:06", "3 days, -04:05:06", "1.5 days", "1 week", "1h"),
    *("5m", "5 min", "5 minutes", "30s", "90 days", "1 days, 1:00", "7 days,", "7 days, ", "1dd"),
]
TEXTS = [
    *("info", "INFO", "Info", "debug", "WARNING", "warn", "Warning", "error", "ERROR", "Critical"),
    *("ınfo", "INFO ", "trace", "notset", "ignore", "Ignore", "pickle", "json", "a,b", "a, b ,c"),
    *("a,", ",a", "a,,b", "a,a", "events", "flow_runs", "events,flow_runs", "Events", "orphans,"),
    *("404,429,503", "404, 429", "404,", "404,99", "404,abc", "404.0", "404;429", "5,10,20"),
    *("5,,10", "1.5,2"),
    *("5,abc", "sqlite+aiosqlite", "postgresql+asyncpg", "postgresql", "localhost"),
    *("0.0.0.0", "http://127.0.0.1:4200/api", "memory://", "*", "/", "/v2/api", "my-pool"),
    *("PREFECT_API_DATABASE_PASSWORD", "$PREFECT_HOME/x", "${PREFECT_HOME}/x", "x/PREFECT_HOME"),
]
PATHS = [
    *(".", "..", "../..", "/", "//", "///", "./", "a/..", "~", "~/x", "~root", "~nosuchuser/x"),
    *("a//b", "a/./b", "./a", "a/", "/nope/x.toml", "//a/b", "a\\b", "C:\\x", "x\x00y", " "),
    *("$PREFECT_HOME/profiles.toml", "$PREFECT_HOME", "a/$PREFECT_HOME/b", "x" * 255, "x" * 256),
    *("é" * 128, "/".join(["abcdefgh"] * 500), "/".join(["abcdefg"] * 511), "profiles.toml"),
]
URLS = [
    *("https://api.prefect.cloud/api/accounts/a/workspaces/b", "https://app.prefect.cloud"),
    *("https://api.prefect.cloud/accounts/a/workspaces/b", "https://api.prefect.cloud/api"),
    *("https://api.prefect.cloud/api/account/a/workspace/b", "http://localhost:4200/api"),
    *("http://localhost:4200/v2", "http://localhost:4200", "http://[::1]:4200/api", "http://[::1"),
    *("http://[x]/api", "https://ex℀mple.com/api", "api.prefect.cloud", "", "/api", "not a url"),
]
CONNECTION_URLS = [
    *("sqlite+aiosqlite:///x.db", "postgresql+asyncpg://u:p@h:5432/db", "", "not a url"),
    "postgresql+asyncpg://u:${PREFECT_SERVER_DATABASE_PASSWORD}@h/db",
    "postgresql+asyncpg://u:${PREFECT_API_DATABASE_PASSWORD}@h/db",
    "postgresql+asyncpg://u:$PREFECT_SERVER_DATABASE_PASSWORD@h/db",
    "postgresql+asyncpg://u:p%40ss+w@h/db",
]
PASSWORDS = ["", "p", "secret", "p@ss w", "PREFECT_API_DATABASE_PASSWORD", "${x}"]
JSON_TEXTS = [
    *("{}", '{"a": "b"}', '{"a": 1}', '{"a": null}', '{"a": "b", "a": "c"}', "[]", "null", "5"),
    *('"{}"', '"{\\"a\\": \\"b\\"}"', '{"a": "P1D", "b": 60}', '{"a": -1}', '{"a": 0}', "{'a': 1}"),
    *('{"a": NaN}', '{"a": Infinity}', '{"a": true}', '{"a": {}}', '{"a": ["b"]}', '{"a": "b"',
      '{"a": "\\ud800"}', '{"\\ud800": "b"}', ' {"a": "b"} ', '{"a": "b"},'),
    *("\ufeff{}", "[" * 3000, '"[]"', '"null"', '{"a": "1_0"}', '{"a": " 5 "}', '{"a": 1e400}'),
    '{"a": 0.0000004}',
    '"\\"{}\\""',
]
# fmt: on
LISTS: list[Any] = [
    [],
    [[]],
    [{}],
    ["a"],
    ["a", "b"],
    ["b", "a", "b"],
    [""],
    [" a "],
    ["a", 1],
    [1, 2],
    [1, 1],
    [404, 429, 503],
    [404, "429", 503.0],
    [404, 404],
    [99],
    [599, 600],
    [404.5],
    [True],
    [True, False],
    [1.5, 2],
    [1, 2.5],
    [1.5, 2.5],
    ["1", "x"],
    ["1", "2.5"],
    [-1],
    [float("nan")],
    [10**309],
    [[1]],
    [{"a": 1}],
    ["events"],
    ["events", "flow_runs"],
    ["Events"],
    ["events", "events"],
    [datetime.date(2024, 1, 1)],
    ["P1D"],
]
TABLES: list[Any] = [
    {},
    {"a": "b"},
    {"a": 1},
    {"a": True},
    {"a": "P1D", "b": 60},
    {"a": 0},
    {"a": -1},
    {"a": "0"},
    {"a": "60"},
    {"a": " 1_0 "},
    {"a": "x"},
    {"a": 1e-7},
    {"a": 5e-7},
    {"a": float("nan")},
    {"a": "nan"},
    {"a": "inf"},
    {"a": 10**30},
    {"a": {"b": "c"}},
    {"a": []},
    {"prefect.flow-run.heartbeat": "P1D"},
    {"X-Header": "v", "": "empty"},
    {"a": datetime.date(2024, 1, 1)},
    {"a": datetime.time(1, 2, 3)},
]
STRINGS = [*WORDS, *NUMERALS, *DURATIONS, *TEXTS, *PATHS, *URLS, *CONNECTION_URLS, *JSON_TEXTS]
ALL: list[list[Any]] = [INTEGERS, FLOATS, TIMES, STRINGS, LISTS, TABLES, [True, False]]

_SPANS: list[Any] = [*DURATIONS, *DURATIONS, *NUMERALS, *INTEGERS, *FLOATS]
_PAIRS = [
    *("a=b", "a=b,c=d", " a = b ", "=", "=b", "a=", "a=b=c", "a=b,", "a=b,a=c", "a", "a:b"),
    *("team=data, environment=production", '{"a": "b"}', '"a=b"', "a\t=\tb"),
]
_BY_KIND: dict[KindName, list[Any]] = {
    "boolean": [True, False, *WORDS, *NUMERALS, *INTEGERS, *FLOATS],
    "integer": [*NUMERALS, *NUMERALS, *INTEGERS, *FLOATS],
    "number": [*NUMERALS, *NUMERALS, *INTEGERS, *FLOATS],
    "duration": _SPANS,
    "seconds-duration": _SPANS,
    "seconds": [*NUMERALS, *NUMERALS, *INTEGERS, *FLOATS, *DURATIONS],
    "label-filters": [*_PAIRS, *_PAIRS, *JSON_TEXTS, *TEXTS, *TABLES],
    "log-level": TEXTS,
    "home": PATHS,
    "path": PATHS,
    "profiles-path": PATHS,
    "retry-codes": [*LISTS, *TEXTS, *NUMERALS, *INTEGERS, *FLOATS],
    "retry-delay": [*LISTS, *TEXTS, *NUMERALS, *WORDS, *FLOATS],
    "number-or-list": [*LISTS, *NUMERALS, *INTEGERS, *FLOATS],
    "string-set": [*LISTS, *TEXTS, *WORDS],
    "vacuum-types": [*LISTS, *TEXTS, *WORDS, *NUMERALS],
    "string-map": [*TABLES, *TABLES, *JSON_TEXTS],
    "string-map-json": [*TABLES, *JSON_TEXTS],
    "duration-map": [*TABLES, *TABLES, *JSON_TEXTS],
}
_BY_PATH: dict[str, list[str]] = {
    "api.url": URLS,
    "cloud.api_url": URLS,
    "server.database.connection_url": CONNECTION_URLS,
    "server.database.password": PASSWORDS,
}


def pick(rng: random.Random, path: str, facts: Mapping[str, Any], release: Release) -> Any:
    """A value to try for the setting at `path`, from any pool or from that of its kind."""
    kind = kind_of(path, facts, release)
    chance = rng.random()
    if chance < 0.25 or kind.name in ("table", "any"):
        return rng.choice(rng.choice(ALL))
    if chance < 0.40:
        return near_bounds(rng, kind.facts)
    own = _BY_PATH.get(path) or _BY_KIND.get(kind.name) or STRINGS
    if kind.name == "enum" and rng.random() < 0.7:
        own = list(kind.facts["enum"])
    value = rng.choice(own)
    return mutate(rng, value) if chance > 0.75 and isinstance(value, str) else value


def near_bounds(rng: random.Random, facts: Mapping[str, Any]) -> Any:
    """A number at or next to a bound, as integer, float or text."""
    names = ("minimum", "exclusiveMinimum", "maximum")
    bounds = [int(facts[name]) for name in names if name in facts] or [0, 1]
    number: Any = rng.choice(bounds) + rng.choice((-1, 0, 0, 1))
    if rng.random() < 0.4:
        number = float(number) + rng.choice((0.0, 0.0, 1e-9, -1e-9, 0.5))
    return str(number) if rng.random() < 0.3 else number


ALPHABET = '0123456789+-_.,: eEPTYMWDHSdaysxtruefalno\t\u00a0é٣/~$"{}[]'


def mutate(rng: random.Random, text: str) -> str:
    """`text` with one to three characters removed, inserted, replaced or changed in case."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        at = rng.randrange(len(text) + 1)
        how = rng.randrange(4)
        if how == 0:
            text = text[:at] + text[at + 1 :]
        elif how == 1:
            text = text[:at] + rng.choice(ALPHABET) + text[at:]
        elif how == 2:
            text = text[:at] + rng.choice(ALPHABET) + text[at + 1 :]
        else:
            text = text[:at] + text[at : at + 1].swapcase() + text[at + 1 :]
    return text
