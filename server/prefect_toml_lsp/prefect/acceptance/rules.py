"""Prefect's rules about several settings. They are in the model validators of Prefect's settings
classes, which run after every value was read; so `find` needs the converted values in force
(`verdicts.effective`), from all sources. A rule is a row of `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

from prefect_toml_lsp.prefect.acceptance.lists import VACUUM_TYPES
from prefect_toml_lsp.prefect.acceptance.paths import HOME_TEMPLATE, TEMPLATE_SINCE
from prefect_toml_lsp.prefect.acceptance.urls import read_url
from prefect_toml_lsp.prefect.acceptance.verdicts import Release
from prefect_toml_lsp.records import NamedTuple

Effect = Literal["refused", "stops", "warned", "overridden", "ignored", "later", "advised"]
"""refused: Prefect does not start; stops: `Settings()` loads, and the rest of a start fails;
warned: `Settings()` emits a Python warning; overridden: loads, but a written value is replaced;
ignored: loads, and a written value does nothing; later: loads, and fails when it is used; advised:
loads, and cannot work as intended (`advice`).
"""
Detail = Mapping[str, Any]
Python = tuple[int, int]
Values = Mapping[str, Any]

BATCH_SIZE = 4_000_000
MAX_LOG_SIZE = 1_000_000
CLOUD_MAX_LOG_SIZE = 25_000
CLOUD_API_URL = "https://api.prefect.cloud/api"
PLACEHOLDERS = ("PREFECT_API_DATABASE_PASSWORD", "PREFECT_SERVER_DATABASE_PASSWORD")
BARE_PLACEHOLDER = rf"(?<!\$\{{)\$?\b({'|'.join(PLACEHOLDERS)})\b(?!\}})"
"""A placeholder without the braces that Prefect replaces it with."""
POSTGRES = "postgresql+asyncpg"
LEGACY_PLUGINS = "experiments.plugins."

API_HOST_ALWAYS_UNTIL: Release = (3, 2, 7)
PASSWORD_REQUIRED_UNTIL: Release = (3, 6, 7)
LOG_SIZE_CAPPED_SINCE: Release = (3, 6, 4)
PLUGINS_MOVED_IN: Release = (3, 7, 0)


class Rule(NamedTuple):
    """A rule of Prefect about several settings.

    code
        A stable short name.
    reads
        The settings that it reads, as dotted paths. The rule is skipped if none has a value.
    find
        Finds violations in the values for a release.
    since
        The first release that has the rule.
    python
        The first Python that has it.
    waits
        Whether only a value is missing, which the environment may supply when Prefect starts.
    needs
        The settings that decide whether it is broken: it is skipped while one of them is in doubt.
        None means all that it reads. A finding on the rest must hold whatever the value of any
        other setting in doubt is.
    assumed
        The value of any other setting in doubt; None means that it counts as not set.
    """

    code: str
    effect: Effect
    reads: tuple[str, ...]
    find: Callable[[Values, Release], Iterable[Found]]
    since: Release = (3, 1, 0)
    python: Python = (3, 10)
    waits: bool = False
    needs: tuple[str, ...] | None = None
    assumed: str | None = None


class Found(NamedTuple):
    """A violation of a rule: its settings, of which the first written one gets the finding, and the
    details for the message. Secrets never appear in `detail`.
    """

    paths: tuple[str, ...]
    detail: Detail = MappingProxyType({})


class RuleFinding(NamedTuple):
    """A rule that is broken, and by which settings."""

    rule: Rule
    paths: tuple[str, ...]
    detail: Detail

    @property
    def code(self) -> str:
        """The rule's name."""
        return self.rule.code

    @property
    def effect(self) -> Effect:
        """What Prefect does then."""
        return self.rule.effect


def find(
    values: Values,
    release: Release,
    in_doubt: frozenset[str] | set[str] = frozenset(),
    python: Python = (3, 12),
    rules: Iterable[Rule] | None = None,
) -> Iterator[RuleFinding]:
    """The findings of Prefect `release` on a Python in several settings together, by `rules`.

    `values` maps dotted paths to what the settings become; a setting of the legacy table
    ``experiments.plugins`` keeps that path. Rules that need a setting `in_doubt` are left out.
    """
    for rule in RULES if rules is None else rules:
        if values.keys().isdisjoint(rule.reads):
            continue
        if release < rule.since or python < rule.python:
            continue
        if in_doubt and not in_doubt.isdisjoint(rule.reads if rule.needs is None else rule.needs):
            continue
        seen = values
        if rule.assumed is not None and in_doubt:
            seen = {**dict.fromkeys(in_doubt.intersection(rule.reads), rule.assumed), **values}
        for paths, detail in rule.find(seen, release):
            yield RuleFinding(rule, paths, detail)


def culprit(
    finding: RuleFinding, values: Values, release: Release, unseen: Container[str] = ()
) -> str:
    """The setting at which to show a finding: the first one without which the rule is satisfied,
    else the first one with a value; an `unseen` one only if there is no other.
    """
    written = [path for path in finding.paths if path in values]
    written = [path for path in written if path not in unseen] or written
    if len(written) == 1:
        return written[0]
    for path in written:
        without = {**values}
        del without[path]
        if not any(
            each.paths[0] == finding.paths[0] for each in finding.rule.find(without, release)
        ):
            return path
    return written[0]


def _log_size_over_batch(values: Values, release: Release) -> Iterator[Found]:
    """`prefect.settings.models.logging.max_log_size_smaller_than_batch_size`."""
    log, batch = values.get(_LOG_SIZES[0], MAX_LOG_SIZE), values.get(_LOG_SIZES[1], BATCH_SIZE)
    if batch < log:
        yield Found(_LOG_SIZES, {"max_log_size": log, "batch_size": batch})


def _api_url(values: Values) -> str | None:
    """`api.url`, or None if it is unset or `silence_api_url_misconfiguration` is on, in which case
    Prefect does not parse it (``root._warn_on_misconfigured_api_url``).
    """
    return None if values.get("silence_api_url_misconfiguration") else values.get("api.url")


def _api_url_unreadable(values: Values, release: Release) -> Iterator[Found]:
    url = _api_url(values)
    if url is not None and read_url(url).problem == "unreadable":
        yield Found(("api.url",))


def _api_host_not_an_address(values: Values, release: Release) -> Iterator[Found]:
    url = _api_url(values)
    if url is not None and read_url(url).problem == "not an address":
        yield Found(("api.url",))


def _api_url_misconfigured(values: Values, release: Release) -> Iterator[Found]:
    """``prefect.settings.models.root._warn_on_misconfigured_api_url``."""
    url = _api_url(values)
    if url is None or read_url(url).problem == "unreadable":
        return
    path = read_url(url).path
    problems = [word for word in ("app.prefect.cloud", "account/", "workspace/") if word in url]
    cloud = "api.prefect.cloud" in url or release < API_HOST_ALWAYS_UNTIL
    if path and cloud and not path.startswith("/api"):
        problems.append("/api")
    if problems:
        yield Found(("api.url",), {"problems": tuple(problems)})


def _missing_parts(values: Values, release: Release) -> tuple[str, ...]:
    """The settings that the connection URL of PostgreSQL cannot be made without, and that are not
    set (`prefect.settings.models._defaults.default_database_connection_url`).
    """
    if values.get(_DATABASE + "connection_url") is not None:
        return ()
    if values.get(_DATABASE + "driver") != POSTGRES:
        return ()
    required = ["host", "user", "name"]
    required += ["password"] if release < PASSWORD_REQUIRED_UNTIL else []
    names = (_DATABASE + name for name in required)
    return tuple(name for name in names if values.get(name) is None)


def _database_incomplete(values: Values, release: Release) -> Iterator[Found]:
    missing = _missing_parts(values, release)
    if missing:
        yield Found((_DATABASE + "driver",), {"missing": missing})


def _password_unused(values: Values, release: Release) -> Iterator[Found]:
    """`warn_on_database_password_value_without_usage`."""
    url, password = values.get(_DATABASE + "connection_url"), values.get(_DATABASE + "password")
    if url is not None and password and not _mentions(url, password):
        yield Found((_DATABASE + "password", _DATABASE + "connection_url"))


def _mentions(url: str, password: str) -> bool:
    """Whether the connection URL contains a placeholder or the password, encoded or not."""
    from urllib.parse import quote_plus

    return any(word in url for word in (*PLACEHOLDERS, password, quote_plus(password)))


def _placeholder(values: Values, release: Release) -> tuple[str, str] | None:
    """The setting with a placeholder for the password, and its text (``post_hoc_settings`` of
    `Settings`).
    """
    if _missing_parts(values, release):
        return None
    for path, text in _parts_of_url(values):
        if any(word in text for word in PLACEHOLDERS):
            return path, text
    return None


def _password_missing(values: Values, release: Release) -> Iterator[Found]:
    placed = _placeholder(values, release)
    if placed and values.get(_DATABASE + "password") is None:
        yield Found((placed[0], _DATABASE + "password"))


def _password_filled_in(values: Values, release: Release) -> Iterator[Found]:
    placed = _placeholder(values, release)
    braced = placed is not None and any("${" + word + "}" in placed[1] for word in PLACEHOLDERS)
    if placed and braced and values.get(_DATABASE + "password") is not None:
        yield Found((placed[0], _DATABASE + "password"))


def _parts_of_url(values: Values) -> Iterator[tuple[str, str]]:
    """The settings that the connection URL is made of, with their text."""
    driver = values.get(_DATABASE + "driver")
    if values.get(_DATABASE + "connection_url") is not None:
        names = [_DATABASE + "connection_url"]
    elif driver == POSTGRES:
        names = [_DATABASE + name for name in ("host", "user", "name")]
    elif driver and values.get(_DATABASE + "name"):
        names = [_DATABASE + "name"]
    else:
        names = ["home"]
    for name in names:
        if values.get(name) is not None:
            yield name, str(values[name])


def _level_overridden(values: Values, release: Release) -> Iterator[Found]:
    """Debug mode and test mode set both log levels, whatever the file says."""
    switch = next((path for path in _SWITCHES if values.get(path)), None)
    if switch is None:
        return
    for path in _LEVELS:
        if values.get(path, "DEBUG") != "DEBUG":
            yield Found((path, switch), {"by": switch, "becomes": "DEBUG"})


def _log_size_capped(values: Values, release: Release) -> Iterator[Found]:
    """Finds a maximum log size above `cloud.max_log_size` when `api.url` is Prefect Cloud; Prefect
    lowers it to that limit.
    """
    path = _LOG_SIZES[0]
    url, cloud = values.get("api.url"), values.get("cloud.api_url", CLOUD_API_URL)
    cap = values.get("cloud.max_log_size", CLOUD_MAX_LOG_SIZE)
    if path in values and url and cloud and url.startswith(cloud) and values[path] > cap:
        yield Found((path, "api.url"), {"by": "api.url", "becomes": cap})


def _legacy_overridden(values: Values, release: Release) -> Iterator[Found]:
    """``[experiments.plugins]`` is still read from 3.7.0 on, but ``[plugins]`` wins."""
    for path, name in zip(FORMER_PLUGINS, _PLUGINS, strict=True):
        if path in values and name in values:
            yield Found((path, name), {"by": name})


def _profiles_in_folder(values: Values, release: Release) -> Iterator[Found]:
    """Prefect opens the profiles again after loading its settings (`prefect.context`)."""
    path = values.get(_PROFILES)
    if not isinstance(path, str):
        return
    if all(part in ("", ".", "..") for part in path.split("/")):
        yield Found((_PROFILES,))


def _profiles_path_literal(values: Values, release: Release) -> Iterator[Found]:
    """Prefect looks for the profiles under the path as it is written
    (`sources._get_profiles_path`), although the setting itself replaces ``$PREFECT_HOME``.
    """
    path = values.get(_PROFILES)
    if isinstance(path, str) and (HOME_TEMPLATE in path or path.startswith("~")):
        yield Found((_PROFILES,), {"home": HOME_TEMPLATE in path})


def _vacuum_type(values: Values, release: Release) -> Iterator[Found]:
    """The server checks the vacuum types only when it starts (``enabled_vacuum_types``)."""
    types = values.get(_VACUUM)
    if isinstance(types, list):
        unknown = tuple(sorted(set(types) - set(VACUUM_TYPES)))
        if unknown:
            yield Found((_VACUUM,), {"unknown": unknown, "allowed": VACUUM_TYPES})


def _redis_parts_ignored(table: str) -> Callable[[Values, Release], Iterator[Found]]:
    """`prefect_redis.client.RedisMessagingSettings`: the URL replaces its parts."""

    def find(values: Values, _: Release) -> Iterator[Found]:
        ignored = tuple(path for path in _redis_parts(table) if path in values)
        if values.get(f"{table}.url") and ignored:
            yield Found((*ignored, f"{table}.url"), {"ignored": ignored})

    return find


def _redis_parts(table: str) -> tuple[str, ...]:
    names = ("host", "port", "db", "username", "password", "ssl")
    return tuple(f"{table}.{name}" for name in names)


_REDIS, _REDIS_CLEANUP = "redis.messaging", "redis.worker_cleanup_queue"
_DATABASE = "server.database."
_DATABASE_PARTS = tuple(
    _DATABASE + name for name in ("connection_url", "driver", "host", "user", "name", "password")
)
_CONNECTION = (_DATABASE + "driver", _DATABASE + "connection_url")
_SOME_TEXT = "?"  # neither missing nor with a placeholder
_LOG_SIZES = ("logging.to_api.max_log_size", "logging.to_api.batch_size")
_SWITCHES = ("debug_mode", "testing.test_mode")
_LEVELS = ("logging.level", "internal.logging_level")
_PROFILES = "profiles_path"
_PLUGIN_SETTINGS = ("allow", "deny", "enabled", "safe_mode", "setup_timeout_seconds", "strict")
_PLUGINS = tuple(f"plugins.{name}" for name in _PLUGIN_SETTINGS)
FORMER_PLUGINS = tuple(f"{LEGACY_PLUGINS}{name}" for name in _PLUGIN_SETTINGS)
_VACUUM = "server.services.db_vacuum.enabled"
_API = ("api.url", "silence_api_url_misconfiguration")
_PASSWORD = (*_DATABASE_PARTS, "home")
_PASSWORD_OF_URL = (_DATABASE + "password", _DATABASE + "connection_url")
_CLOUD = ("api.url", "cloud.api_url", "cloud.max_log_size", _LOG_SIZES[0])

PROFILES_PATH_IS_FOLDER = Rule(
    "profiles-path-is-folder", "stops", (_PROFILES,), _profiles_in_folder
)
"""The same is true for a path that is a folder on the disk, which `find` does not know."""

VACUUM_TYPE_RULE = Rule("vacuum-type", "later", (_VACUUM,), _vacuum_type)
RULES: tuple[Rule, ...] = (
    Rule("log-size-over-batch", "refused", _LOG_SIZES, _log_size_over_batch),
    Rule("api-url-unreadable", "refused", _API, _api_url_unreadable),
    Rule("api-url-unreadable", "refused", _API, _api_host_not_an_address, python=(3, 11)),
    Rule("api-url-misconfigured", "warned", _API, _api_url_misconfigured),
    Rule("database-incomplete", "refused", _DATABASE_PARTS, _database_incomplete, waits=True,
         needs=_CONNECTION, assumed=_SOME_TEXT),
    Rule("password-unused", "warned", _PASSWORD_OF_URL, _password_unused),
    Rule("password-missing", "refused", _PASSWORD, _password_missing, waits=True,
         needs=_PASSWORD_OF_URL, assumed=_SOME_TEXT),
    Rule("password-filled-in", "overridden", _PASSWORD, _password_filled_in,
         needs=_PASSWORD_OF_URL, assumed=_SOME_TEXT),
    Rule("level-overridden", "overridden", (*_SWITCHES, *_LEVELS), _level_overridden, needs=()),
    Rule("log-size-capped", "overridden", _CLOUD, _log_size_capped, LOG_SIZE_CAPPED_SINCE),
    Rule("legacy-overridden", "overridden", (*FORMER_PLUGINS, *_PLUGINS), _legacy_overridden,
         PLUGINS_MOVED_IN, needs=()),
    PROFILES_PATH_IS_FOLDER,
    Rule("profiles-path-literal", "later", (_PROFILES,), _profiles_path_literal,
         TEMPLATE_SINCE),
    VACUUM_TYPE_RULE,
    Rule("redis-parts-ignored", "warned", (f"{_REDIS}.url", *_redis_parts(_REDIS)),
         _redis_parts_ignored(_REDIS), needs=()),
    Rule("redis-parts-ignored", "ignored",
         (f"{_REDIS_CLEANUP}.url", *_redis_parts(_REDIS_CLEANUP)),
         _redis_parts_ignored(_REDIS_CLEANUP), needs=()),
)  # fmt: skip
