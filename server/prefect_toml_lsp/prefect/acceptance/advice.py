"""Settings that Prefect loads but that cannot work as intended: our own advice, in the form of
Prefect's own rules (`rules`). Each was tried with Prefect 3.9.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from prefect_toml_lsp.prefect.acceptance.null_words import is_null_word
from prefect_toml_lsp.prefect.acceptance.rules import (
    API_HOST_ALWAYS_UNTIL,
    PLACEHOLDERS,
    POSTGRES,
    Found,
    Rule,
    Values,
)
from prefect_toml_lsp.prefect.acceptance.urls import read_url
from prefect_toml_lsp.prefect.acceptance.verdicts import Release

ANY_ADDRESS = r"(?i)https?://(?:[^/?#]*@)?(0\.0\.0\.0|\[::\])(?![\w.])"
"""A URL with the address on which a server listens to all others, and that address."""
SQLITE = "sqlite+aiosqlite"
ASYNC_DRIVERS = {
    "postgres": POSTGRES,
    "postgresql": POSTGRES,
    "postgresql+pg8000": POSTGRES,
    "postgresql+psycopg2": POSTGRES,
    "sqlite": SQLITE,
    "sqlite+pysqlite": SQLITE,
}
"""The scheme to write in a connection URL for one whose driver cannot be used."""
LIBPQ_OPTIONS = frozenset((
    "application_name", "channel_binding", "client_encoding", "connect_timeout",
    "fallback_application_name", "gssencmode", "keepalives", "keepalives_count", "keepalives_idle",
    "keepalives_interval", "options", "sslcert", "sslcrl", "sslkey", "sslmode", "sslrootcert",
    "tcp_user_timeout",
))  # fmt: skip
"""Options in a connection URL that the drivers of libpq know and asyncpg does not."""


def _readable_url(values: Values, path: str = "api.url") -> str | None:
    url = values.get(path)
    if not isinstance(url, str) or not url or url.startswith("$") or is_null_word(url):
        return None
    return url if read_url(url).problem is None else None


def _has_scheme(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _api_url_without_scheme(values: Values, release: Release) -> Iterator[Found]:
    for path in _URLS:
        url = _readable_url(values, path)
        is_relative = path == _UI_URL and url is not None and url.startswith("/")
        if url and not _has_scheme(url) and not is_relative:
            yield Found((path,))


def _api_url_without_api(values: Values, release: Release) -> Iterator[Found]:
    if values.get("server.api.base_path"):
        return
    for path in _CLIENTS_URLS:
        url = _readable_url(values, path)
        if not url or not re.match(r"(?i)https?://[^/?#]", url) or "/api" in read_url(url).path:
            continue
        if path != "api.url" or not _is_warned_of(url, release):
            yield Found((path,))


def _is_warned_of(url: str, release: Release) -> bool:
    """Whether Prefect warns about something else in `api.url`."""
    if "account/" in url or "workspace/" in url:
        return True
    is_read = release < API_HOST_ALWAYS_UNTIL or "prefect.cloud" in url
    return is_read and bool(read_url(url).path)


def _api_url_any_address(values: Values, release: Release) -> Iterator[Found]:
    for path in _CLIENTS_URLS:
        found = re.match(ANY_ADDRESS, _readable_url(values, path) or "")
        if found is not None:
            yield Found((path,), {"host": found[1]})


def _database_driver(values: Values, release: Release) -> Iterator[Found]:
    """The server fails when it first asks for its database (`sqlalchemy.create_engine`)."""
    url = values.get(_DATABASE + "connection_url")
    if not isinstance(url, str) or not url or url.startswith("$") or is_null_word(url):
        return
    scheme, colon, _ = url.partition("://")
    is_one = colon and scheme.partition("+")[0] in ("postgresql", "sqlite")
    if scheme in ASYNC_DRIVERS or not is_one:
        yield Found((_DATABASE + "connection_url",), {"driver": ASYNC_DRIVERS.get(scheme)})


def _database_option(values: Values, release: Release) -> Iterator[Found]:
    """SQLAlchemy hands the options in the URL to `asyncpg.connect`, which has other names."""
    url = values.get(_DATABASE + "connection_url")
    if isinstance(url, str) and url.startswith(f"{POSTGRES}://"):
        for option in url.partition("?")[2].split("&"):
            name = option.partition("=")[0]
            if name in LIBPQ_OPTIONS:
                yield Found((_DATABASE + "connection_url",), {"option": name})


def _database_parts(values: Values, release: Release) -> Iterator[Found]:
    """`_defaults.default_database_connection_url` only reads what its driver needs."""
    driver = values.get(_DATABASE + "driver")
    has_url = values.get(_DATABASE + "connection_url") is not None
    if driver == POSTGRES and not has_url:
        return
    names = ["host", "port", "user"]
    names += ["name"] if has_url or driver is None else []
    names += [] if has_url else ["password"]
    written = {name: values.get(_DATABASE + name) for name in names}
    ignored = [
        _DATABASE + name for name in names if written[name] and not is_null_word(written[name])
    ]
    if ignored:
        by = "connection_url" if has_url else "driver"
        yield Found(tuple(ignored), {"ignored": tuple(ignored), "by": _DATABASE + by})


def _password_unescaped(values: Values, release: Release) -> Iterator[Found]:
    """The placeholder is replaced by the unescaped password (`root.Settings.post_hoc_settings`),
    and SQLAlchemy ends a password at the first ``@`` (`make_url`); it reads all other characters.
    """
    url, password = values.get(_DATABASE + "connection_url"), values.get(_DATABASE + "password")
    if not isinstance(url, str):
        return
    if re.match(TWO_SIGNS, url):
        yield Found((_DATABASE + "connection_url",), {"pasted": False})
    is_pasted = any("${" + each + "}" in url for each in PLACEHOLDERS)
    if is_pasted and "@" in str(password or ""):
        yield Found((_DATABASE + "password", _DATABASE + "connection_url"), {"pasted": True})


def _port(values: Values, release: Release) -> Iterator[Found]:
    for path in _PORTS:
        port = values.get(path)
        if isinstance(port, int) and not 0 <= port <= _LAST_PORT:
            yield Found((path,))
    for path in _URLS_WITH_PORTS:
        url = values.get(path)
        text = _port_of(url) if url and isinstance(url, str) else None
        if text and not (text.isdecimal() and int(text) <= _LAST_PORT):
            yield Found((path,))


@lru_cache(maxsize=16)
def _port_of(url: str) -> str | None:
    """The text of the port in a URL; None if there is none, or if it may be filled in later."""
    _, mark, rest = url.partition("://")
    if not mark:
        return None
    login = re.match(r"(?:[^:/?#@]*(?::[^@]*)?@)?", rest)
    found = re.match(_HOST_AND_PORT, rest[login.end() :] if login else rest)
    return found[1] if found is not None else None


def _auth_of_clients(values: Values, release: Release) -> Iterator[Found]:
    own = values.get("server.api.auth_string")
    if own and not is_null_word(own) and not values.get("api.auth_string"):
        yield Found(("server.api.auth_string",))


def _base_path_alone(values: Values, release: Release) -> Iterator[Found]:
    """Prefect checks the health of a temporary server under ``/api`` (404)."""
    base, has_server = values.get("server.api.base_path"), values.get("server.ephemeral.enabled")
    if base and not is_null_word(base) and not values.get("api.url") and has_server is not False:
        yield Found(("server.api.base_path",))


def _base_path_slash(values: Values, release: Release) -> Iterator[Found]:
    """The server mounts its API under the path, and Starlette refuses one without a slash."""
    base = values.get("server.api.base_path")
    if isinstance(base, str) and base and base[0] not in "/$" and not is_null_word(base):
        yield Found(("server.api.base_path",))


def _plugins_off(values: Values, release: Release) -> Iterator[Found]:
    """`database.configurations` only asks plugins for the parameters of a connection if they are
    on; ``[experiments.plugins]`` is still read, too.
    """
    if not any(values.get(path) for path in _PLUGINS_ON):
        yield from (Found((path,)) for path in _BY_PLUGIN if values.get(path))


def _partner_missing(values: Values, release: Release) -> Iterator[Found]:
    """`prefect_kubernetes.worker._create_job` and `database.configurations` only use a secret or a
    certificate if both of its halves are set, and certificates only if TLS is on.
    """
    files = tuple(path for path in _TLS_FILES if values.get(path))
    is_tls = bool(values.get(_TLS + "enabled"))
    if files and not is_tls:
        yield Found(files, {"by": _TLS + "enabled", "is_switch": True})
    for one, other in (*_SECRETS, *((_CERTIFICATE,) if is_tls else ())):
        for path, by in ((one, other), (other, one)):
            if values.get(path) and not is_null_word(values[path]) and not values.get(by):
                yield Found((path,), {"by": by, "is_switch": False})


def _logging_in_home(values: Values, release: Release) -> Iterator[Found]:
    """`prefect.logging.configuration` checks whether the path exists, and continues without it."""
    if str(values.get("logging.config_path") or "").startswith("~"):
        yield Found(("logging.config_path",))


def _home_not_expanded(values: Values, release: Release) -> Iterator[Found]:
    """Only `home` is expanded. `ssl.create_default_context` and SQLAlchemy fail without the file,
    and the server makes a folder named ``~`` for its own.
    """
    for path in _PATHS:
        if str(values.get(path) or "").startswith("~"):
            yield Found((path,))
    url, name = values.get(_CONNECTION[1]), _DATABASE + "name"
    if url is not None:
        if re.match(r"sqlite[+\w]*:/{3,4}~", str(url)):
            yield Found((_CONNECTION[1],))
    elif values.get(_CONNECTION[0]) == SQLITE and str(values.get(name) or "").startswith("~"):
        yield Found((name,))


def _cors_spaces(values: Values, release: Release) -> Iterator[Found]:
    """`prefect.server.api.server.create_app` splits the text at commas and strips nothing."""
    for path in _CORS:
        text = values.get(path)
        if not isinstance(text, str) or text.lstrip().startswith("["):
            continue  # another rule reports a JSON array
        if any(each != each.strip() for each in text.split(",")):
            yield Found((path,))


def _fraction(values: Values, release: Release) -> Iterator[Found]:
    """``int(…)`` in `prefect.cli.worker` and `prefect.workers.base`."""
    for path in _WHOLE_SECONDS:
        seconds = values.get(path)
        if isinstance(seconds, float) and not seconds.is_integer():
            yield Found((path,))


_DATABASE = "server.database."
_PARTS = tuple(
    _DATABASE + name
    for name in ("host", "port", "user", "name", "password", "driver", "connection_url")
)
_CONNECTION = (_DATABASE + "driver", _DATABASE + "connection_url")
_PASSWORD = (_DATABASE + "password", _DATABASE + "connection_url")
_LAST_PORT = 65535
_HOST_AND_PORT = r"(?:\[[^\]]*\]|[^/?#:@\[\]]+):([\w.-]{1,20})(?=[/?#]|$)"
TWO_SIGNS = r"postgresql[+\w]*://[^/?#:@]*:[^@?]*@[^?]*@"
"""A connection URL with an ``@`` in its password."""
_PORTS = (
    "server.api.port",
    _DATABASE + "port",
    "worker.webserver.port",
    "runner.server.port",
    "client.metrics.port",
    "redis.messaging.port",
    "redis.worker_cleanup_queue.port",
)
_CORS = tuple(f"server.api.cors_allowed_{name}" for name in ("origins", "methods", "headers"))
_WHOLE_SECONDS = ("worker.heartbeat_seconds", "worker.prefetch_seconds")
_URL = ("api.url",)
_UI_URL = "server.ui.api_url"
_URLS = (*_URL, "cloud.api_url", _UI_URL)
_CLIENTS_URLS = (*_URL, _UI_URL)
"""The URLs by which flows and browsers reach the API of one's own server."""
_URLS_WITH_PORTS = (
    *_URLS,
    _DATABASE + "connection_url",
    "server.docket.url",
    "redis.messaging.url",
    "redis.worker_cleanup_queue.url",
)
_BASE = ("server.api.base_path", "api.url", "server.ephemeral.enabled")
_TLS = _DATABASE + "sqlalchemy.connect_args.tls."
_TLS_FILES = tuple(f"{_TLS}{name}_file" for name in ("ca", "cert", "key"))
_CERTIFICATE = _TLS_FILES[1:]
_SECRETS = tuple(
    tuple(f"integrations.kubernetes.worker.{login}_secret_{half}" for half in ("name", "key"))
    for login in ("api_key", "api_auth_string")
)
_PATHS = (
    "api.ssl_cert_file",
    "server.memo_store_path",
    "server.ui.static_directory",
    *_TLS_FILES,
)
_PLUGINS_ON = ("plugins.enabled", "experiments.plugins.enabled")
_BY_PLUGIN = (
    "integrations.aws.rds.iam.enabled",
    "integrations.azure.postgres.managed_identity.enabled",
)
_AUTH = ("server.api.auth_string", "api.auth_string")

ADVICE: tuple[Rule, ...] = (
    Rule("api-url-without-scheme", "advised", _URLS, _api_url_without_scheme, needs=()),
    Rule(
        "api-url-without-api",
        "advised",
        (*_CLIENTS_URLS, _BASE[0]),
        _api_url_without_api,
        needs=_BASE[:1],
    ),
    Rule("api-url-any-address", "advised", _CLIENTS_URLS, _api_url_any_address, needs=()),
    Rule("database-driver", "advised", (_PASSWORD[1],), _database_driver),
    Rule("database-option", "advised", (_PASSWORD[1],), _database_option),
    Rule("database-parts-ignored", "ignored", _PARTS, _database_parts, needs=_CONNECTION),
    Rule("password-unescaped", "advised", _PASSWORD, _password_unescaped),
    Rule("port-out-of-range", "advised", (*_PORTS, *_URLS_WITH_PORTS), _port, needs=()),
    Rule("auth-of-clients", "advised", _AUTH, _auth_of_clients),
    Rule("base-path-alone", "advised", _BASE, _base_path_alone),
    Rule("base-path-slash", "advised", _BASE[:1], _base_path_slash),
    Rule(
        "plugins-off",
        "advised",
        (*_BY_PLUGIN, *_PLUGINS_ON),
        _plugins_off,
        needs=_PLUGINS_ON,
        since=(3, 7, 0),
    ),
    Rule(
        "partner-missing",
        "advised",
        (*_TLS_FILES, _TLS + "enabled", *_SECRETS[0], *_SECRETS[1]),
        _partner_missing,
    ),
    Rule("logging-config-in-home", "ignored", ("logging.config_path",), _logging_in_home),
    Rule(
        "home-not-expanded",
        "advised",
        (*_PATHS, *_CONNECTION, _DATABASE + "name"),
        _home_not_expanded,
        needs=_CONNECTION,
    ),
    Rule("cors-spaces", "advised", _CORS, _cors_spaces, needs=()),
    Rule("fraction-cut-off", "advised", _WHOLE_SECONDS, _fraction, needs=()),
)
