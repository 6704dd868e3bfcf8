"""`PREFECT_…` variables that do not belong to a setting: Prefect reads them from its process alone,
or Prefect 1 or 2 read them.

``schema/read_variables.py`` finds those of the process in an installed Prefect and prints those
that this module does not know; CI runs it for each release.
"""

from __future__ import annotations

from collections.abc import Iterator

PREFIX = "PREFECT_"

PROCESS = frozenset((
    "PREFECT_PROFILE",
    "PREFECT_FLOW_RUN_EXECUTE_SIGTERM_BEHAVIOR",  # prefect.cli.flow_run
    "PREFECT_SERVER_ENCRYPTION_KEY",  # prefect.server.utilities.encryption
    "PREFECT_API_TELEMETRY_ENVIRONMENT",  # prefect.server.services.telemetry
    "PREFECT_API_SERVICES_RUN_IN_APP",  # prefect.cli.dev
    "PREFECT_API_SERVICES_UI",  # prefect.cli.dev
    "PREFECT_DOCKER_TEST_MODE",  # prefect_docker.worker
    *(f"PREFECT_LOGGING_{name}" for name in ("DISABLE_EXISTING_LOGGERS", "INCREMENTAL", "VERSION")),
    *(
        f"PREFECT__{name}"
        for name in (
            "CONTROL_PORT", "CONTROL_TOKEN", "DEPLOYMENT_ID", "DEPLOYMENT_NAME",
            "ENABLE_CANCELLATION_AND_CRASHED_HOOKS", "FLOW_ENTRYPOINT", "FLOW_ID", "FLOW_NAME",
            "FLOW_RUN_ID", "SERVER_EPHEMERAL", "SERVER_FINAL", "SERVER_WEBSERVER_ONLY",
            "STORAGE_BASE_PATH", "WORKER_ID", "WORKER_NAME",
        )
    ),
))  # fmt: skip
"""Read from the environment of the process, from no file, in one release or another."""

PROCESS_PREFIXES = (
    "PREFECT_LOGFIRE_",  # prefect._internal.observability
    "PREFECT__RUNTIME__",  # prefect.runtime
    # Values of the logging configuration are replaced by these (prefect.logging.configuration).
    *(f"PREFECT_LOGGING_{part}_" for part in ("FORMATTERS", "FILTERS", "HANDLERS", "LOGGERS")),
    "PREFECT_LOGGING_ROOT_",
)

_PREFECT_1 = "PREFECT__"
_PREFECT_2 = tuple(
    f"{PREFIX}{part}_" for part in ("ORION", "EXPERIMENTAL", "AGENT", "LOGGING_ORION")
)
_ONLY_PREFECT_2 = frozenset(
    f"{PREFIX}{name}"
    for name in (
        "ASYNC_FETCH_STATE_RESULT", "CLOUD_URL", "EXTRA_ENTRYPOINTS",
        "TASK_INTROSPECTION_WARN_THRESHOLD",
    )
)  # fmt: skip
# What took the place of the beginning of a name since Prefect 2 (settings.py of 2.7 and 2.20): the
# server was called Orion, agents came before workers.
_RENAMED = (
    ("logging_orion", "logging_to_api"),
    ("orion", "server"),
    ("orion", "api"),
    ("agent_query_interval", "worker_query_seconds"),
    ("agent", "worker"),
    ("cloud_url", "cloud_api_url"),
    ("experimental", "server"),
    ("experimental", "api"),
)
_TODAY = {
    "PREFECT__CLOUD__AGENT__AUTH_TOKEN": "PREFECT_API_KEY",
    "PREFECT__CLOUD__API": "PREFECT_API_URL",
    "PREFECT__CLOUD__API_KEY": "PREFECT_API_KEY",
    "PREFECT__CLOUD__AUTH_TOKEN": "PREFECT_API_KEY",
    "PREFECT__CLOUD__RATE_LIMITING__MAX_RETRIES": "PREFECT_CLIENT_MAX_RETRIES",
    "PREFECT__CLOUD__REQUEST_TIMEOUT": "PREFECT_API_REQUEST_TIMEOUT",
    "PREFECT__CLOUD__SEND_FLOW_RUN_LOGS": "PREFECT_LOGGING_TO_API_ENABLED",
    "PREFECT__DEBUG": "PREFECT_DEBUG_MODE",
    "PREFECT__FLOWS__CHECKPOINTING": "PREFECT_RESULTS_PERSIST_BY_DEFAULT",
    "PREFECT__HOME_DIR": "PREFECT_HOME",
    "PREFECT__LOGGING__LOG_TO_CLOUD": "PREFECT_LOGGING_TO_API_ENABLED",
    "PREFECT__SERVER__DATABASE__USERNAME": "PREFECT_SERVER_DATABASE_USER",
    "PREFECT__SERVER__ENDPOINT": "PREFECT_API_URL",
    "PREFECT__SERVER__TELEMETRY__ENABLED": "PREFECT_SERVER_ANALYTICS_ENABLED",
    "PREFECT__TASKS__DEFAULTS__MAX_RETRIES": "PREFECT_TASKS_DEFAULT_RETRIES",
    "PREFECT__TASKS__DEFAULTS__RETRY_DELAY": "PREFECT_TASKS_DEFAULT_RETRY_DELAY_SECONDS",
}
"""The replacements of variables that do not follow from their names."""


def is_of_process(name: str) -> bool:
    """Whether Prefect reads the variable from the environment of its process alone."""
    return name in PROCESS or name.startswith(PROCESS_PREFIXES)


def past_of(name: str) -> int | None:
    """The Prefect that read a variable which is neither of the process nor a setting's: 1 or 2;
    None if no Prefect did.
    """
    if name.startswith(_PREFECT_1):
        return 1
    return 2 if name in _ONLY_PREFECT_2 or name.startswith(_PREFECT_2) else None


def todays_names(name: str) -> Iterator[str]:
    """The possible replacements of an old variable, the most likely first, including variables that
    Prefect does not have.
    """
    if name in _TODAY:
        yield _TODAY[name]
    elif name.startswith(_PREFECT_1):
        yield PREFIX + name.removeprefix(_PREFECT_1).replace("__", "_")
    else:
        for each in renamed(name.removeprefix(PREFIX).lower()):
            yield f"{PREFIX}{each.upper()}"
        found = [each for each in _PREFECT_2 if name.startswith(each)]
        yield from (PREFIX + name.removeprefix(each) for each in found)


def renamed(name: str) -> Iterator[str]:
    """The possible current names of `name`, a setting of Prefect 2 with its tables, the most likely
    first, including names that Prefect does not have.
    """
    for old, new in _RENAMED:
        if f"{name}_".startswith(f"{old}_"):
            yield new + name[len(old) :]
