"""The kind of value that each setting takes, in each release.

The facts that a release declares (JSON Schema keywords) give the kind of most settings.  Where
Prefect's code accepts more or less than it declares, `PREFECTS_OWN` names the kind instead: one row
for each such setting and range of releases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from prefect_toml_lsp.prefect.acceptance.verdicts import Release
from prefect_toml_lsp.records import NamedTuple

KindName = Literal[
    "table",
    "any",
    "boolean",
    "integer",
    "number",
    "string",
    "secret",
    "enum",
    "path",
    "duration",
    "seconds-duration",
    "seconds",
    "log-level",
    "home",
    "profiles-path",
    "number-or-list",
    "retry-delay",
    "retry-codes",
    "string-set",
    "delimited-string",
    "vacuum-types",
    "string-map",
    "string-map-json",
    "label-filters",
    "duration-map",
]


class Kind(NamedTuple):
    """The kind of a setting; `facts` has the bounds and the allowed values that apply."""

    name: KindName
    facts: Mapping[str, Any]


class Own(NamedTuple):
    """One row of `PREFECTS_OWN`.

    The setting `path` is of kind `name` from release `since` up to, not including, `until`;
    `bounds` are JSON Schema keywords (durations in seconds) that Prefect doesn't declare. For a
    setting of an integration package the row holds in every release.
    """

    path: str
    name: KindName
    since: Release = (3, 1, 0)
    until: Release | None = None
    bounds: Mapping[str, Any] = {}


NO_BOUNDS: Mapping[str, Any] = {}
STATUS_CODE: Mapping[str, Any] = {"minimum": 100, "maximum": 599}

# Where a row comes from: the class of the setting in `prefect.settings.models` and the type that
# it names in `prefect.types`.
PREFECTS_OWN: tuple[Own, ...] = (
    Own("home", "home"),
    Own("profiles_path", "profiles-path"),
    Own("logging.level", "log-level"),
    Own("logging.extra_loggers", "delimited-string", until=(3, 1, 1)),
    Own("logging.extra_loggers", "string-set", since=(3, 1, 1)),
    Own("internal.logging_level", "log-level"),
    Own("runner.server.log_level", "log-level"),
    Own("server.logging_level", "log-level"),
    Own("client.retry_extra_codes", "retry-codes", bounds=STATUS_CODE),
    Own("client.custom_headers", "string-map-json", until=(3, 6, 21)),
    Own("client.custom_headers", "string-map", since=(3, 6, 21)),
    Own("experiments.plugins.allow", "string-set"),
    Own("experiments.plugins.deny", "string-set"),
    Own("plugins.allow", "string-set"),
    Own("plugins.deny", "string-set"),
    Own("flows.default_retry_delay_seconds", "number-or-list"),
    Own("tasks.default_retry_delay_seconds", "number-or-list", until=(3, 4, 2)),
    Own("tasks.default_retry_delay_seconds", "retry-delay", since=(3, 4, 2)),
    Own("server.services.db_vacuum.enabled", "vacuum-types", since=(3, 6, 21)),
    Own(
        "server.services.db_vacuum.retention_period",
        "seconds-duration",
        bounds={"exclusiveMinimum": 3600},
    ),
    Own(
        "server.services.db_vacuum.event_retention_overrides",
        "duration-map",
        bounds={"exclusiveMinimum": 0},
    ),
    Own("server.services.late_runs.after_seconds", "seconds-duration", since=(3, 6, 2)),
    Own("testing.test_setting", "any"),
)

EVERY: Release = (0, 0, 0)
# The same for integration packages, in `prefect_kubernetes.settings` and `prefect_redis.messaging`.
_OBSERVER = "integrations.kubernetes.observer"
_CONSUMER = "redis.messaging.consumer"
PACKAGES_OWN: tuple[Own, ...] = (
    Own(f"{_OBSERVER}.additional_label_filters", "label-filters", since=EVERY),
    Own(f"{_OBSERVER}.namespaces", "string-set", since=EVERY),
    Own(f"{_CONSUMER}.block", "seconds", since=EVERY),
    Own(f"{_CONSUMER}.min_idle_time", "seconds", since=EVERY),
    Own(f"{_CONSUMER}.trim_every", "seconds", since=EVERY),
    Own(f"{_CONSUMER}.trim_idle_threshold", "seconds", since=EVERY),
    Own("redis.messaging.publisher.publish_every", "seconds", since=EVERY),
)

_OWN_BY_PATH: dict[str, list[Own]] = {}
for _row in (*PREFECTS_OWN, *PACKAGES_OWN):
    _OWN_BY_PATH.setdefault(_row.path, []).append(_row)


def kind_of(path: str, facts: Mapping[str, Any], release: Release) -> Kind:
    """The kind of the setting or table at the dotted `path` in `release`.

    `facts` are those of that release, with or without a ``null`` branch in ``anyOf``.
    """
    if facts.get("section"):
        return Kind("table", NO_BOUNDS)
    for row in _OWN_BY_PATH.get(path, ()):
        if row.since <= release and (row.until is None or release < row.until):
            return Kind(row.name, row.bounds)
    return declared_kind(facts)


def declared_kind(facts: Mapping[str, Any]) -> Kind:
    """The kind that the declared facts alone give.

    Raises `LookupError` if there is none, which means that a release has a kind of setting that
    this package does not know.
    """
    branch = _the_branch(facts)
    declared = branch.get("type")
    if "enum" in branch:
        return Kind("enum", branch)
    if declared == "boolean":
        return Kind("boolean", NO_BOUNDS)
    if declared == "integer":
        return Kind("integer", branch)
    if declared == "number":
        return Kind("number", branch)
    if declared == "string":
        return Kind(_STRING_KINDS.get(branch.get("format", ""), "string"), branch)
    raise LookupError(f"no kind of setting has the facts {dict(facts)!r}")


_STRING_KINDS: dict[str, KindName] = {
    "password": "secret",
    "path": "path",
    "duration": "duration",
}


def _the_branch(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one branch of ``anyOf`` that is not ``null``, or `facts` themselves."""
    branches = [b for b in facts.get("anyOf", ()) if b.get("type") != "null"]
    if not branches:
        return facts
    if len(branches) > 1:
        raise LookupError(f"several branches: {branches!r}")
    branch: Mapping[str, Any] = branches[0]
    return branch
