"""(key, value, right place) from public files for which we once suggested something wrong. The
right place is empty if nothing should be suggested.
"""

from typing import Any, Final

_API = "http://h:4200/api"

CASES: Final[tuple[tuple[str, Any, str], ...]] = (
    ("prefect.api_url", _API, "api.url"),
    ("server.api_url", _API, "api.url"),
    ("server.url", _API, "api.url"),
    ("server.database_url", "postgresql+asyncpg://u:p@h/db", "server.database.connection_url"),
    ("ui.host", "0.0.0.0", "server.api.host"),
    ("flows.max-retries", 3, "flows.default_retries"),
    ("telemetry.enabled", False, "telemetry.enable_resource_metrics"),
    ("server.api.cors", "*", "server.api.cors_allowed_origins"),
    ("logging.loggers.prefect.flow_runs.level", "ERROR", ""),
)
