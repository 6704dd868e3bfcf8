"""Python's logging configuration, which Prefect reads from a separate file and not from settings
(`prefect.logging.configuration`; tried with 3.1.0 and 3.9.1).

Environment variables may replace its values, but only those that are in the file: in Prefect's own
file, the levels of a few loggers.
"""

from __future__ import annotations

import re

from prefect_toml_lsp.prefect.acceptance.verdicts import Release

Path = tuple[str, ...]

_TABLES = ("loggers", "handlers", "formatters", "filters", "root")
_LEVEL = "level"
_LOGGERS = frozenset((
    "fastapi", "prefect", "prefect._internal", "prefect.client", "prefect.extra",
    "prefect.flow_runs", "prefect.infrastructure", "prefect.server", "prefect.task_runs", "uvicorn",
))  # fmt: skip
_WORKERS, _WORKERS_SINCE = "prefect.workers", (3, 1, 15)  # at the latest; 3.1.0 is without


def is_logging_configuration(path: Path) -> bool:
    """Whether `path` is in Python's logging configuration: `logging.loggers.httpx`."""
    return len(path) > 1 and path[0] == "logging" and path[1] in _TABLES


def level_variable(path: Path, release: Release) -> str | None:
    """The variable that sets the level of the logger that `path` names in `logging.loggers`; None
    if Prefect's own configuration does not have it.
    """
    if path[:2] != ("logging", "loggers"):
        return None
    name = ".".join(path[2:-1] if path[-1] == _LEVEL else path[2:])
    if name in _LOGGERS or (name == _WORKERS and release >= _WORKERS_SINCE):
        return re.sub("[^0-9a-zA-Z]+", "_", f"PREFECT_LOGGING_LOGGERS_{name}_LEVEL").upper()
    return None
