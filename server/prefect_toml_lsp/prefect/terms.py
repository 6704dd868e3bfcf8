"""The parts of other programs' names.

Every word of `TERMS` is from the rows of `schema/names`, and not from those that suggestions are
measured with.
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

PARTS: Final = (
    "accept access active additional advertise advertised aiohttp analytics announcements "
    "anonymized ansi api app application apply args asgi assume attr auto average background "
    "base basic batch bearer between blob block boot borrow broker browser build bundle busy "
    "bytes call cancellation canonical capture catalog celery chain check checkout class "
    "cleanup cli client cloud code codes collect collection comm compatibility confirm "
    "content context controller cookie coordinator ctl current data debug deploy deployments "
    "dequeue destination diagnostics dial dict display dist django docket download duration "
    "echo editor encrypt encryption error execute execution export exporter expose express "
    "external extra facing factor fallback fastapi filesystem filter first flag flask flavor "
    "flush format forward full gather get graphql gunicorn health history home hour href "
    "http2 hub hypercorn identity ignore inactive include info init initial input instance "
    "interactive internal invalid invalidate jetty jitter json kind laravel lead lease length "
    "library limit line lines list local long loop low managed manager master message "
    "messaging metric micronaut min minute mismatch mode msec msecs namespace netty network "
    "non notify number open optin optout orchestrator output overflow override overwrite peer "
    "per perform period personal phone platform pong pool pooler port prefetch prepared "
    "primary printer probe profile profiles program promotional prompt protect protection "
    "provider prune pull push python quarkus queue rails rate ratio read reconnect record "
    "recycle redirect redis refresh registration registry relative remix remote report "
    "reporting repository require required resource response rich route row runner runtime "
    "sampling save scan scheme script search secret secure self serialization serve server "
    "services servlet setup share ship show signed size socket source start startup static "
    "statistics stats status strict strip subpath support sync synchronize tcp telemetry "
    "terminal time timeout times tomcat tornado total trace tracking triggers trust trusted "
    "type update upload upstream uvicorn vacuum value variant vendor verbose version visible "
    "vite warning width work wrap wsgi yaml yes"
)
"""Other words that people write together without underscores, as in `poolsize`."""

AROUND: Final = ("core", "global", "flags", "sdk", "prefect", "config", "settings", "spring")
"""Words that tables consist of in which settings of all kinds are."""

TABLES_OF: Final = {"connections": "db", "persistence": "db"}
"""What tables of these names are about, which as keys are about something else."""
