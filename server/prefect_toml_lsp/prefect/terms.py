"""The parts of other programs' names.

Every word comes from the rows of `tests/prefect/slips` that are for this table, not from those that
measure it.
"""

from __future__ import annotations

from typing import Final

from prefect_toml_lsp.records import NamedTuple


class Term(NamedTuple):
    """A thing that names mention, the words for it, and the programs that use them."""

    thing: str
    words: str
    sources: str


TERMS: Final = (
    # Databases
    Term(
        "db",
        "db database databases postgres postgresql postgresdb pg pgsql psql mysql mariadb sqlite "
        "sql rdb rdbms sqlalchemy sql_alchemy sqlalchemystore datasource datasources jdbc "
        "external_database task_history backend_store metadata_store metadata_db hikari hibernate "
        "jpa gorm ebean data_source",
        "n8n, Kestra, Dagster, HikariCP, Temporal, Luigi, prefect-helm, Firefly III",
    ),
    Term("db_source", "data_source_name database_datasource", "Casdoor, Woodpecker"),
    Term("connection", "connection conn conns connections connect", "HikariCP, Grafana, Luigi"),
    Term("text", "string str", "prefect-helm, SQLAlchemy"),
    Term("driver", "driver dialect adapter engine drivername", "SQLAlchemy, Gitea, Rails"),
    Term("statement", "statement command", "node-postgres, asyncpg"),
    Term("query", "query queries", "Hatchet, Superset"),
    Term("schema", "schema schemas", "Airflow, libpq, PostgREST"),
    Term(
        "migrate",
        "migrate migration migrations migrator upgrade flyway liquibase alembic ddl",
        "zenml, Argo",
    ),
    Term("acquire", "acquire acquisition", "Sequelize, PostgREST"),
    Term("create", "create creation autocreate", "Optuna, Dagster"),
    Term("table", "table tables", "Optuna, Dagster"),
    # Addresses
    Term("host", "host hostname hostaddr host_name", "libpq, encode/databases, Dagster"),
    Term("address", "address addresses addr ip", "Uvicorn, Consul, Prefect 1"),
    Term(
        "bind",
        "bind binds listen bind_address bind_addr bind_host bind_ip host_ip listen_address "
        "listen_addresses listen_addr listen_host listen_ip interface",
        "Gunicorn, Uvicorn, PgBouncer, docker-py, Vikunja",
    ),
    Term("url", "url uri endpoint hosts conninfo", "MLflow, Airflow, flytekit, Elasticsearch"),
    Term("dsn", "dsn", "asyncpg, Sentry"),
    Term(
        "site",
        "site website webapp console portal frontend public web_frontend",
        "Supabase, Dify, Kong",
    ),
    Term("https", "https", "Keycloak"),
    Term("ui", "ui webui web_ui dashboard gui", "ZenML, Ray, Kong"),
    Term("prefix", "prefix", "Granian"),
    Term("webserver", "webserver web_server", "Flask, Airflow"),
    Term("http", "http rpc rest fetch web www httpd", "Temporal, npm, flytekit"),
    Term("dir", "dir directory root folder", "Grafana, MLflow, Metaflow"),
    Term("file", "file files location", "Python's logging"),
    Term("path", "path basepath", "flytekit, ZenML"),
    Term("domain", "domain domains", "Typesense"),
    # Who may do what
    Term("user", "user username user_name usr uname login", "n8n, Keycloak, Dagster"),
    Term("password", "password passwd pwd pass passphrase pw", "n8n, Gitea, Temporal"),
    Term("key", "token apikey pat", "curl, Prefect 1, Metaflow"),
    Term("auth", "auth credentials authentication authorization", "httpx, Terraform"),
    Term("tls", "tls ssl", "libpq, node-postgres"),
    Term(
        "ca",
        "ca cafile cacert cacerts ca_cert ca_certs ca_bundle ca_certificate ca_certificates "
        "certificate_authority certificate_authorities root_cert root_ca rootca",
        "curl, zenml, OpenSearch, Firefly III",
    ),
    Term("cert", "cert certs certfile certificate certificates", "Grafana, libpq, httpx"),
    Term("keyfile", "keyfile key_file", "n8n"),
    Term(
        "verify",
        "verify insecure verification validate validation",
        "httpx, MLflow, npm, flytekit",
    ),
    Term("origin", "origin origins", "Starlette, Argo, Hatchet"),
    Term("method", "method methods", "Starlette"),
    Term("allow", "allow allowed whitelist whitelisted allowlist", "Starlette, Argo, Hatchet"),
    Term("cors", "cors access_control cross_origin", "Airflow, Argo"),
    Term("csrf", "csrf xsrf", "Streamlit"),
    Term("headers", "headers header metadata", "wandb, Temporal, Metaflow"),
    # Time and number
    Term(
        "lifetime",
        "lifetime lifespan life age ttl expiration expiry expire expires retention",
        "HikariCP, Temporal, Grafana, Activepieces",
    ),
    Term(
        "delay",
        "delay wait backoff interval frequency sleep tick",
        "tenacity, arq, Temporal, delayed_job",
    ),
    Term("max", "max maximum", "HikariCP"),
    Term("retry", "retry retries attempt attempts try tries failures", "arq, Spark, Superset"),
    Term(
        "parallel",
        "parallel parallelism concurrency capacity concurrent",
        "Dagster, Drone, Semaphore, joblib",
    ),
    Term("page", "page pagination paging paginate", "ZenML, Nautobot"),
    Term("assets", "assets asset htdocs", "GoToSocial, Cronicle"),
    Term("item", "item items", "Vikunja"),
    Term("poll", "poll polls polling", "arq, Celery, Prefect 1"),
    Term("heartbeat", "heartbeat heartbeats ping", "Luigi"),
    Term("keepalive", "keepalive keepalives keep_alive", "Uvicorn, Ray"),
    Term("cache", "cache caching cached", "Prefect"),
    Term("skip", "skip disable disabled", "ZenML, Argo, meltano"),
    # Logs and usage data
    Term("log", "log logs logging logger loggers loguru", "dbt, meltano, Dagster, loguru"),
    Term("level", "level lvl severity verbosity threshold", "ZenML, loguru"),
    Term("config", "config conf settings configuration", "meltano, Luigi, Uvicorn"),
    Term(
        "color",
        "color colors colour colours colored colorize colorized",
        "loguru, wandb, Celery",
    ),
    Term("print", "print prints", "ZenML, Prefect"),
    Term("stdout", "stdout stdouts", "Celery"),
    Term(
        "usage",
        "usage_stats usage_data_collection usage usage_statistics anonymous_reports "
        "tracking_enabled do_not_track",
        "dbt, Streamlit, Airflow, Kong, Metabase",
    ),
    Term("optin", "opt_in", "ZenML"),
    Term("optout", "opt_out", "Homebrew"),
    Term("metrics", "metrics prometheus", "Grafana, Streamlit, MLflow, OpenTelemetry"),
    # Work
    Term("result", "result results", "Celery, Prefect 1"),
    Term("artifact", "artifact artifacts", "MLflow"),
    Term("serializer", "serializer serializers", "Celery"),
    Term("storage", "storage datastore store stores", "Metaflow, Prefect"),
    Term("persist", "persist persistent persistence checkpointing", "Celery, Prefect 1"),
    Term("flow", "flow flows workflow workflows", "Prefect 2"),
    Term("task", "task tasks job jobs", "Celery, RQ"),
    Term("run", "run runs", "Dagster"),
    Term("name", "name names", "Airflow"),
    Term("events", "events event", "Prefect"),
    Term("websocket", "ws websocket websockets", "Uvicorn, Streamlit"),
    Term("scheduler", "scheduler beat", "Airflow, Celery"),
    Term("image", "image docker container", "Prefect, Metaflow"),
    Term("thread", "thread threads", "Dask, Celery"),
    Term("process", "process processes proc procs", "Dask"),
    Term("worker", "worker workers agent", "Prefect 2, Airflow"),
)

UNTOLD: Final = (
    *("enabled", "enable", "use", "default", "defaults", "count", "num", "days", "hours"),
    *("seconds", "sec", "secs", "s", "ms", "millis", "milliseconds", "minutes", "mins"),
    *("anonymous", "anon", "send", "custom", "async", "force", "on", "of", "in", "for", "the"),
    *("to", "with", "at", "request", "connection", "next", "should"),
    *("service", "system", "backend", "global", "main", "console", "admin", "private"),
)
"""Words that do not change the meaning of a name."""

SUFFIXES: Final = ("duration", "time", "value", "number", "flag", "msec", "msecs", "hour", "minute")
FRAMEWORKS: Final = (
    *("django", "flask", "fastapi", "uvicorn", "gunicorn", "hypercorn", "tornado", "asgi", "wsgi"),
    *("rails", "laravel", "express", "quarkus", "micronaut", "jetty", "tomcat", "netty", "aiohttp"),
    *("celery", "remix", "vite", "core", "ctl", "attr"),
)
"""The same for whole names, as long as nothing else is foreign in them: what a number counts, and
what a program is built with.
"""

SCOPES: Final = (
    *("server", "api", "http", "http2", "site", "ui", "app", "application", "external", "remote"),
    *("run", "flow", "task", "text", "config", "url", "connection"),
)
"""Things that say to what a setting belongs, or what it is, rather than what it does."""

AROUND: Final = ("core", "global", "flags", "sdk", "prefect", "config", "settings", "spring")
"""Words that tables consist of in which settings of all kinds are."""

TABLES_OF: Final = {"connections": "db", "persistence": "db"}
"""What tables of these names are about, which as keys are about something else."""
