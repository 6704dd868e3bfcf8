"""Names of Prefect's settings in other programs and earlier releases.

Every name comes from the rows of `schema/names`, not from those that suggestions are measured with,
or from public files (`tests/prefect/slips/cases.py`).
"""

from __future__ import annotations

from typing import Final

from prefect_toml_lsp.records import NamedTuple


class Row(NamedTuple):
    """Prefect's name, those of other programs for the same, and the programs."""

    ours: str
    theirs: str
    sources: str


NAMES: Final = (
    Row("api.key", "token apikey secret auth_token", "curl, Prefect 1, public files"),
    Row(
        "api.url",
        "tracking_uri server_url server.url server.api_url api.address api.hosts base_url "
        "service_url default_scheduler_url",
        "MLflow, Elasticsearch, Luigi, Metaflow, public files",
    ),
    Row("api.request_timeout", "timeout", "httpx, public files"),
    Row("cloud.api_url", "api endpoint", "Prefect 1"),
    Row("home", "data_dir", "MLflow, Grafana"),
    Row("server.database.name", "db", "libpq"),
    Row(
        "server.database.host",
        "postgres_server db_server database_server pg_server",
        "the template of FastAPI",
    ),
    Row(
        "server.database.connection_url",
        "dsn db_url database_url backend_store_uri sql_alchemy_conn datasource",
        "SQLAlchemy, MLflow, Airflow, public files",
    ),
    Row("server.api.cors_allowed_origins", "cors", "public files"),
    Row(
        "server.analytics_enabled",
        "telemetry usage_data_collection.enabled anonymous_usage_stats",
        "public files, Prefect 1, Airflow",
    ),
    Row("telemetry.enable_resource_metrics", "telemetry.enabled", "public files"),
    Row(
        "logging.level", "loglevel log_level severity root_level verbosity", "public files, loguru"
    ),
    Row("server.logging_level", "loglevel", "Uvicorn"),
    Row("server.api.port", "default_scheduler_port", "Luigi"),
    Row("logging.config_path", "logging_config_class logging.format", "Airflow"),
    Row("logging.to_api.enabled", "send_flow_run_logs", "Prefect 1"),
    Row("logging.to_api.batch_interval", "logging_heartbeat", "Prefect 1"),
    Row("worker.heartbeat_seconds", "cloud.heartbeat_interval ping_interval", "Prefect 1, Luigi"),
    Row("flows.heartbeat_frequency", "runner.heartbeat_interval", "Prefect 1"),
    Row("server.services.db_vacuum.retention_period", "data_max_age", "n8n"),
    Row("server.database.sqlalchemy.pool_size", "maximum_pool_size", "HikariCP"),
    Row("server.database.sqlalchemy.pool_timeout", "checkout_timeout", "Rails"),
    Row("server.database.driver", "database.backend", "Airflow"),
    Row(
        "deployments.default_work_pool_name",
        "prefect_work_pool",
        "public files",
    ),
    Row("results.persist_by_default", "checkpointing", "Prefect 1"),
    Row(
        "runner.process_limit",
        "max_concurrent_runs concurrency_limit concurrency workers",
        "Dagster, joblib",
    ),
    Row(
        "tasks.runner.thread_pool_max_workers",
        "concurrency workers max_workers threads",
        "joblib, Celery",
    ),
    Row("flows.default_retries", "max_retries max_attempts retry_count", "Prefect 1, tenacity"),
    Row("tasks.default_retries", "max_retries max_attempts retry_count", "Prefect 1, tenacity"),
)
"""Whole names that mean one setting, even if its own name is unlike."""

NEGATIONS: Final = frozenset(("disable", "disabled", "insecure", "no", "silence", "skip"))
"""Words with which true means off."""

WEAK: Final = (
    *("default", "max", "min", "enable", "custom", "extra", "api", "server", "number", "num"),
    *("count", "value", "name", "config", "mode", "block", "support", "force", "time", "data"),
    *("by", "on", "in", "of", "the", "send", "gather", "use"),
)
"""Insignificant words."""

TABLES: Final = (
    Row("server.api", "server ui http webserver", "public files, Airflow"),
    Row("server.database", "database db datasource", "Django, SQLAlchemy, Spring"),
    Row("logging", "log logger", "public files"),
    Row("results", "storage result", "public files"),
    Row("tasks", "task", "Prefect 2"),
    Row("flows", "flow", "Prefect 2"),
    Row("api", "cloud_agent prefect client http", "Prefect 1, public files"),
    Row("client", "api http", "public files"),
    Row("worker", "agent", "Prefect 2"),
)
"""Names of tables in other programs."""
