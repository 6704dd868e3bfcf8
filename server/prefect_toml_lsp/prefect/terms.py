"""What other programs' names consist of.

Every word is from the rows of `tests/prefect/slips` that are there for it, and not from those that
it is measured with.
"""

from __future__ import annotations

from typing import Final

from prefect_toml_lsp.records import NamedTuple


class Term(NamedTuple):
    """A thing that names speak of, the words for it, and who has them."""

    thing: str
    words: str
    sources: str


TERMS: Final = (
    Term(
        "db",
        "db database databases postgres postgresql postgresdb pg sqlite sql sqlalchemy "
        "sql_alchemy sqlalchemystore datasource datasources jdbc external_database task_history "
        "backend_store",
        "n8n, Kestra, Dagster, HikariCP, Temporal, Luigi, prefect-helm",
    ),
    Term("host", "host hostname hostaddr", "libpq, encode/databases, Dagster"),
    Term("address", "address addresses addr ip", "Uvicorn, Consul, Prefect 1"),
    Term(
        "bind",
        "bind listen bind_address bind_addr bind_host host_ip listen_address listen_addresses "
        "listen_addr",
        "Gunicorn, Uvicorn, PgBouncer, docker-py",
    ),
    Term("url", "url uri dsn endpoint hosts conninfo", "MLflow, Airflow, flytekit, Elasticsearch"),
    Term("connection", "connection conn conns connections connect", "HikariCP, Grafana, Luigi"),
    Term("text", "string str", "prefect-helm, SQLAlchemy"),
    Term("name", "name names", "Airflow"),
    Term("max", "max maximum", "HikariCP"),
    Term("cache", "cache caching cached", "Prefect"),
    Term("user", "user username", "n8n, Keycloak, Dagster"),
    Term("password", "password passwd pwd pass passphrase", "n8n, Gitea, Temporal"),
    Term("driver", "driver dialect adapter engine drivername", "SQLAlchemy, Gitea, Rails"),
    Term("lifetime", "lifetime age", "HikariCP, Temporal, Grafana"),
    Term("statement", "statement command", "node-postgres, asyncpg"),
    Term("tls", "tls ssl", "libpq, node-postgres"),
    Term("ca", "ca cafile cacert ca_cert ca_certs ca_bundle certificate_authority", "curl, zenml"),
    Term("cert", "cert certs certfile certificate certificates", "Grafana, libpq, httpx"),
    Term("keyfile", "keyfile key_file", "n8n"),
    Term("migrate", "migrate migration migrations upgrade", "zenml, Argo"),
    Term("schema", "schema", "Airflow, libpq"),
    Term(
        "usage",
        "usage_stats usage_data_collection usage anonymous_reports tracking_enabled do_not_track",
        "dbt, Streamlit, Airflow, Kong, Metabase",
    ),
    Term("optin", "opt_in", "ZenML"),
    Term("key", "token apikey", "curl, Prefect 1, Metaflow"),
    Term("auth", "auth credentials", "httpx, Terraform"),
    Term("verify", "verify insecure", "httpx, MLflow, npm, flytekit"),
    Term("retry", "retry retries attempts tries failures", "arq, Spark, Superset, Airflow"),
    Term("delay", "delay wait backoff interval frequency", "tenacity, arq, Temporal"),
    Term("headers", "headers header metadata", "wandb, Temporal, Metaflow"),
    Term("log", "log logs logging logger loggers loguru", "dbt, meltano, Dagster, loguru"),
    Term("level", "level severity verbosity", "ZenML, loguru"),
    Term("config", "config conf settings", "meltano, Luigi, Uvicorn"),
    Term("color", "color colors colour colours colored colorize", "loguru, wandb, Celery"),
    Term("print", "print prints", "ZenML, Prefect"),
    Term("result", "result results", "Celery, Prefect 1"),
    Term("storage", "storage datastore store stores", "Metaflow, Prefect"),
    Term("persist", "persist persistent persistence checkpointing", "Celery, Prefect 1"),
    Term("flow", "flow flows", "Prefect 2"),
    Term("task", "task tasks job jobs", "Celery, RQ"),
    Term("poll", "poll polls polling", "arq, Celery, Prefect 1"),
    Term("heartbeat", "heartbeat ping", "Luigi"),
    Term("origin", "origin origins", "Starlette, Argo, Hatchet"),
    Term("method", "method methods", "Starlette"),
    Term("allow", "allow allowed whitelist", "Starlette, Argo, Hatchet"),
    Term("cors", "cors access_control", "Airflow, Argo"),
    Term("csrf", "csrf xsrf", "Streamlit"),
    Term("keepalive", "keepalive keep_alive", "Uvicorn, Ray"),
    Term("websocket", "ws websocket websockets", "Uvicorn, Streamlit"),
    Term("metrics", "metrics prometheus", "Grafana, Streamlit, MLflow"),
    Term("ui", "ui dashboard gui", "ZenML, Ray, Kong"),
    Term("site", "site console portal frontend webapp public", "Supabase, Dify, Kong, flytekit"),
    Term("page", "page pagination", "ZenML"),
    Term("query", "query queries", "Hatchet, Superset"),
    Term("stdout", "stdout stdouts", "Celery"),
    Term("scheduler", "scheduler beat", "Airflow, Celery"),
    Term("dir", "dir directory root folder", "Grafana, MLflow, Metaflow"),
    Term("path", "path basepath file files", "flytekit, ZenML"),
    Term("skip", "skip disable disabled", "ZenML, Argo, meltano"),
    Term("image", "image docker container", "Prefect, Metaflow"),
    Term("thread", "thread threads", "Dask, Celery"),
    Term("process", "process processes concurrent", "Dask"),
    Term("prefix", "prefix", "Granian"),
    Term("worker", "worker workers agent", "Prefect 2, Airflow"),
    Term("webserver", "webserver web_server", "Flask, Airflow"),
    Term("http", "http rpc fetch web", "Temporal, npm, flytekit"),
)

UNTOLD: Final = (
    *("enabled", "enable", "use", "default", "defaults", "count", "num", "days"),
    *("seconds", "sec", "s", "ms", "millis", "minutes", "anonymous", "anon", "send", "custom"),
    *("async", "force", "on", "of", "in", "for", "the", "to", "request", "connection"),
    *("service", "system", "backend", "global", "main", "console", "admin"),
)
"""Words that leave the sense of a name as it is."""

AROUND: Final = ("core", "global", "flags", "sdk", "prefect", "config", "settings", "spring")
"""Words that tables consist of in which settings of all kinds are."""

TABLES_OF: Final = {"connections": "db", "persistence": "db"}
"""What tables of these names are about, which as keys are about something else."""
