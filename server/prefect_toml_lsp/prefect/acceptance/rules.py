"""Rules of Prefect's that look at several settings at once.

They stand in the model validators of Prefect's settings classes, which run when every value has
been taken; so `find` wants what the settings of the file *become* (`verdicts.effective`), and
leaves it to the caller to ask only when no single value is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from prefect_toml_lsp.prefect.acceptance.lists import VACUUM_TYPES
from prefect_toml_lsp.prefect.acceptance.verdicts import Release

Effect = Literal["refused", "warned", "overridden", "later"]
"""refused: Prefect doesn't load the file; warned: `Settings()` emits a Python warning;
overridden: loads, but a written value is replaced; later: loads, and fails when it is used."""


class RuleFinding(NamedTuple):
    """One rule that the settings of a file break.

    `rule` is a stable short name, `paths` the settings that the finding is about (the first one
    written in the file is the one to point at), `detail` the facts that a message needs.  Secrets
    never appear in `detail`.
    """

    rule: str
    effect: Effect
    paths: tuple[str, ...]
    detail: Mapping[str, Any] = {}


Values = Mapping[str, Any]

BATCH_SIZE = 4_000_000
MAX_LOG_SIZE = 1_000_000
CLOUD_MAX_LOG_SIZE = 25_000
CLOUD_API_URL = "https://api.prefect.cloud/api"
PLACEHOLDERS = ("PREFECT_API_DATABASE_PASSWORD", "PREFECT_SERVER_DATABASE_PASSWORD")
POSTGRES = "postgresql+asyncpg"
LEGACY_PLUGINS = "experiments.plugins."

API_HOST_ALWAYS_UNTIL: Release = (3, 2, 7)
PASSWORD_REQUIRED_UNTIL: Release = (3, 6, 7)
LOG_SIZE_CAPPED_SINCE: Release = (3, 6, 4)
PLUGINS_MOVED_IN: Release = (3, 7, 0)


def find(values: Values, release: Release) -> list[RuleFinding]:
    """What Prefect `release` finds in the settings of one file taken together.

    `values` maps dotted paths to what the settings become; a setting of the legacy table
    ``experiments.plugins`` keeps that path.
    """
    return [
        *_log_sizes(values),
        *_api_url(values, release),
        *_database(values, release),
        *_debug_levels(values),
        *_cloud_log_size(values, release),
        *_legacy_plugins(values, release),
        *_vacuum_types(values),
    ]


def _log_sizes(values: Values) -> Iterator[RuleFinding]:
    """`prefect.settings.models.logging.max_log_size_smaller_than_batch_size`."""
    paths = ("logging.to_api.max_log_size", "logging.to_api.batch_size")
    log, batch = values.get(paths[0], MAX_LOG_SIZE), values.get(paths[1], BATCH_SIZE)
    if batch < log:
        yield RuleFinding(
            "log-size-over-batch", "refused", paths, {"max_log_size": log, "batch_size": batch}
        )


def _api_url(values: Values, release: Release) -> Iterator[RuleFinding]:
    """`prefect.settings.models.root._warn_on_misconfigured_api_url`."""
    url = values.get("api.url")
    if url is None or values.get("silence_api_url_misconfiguration"):
        return
    from urllib.parse import urlparse

    paths = ("api.url",)
    try:
        path = urlparse(url).path
    except ValueError:
        yield RuleFinding("api-url-unreadable", "refused", paths)
        return
    problems = [word for word in ("app.prefect.cloud", "account/", "workspace/") if word in url]
    cloud = "api.prefect.cloud" in url or release < API_HOST_ALWAYS_UNTIL
    if path and cloud and not path.startswith("/api"):
        problems.append("/api")
    if problems:
        yield RuleFinding("api-url-misconfigured", "warned", paths, {"problems": tuple(problems)})


def _database(values: Values, release: Release) -> Iterator[RuleFinding]:
    """The connection URL, written or put together, and the password in it.

    `prefect.settings.models._defaults.default_database_connection_url`, ``post_hoc_settings`` of
    `Settings`, and `warn_on_database_password_value_without_usage`.
    """
    url = values.get("server.database.connection_url")
    password = values.get("server.database.password")
    if url is None:
        if values.get("server.database.driver") == POSTGRES:
            required = ["host", "user", "name"]
            required += ["password"] if release < PASSWORD_REQUIRED_UNTIL else []
            missing = [n for n in required if values.get(f"server.database.{n}") is None]
            if missing:
                detail = {"missing": tuple(f"server.database.{name}" for name in missing)}
                yield RuleFinding(
                    "database-incomplete", "refused", ("server.database.driver",), detail
                )
                return
    elif password and not _mentions(url, password):
        yield RuleFinding(
            "password-unused",
            "warned",
            ("server.database.password", "server.database.connection_url"),
        )
    for path, text in _parts_of_url(values):
        if any(word in text for word in PLACEHOLDERS):
            paths = (path, "server.database.password")
            if password is None:
                yield RuleFinding("password-missing", "refused", paths)
            elif any("${" + word + "}" in text for word in PLACEHOLDERS):
                yield RuleFinding("password-filled-in", "overridden", paths)
            return


def _mentions(url: str, password: str) -> bool:
    """Whether the connection URL holds a placeholder or the password, encoded or not."""
    from urllib.parse import quote_plus

    return any(word in url for word in (*PLACEHOLDERS, password, quote_plus(password)))


def _parts_of_url(values: Values) -> Iterator[tuple[str, str]]:
    """The settings that the connection URL is made of, with their text."""
    database = "server.database."
    driver = values.get(database + "driver")
    if values.get(database + "connection_url") is not None:
        names = [database + "connection_url"]
    elif driver == POSTGRES:
        names = [database + name for name in ("host", "user", "name")]
    elif driver and values.get(database + "name"):
        names = [database + "name"]
    else:
        names = ["home"]
    for name in names:
        if values.get(name) is not None:
            yield name, str(values[name])


def _debug_levels(values: Values) -> Iterator[RuleFinding]:
    """Debug mode and test mode set both log levels, whatever the file says."""
    switch = next((p for p in ("debug_mode", "testing.test_mode") if values.get(p)), None)
    if switch is None:
        return
    for path in ("logging.level", "internal.logging_level"):
        if values.get(path, "DEBUG") != "DEBUG":
            detail = {"by": switch, "becomes": "DEBUG"}
            yield RuleFinding("level-overridden", "overridden", (path, switch), detail)


def _cloud_log_size(values: Values, release: Release) -> Iterator[RuleFinding]:
    """Connected to Prefect Cloud, no log may be larger than Cloud takes."""
    path = "logging.to_api.max_log_size"
    url, cloud = values.get("api.url"), values.get("cloud.api_url", CLOUD_API_URL)
    if release < LOG_SIZE_CAPPED_SINCE or path not in values:
        return
    cap = values.get("cloud.max_log_size", CLOUD_MAX_LOG_SIZE)
    if url and cloud and url.startswith(cloud) and values[path] > cap:
        yield RuleFinding(
            "log-size-capped", "overridden", (path, "api.url"), {"by": "api.url", "becomes": cap}
        )


def _legacy_plugins(values: Values, release: Release) -> Iterator[RuleFinding]:
    """``[experiments.plugins]`` is still read from 3.7.0 on, but ``[plugins]`` wins."""
    if release < PLUGINS_MOVED_IN:
        return
    for path in values:
        if path.startswith(LEGACY_PLUGINS):
            name = "plugins." + path[len(LEGACY_PLUGINS) :]
            if name in values:
                yield RuleFinding("legacy-overridden", "overridden", (path, name), {"by": name})


def _vacuum_types(values: Values) -> Iterator[RuleFinding]:
    """The server checks the vacuum types only when it starts (``enabled_vacuum_types``)."""
    path = "server.services.db_vacuum.enabled"
    types = values.get(path)
    if isinstance(types, list):
        unknown = tuple(sorted(set(types) - set(VACUUM_TYPES)))
        if unknown:
            detail = {"unknown": unknown, "allowed": VACUUM_TYPES}
            yield RuleFinding("vacuum-type", "later", (path,), detail)
