"""What other programs' names consist of, and which of their words together mean which setting.

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


class Sense(NamedTuple):
    """A setting, and the things that a name speaks of which means it, with ``+`` between them; a
    name may speak of those after ``?``, too. What is there twice the name speaks of twice.
    """

    setting: str
    names: str


TERMS: Final = (
    Term(
        "db",
        "db database postgres postgresql postgresdb pg sql sqlalchemy sql_alchemy sqlalchemystore "
        "datasource datasources jdbc external_database task_history backend_store",
        "n8n, Kestra, Dagster, HikariCP, Temporal, Luigi, prefect-helm",
    ),
    Term("host", "host hostname hostaddr", "libpq, encode/databases, Dagster"),
    Term(
        "address",
        "address addresses addr ip bind listen bind_address bind_addr bind_host host_ip",
        "Uvicorn, Consul, Prefect 1, docker-py",
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
    Term("usage", "usage_stats usage_data_collection usage", "dbt, Streamlit, Airflow"),
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
    Term("task", "task tasks", "Celery"),
    Term("poll", "poll polling", "arq, Celery"),
    Term("heartbeat", "heartbeat ping", "Luigi"),
    Term("origin", "origin origins", "Starlette, Argo, Hatchet"),
    Term("method", "method methods", "Starlette"),
    Term("allow", "allow allowed whitelist", "Starlette, Argo, Hatchet"),
    Term("cors", "cors access_control", "Airflow, Argo"),
    Term("csrf", "csrf xsrf", "Streamlit"),
    Term("keepalive", "keepalive keep_alive", "Uvicorn, Ray"),
    Term("websocket", "ws websocket websockets", "Uvicorn, Streamlit"),
    Term("metrics", "metrics prometheus", "Grafana, Streamlit, MLflow"),
    Term("ui", "ui dashboard", "ZenML, Ray"),
    Term("dir", "dir directory root", "Grafana, MLflow, Metaflow"),
    Term("path", "path basepath file files", "flytekit, ZenML"),
    Term("skip", "skip disable disabled", "ZenML, Argo, meltano"),
    Term("image", "image docker", "Prefect"),
    Term("thread", "thread threads", "Dask, Celery"),
    Term("process", "process processes concurrent", "Dask"),
    Term("prefix", "prefix", "Granian"),
    Term("worker", "worker workers agent", "Prefect 2, Airflow"),
    Term("webserver", "webserver web_server", "Flask, Airflow"),
    Term("http", "http rpc fetch web", "Temporal, npm, flytekit"),
)

_DB = "?server+?persist+?storage+?auth+?url+?connection"
_TLS = "?server+?tls+?client+?custom+?name+?path+?connection+?persist+?storage"
_CA = "?cert+?tls+?dir+?path+?server"
_API = "?api+?client+?http+?request"

SENSES: Final = (
    # The database
    Sense("server.database.host", f"db+host+{_DB}+?address db+address+{_DB}"),
    Sense("server.database.port", f"db+port+{_DB}+?host+?address"),
    Sense("server.database.user", f"db+user+{_DB}"),
    Sense("server.database.password", f"db+password+{_DB}"),
    Sense("server.database.name", f"db+name+{_DB} db+db+{_DB}"),
    Sense(
        "server.database.connection_url",
        f"db+url+{_DB}+?connection+?text db+connection+{_DB} db+connection+text+{_DB}",
    ),
    Sense("server.database.driver", "db+driver+?server+?class+?name db+type db+backend+?server"),
    Sense("server.database.timeout", f"db+statement+timeout+{_DB} db+query+timeout+{_DB}"),
    Sense(
        "server.database.connection_timeout",
        f"db+connection+timeout+{_DB} persist+connection+timeout",
    ),
    Sense("server.database.echo", "db+echo+?server db+debug"),
    Sense(
        "server.database.migrate_on_start",
        "db+migrate+?server+?skip+?no+?auto+?run persist+migrate+?skip+?db "
        "storage+table+creation+?skip",
    ),
    Sense("server.database.migration_timeout", "migrate+timeout+?db+?server"),
    Sense(
        "server.database.sqlalchemy.pool_size",
        f"db+pool+size+{_DB} db+pool+max+{_DB} db+pool+?server db+pool+size+max+{_DB} "
        f"db+connection+max+?open+{_DB} db+max+size+?server",
    ),
    Sense("server.database.sqlalchemy.max_overflow", "db+overflow+?server+?pool"),
    Sense(
        "server.database.sqlalchemy.pool_recycle",
        f"db+lifetime+{_DB}+?connection+?max db+recycle+{_DB}+?pool",
    ),
    Sense(
        "server.database.sqlalchemy.pool_timeout",
        "db+pool+timeout+?server db+pool+acquire db+checkout+timeout+?server",
    ),
    Sense(
        "server.database.sqlalchemy.connect_args.application_name",
        "db+program+name db+app+name+?server+?connection db+application+name+?server",
    ),
    Sense(
        "server.database.sqlalchemy.connect_args.search_path",
        "db+schema+?server db+schema+search+path+?server db+search+path+?server",
    ),
    Sense(
        "server.database.sqlalchemy.connect_args.tls.ca_file",
        f"db+ca+?cert+?dir+{_TLS} db+tls+cert+dir+{_TLS}",
    ),
    Sense("server.database.sqlalchemy.connect_args.tls.cert_file", f"db+cert+{_TLS}"),
    Sense(
        "server.database.sqlalchemy.connect_args.tls.key_file",
        f"db+tls+key+{_TLS} db+client+key+{_TLS} db+tls+keyfile+{_TLS} db+keyfile+{_TLS}",
    ),
    Sense("server.database.sqlalchemy.connect_args.tls.enabled", "db+tls+?server+?skip+?persist"),
    Sense(
        "server.database.sqlalchemy.connect_args.tls.check_hostname",
        "db+verify+host+?tls db+verify+identity+?tls",
    ),
    # The API's client
    Sense(
        "api.url",
        "api+url+?server+?base+?client+?worker+?internal server+url+?base+?client url+base "
        "client+url+?base service+url+?internal api+address client+address url+tracking "
        "server+api+url+execution url url+admin url+platform worker+url+?api+?server",
    ),
    Sense("cloud.api_url", "cloud+url+?api"),
    Sense(
        "api.key",
        "api+secret api+key+?client+?cloud+?access+?auth+?service client+key "
        "key+auth+?service+?cloud "
        "key+auth+worker+?cloud worker+key+?auth cloud+key key+tracking "
        "key+admin key+platform",
    ),
    Sense("api.auth_string", "api+auth+?basic client+auth+?basic auth+basic+key auth+basic"),
    Sense(
        "api.request_timeout",
        f"http+timeout+{_API}+?server client+timeout+?download+{_API} api+timeout+{_API} "
        f"service+timeout+{_API}",
    ),
    Sense(
        "api.ssl_cert_file",
        f"api+ca+{_CA} client+ca+{_CA} http+ca+{_CA}+?info admin+ca+{_CA} platform+ca+{_CA} "
        f"api+cert+?tls+?path client+cert+dir+{_CA} api+cert+dir+{_CA}",
    ),
    Sense("api.ssl_cert_file", "api+verify client+verify"),
    Sense(
        "api.tls_insecure_skip_verify",
        "strict+tls+?api+?client+?http verify+api+?tls+?skip+?cert "
        "verify+client+?tls+?skip+?cert+?download "
        "verify+tls+?skip+?http "
        "verify+skip+?admin+?platform+?http+?cert verify+tls+?tracking+?admin+?platform "
        "verify+cert+?http+?admin+?platform",
    ),
    Sense("api.enable_http2", "http2+?api+?client+?worker"),
    Sense(
        "client.max_retries",
        "service+retry+?max client+retry+?http+?max+?server http+retry+?platform+?max+?client "
        "api+retry+?max "
        "api+retry+execution+?worker",
    ),
    Sense("client.retry_jitter_factor", "client+jitter+?retry+?delay+?max"),
    Sense(
        "client.retry_extra_codes",
        "client+retry+status+?codes client+status+?retry+?codes+?forcelist "
        "client+retry+codes+?http",
    ),
    Sense(
        "client.custom_headers",
        "client+headers+?extra+?http+?custom api+headers+?extra+?http+?custom "
        "service+headers http+headers+?extra+?custom",
    ),
    Sense(
        "client.server_version_check_enabled",
        "client+version+check+?skip version+check+skip cli+version+check+?skip "
        "client+server+mismatch+warning+?skip",
    ),
    # Logging
    Sense(
        "logging.level",
        "log+level+?python+?root+?worker+?cli+?client+?task+?flow worker+level+?cloud+?log",
    ),
    Sense("logging.to_api.batch_interval", "log+api+flush+delay log+cloud+heartbeat"),
    Sense("logging.markup", "log+markup+?rich"),
    Sense("server.logging_level", "server+log+level"),
    Sense("logging.config_path", "log+config+?cli+?server+?path+?worker+?client+?python"),
    Sense(
        "logging.colors",
        "color log+color+?console+?worker server+color color+skip color+no log+color+skip "
        "log+color+no",
    ),
    Sense("cli.colors", "cli+color+?skip+?no"),
    Sense("logging.log_prints", "log+print+?task+?flow print+capture+?log"),
    Sense("logging.extra_loggers", "log+extra+?name log+additional log+name log+managed+python"),
    Sense(
        "logging.to_api.enabled",
        "log+cloud+?skip+?no+?worker+?send log+send+flow+run+?cloud log+api",
    ),
    Sense("cli.prompt", "interactive+?cli+?skip+?no+?input"),
    Sense("debug_mode", "debug+app debug+?server+?image+?client debug+background+services"),
    # Results, tasks and flows
    Sense(
        "results.default_serializer",
        "result+serializer+?task+?flow+?worker task+serializer+?worker",
    ),
    Sense("results.default_storage_block", "result+storage+?block+?flow+?task result+backend"),
    Sense(
        "results.local_storage_path",
        "storage+path+?local+?base+?system+?kestra+?result local+storage+path+?base "
        "result+dir result+path+?local storage+dir+result artifact+localroot artifact+local+dir",
    ),
    Sense("results.persist_by_default", "result+persist flow+persist flow+persist+result"),
    Sense("tasks.default_retries", "task+retry+?max+?run scheduler+retry+?max"),
    Sense("flows.default_retries", "flow+retry+?max run+retry+?max"),
    Sense(
        "tasks.default_retry_delay_seconds",
        "task+retry+delay task+delay+initial scheduler+retry+delay",
    ),
    Sense("flows.default_retry_delay_seconds", "flow+retry+delay flow+delay+initial"),
    # The server
    Sense(
        "server.api.host",
        "server+host+?api+?http scheduler+host server+webserver+host server+webserver+address "
        "server+address+?api+?ui server+api+address ui+host api+host "
        "ui+address http+host+?ui hub+host hub+address http+address+?server+?ui service+host "
        "service+address",
    ),
    Sense(
        "server.api.port",
        "scheduler+port server+webserver+port server+port+?api+?listen+?http+?address "
        "http+port+?server+?api+?listen+?host+?ui hub+port ui+port+?server "
        "api+port service+port",
    ),
    Sense("server.api.auth_string", "server+auth+?api+?basic+?text"),
    Sense(
        "server.api.base_path",
        "server+dir+path+?api server+base+url+path+?api server+prefix+?api+?url+?path "
        "server+context+path+?servlet server+path "
        "server+application+dir+?api http+relative+path+?server",
    ),
    Sense("server.api.keepalive_timeout", "server+keepalive+?api+?timeout+?http"),
    Sense(
        "server.api.websocket_ping_interval",
        "server+websocket+heartbeat+delay+?api server+websocket+heartbeat+period",
    ),
    Sense("server.api.websocket_ping_timeout", "server+websocket+heartbeat+timeout+?api"),
    Sense(
        "server.api.cors_allowed_origins",
        "cors+origin+?server+?api+?allow+?backend api+origin+?frontend server+allow+origin+?api "
        "server+cors+?api",
    ),
    Sense(
        "server.api.cors_allowed_methods",
        "cors+method+?server+?api+?allow+?request server+allow+method+?api",
    ),
    Sense(
        "server.api.cors_allowed_headers",
        "cors+headers+?server+?api+?allow server+allow+headers+?api",
    ),
    Sense("server.api.csrf_protection_enabled", "server+csrf+?api"),
    Sense("server.api.csrf_token_expiration", "server+csrf+time+limit+?api"),
    Sense(
        "server.api.default_limit",
        "api+page+limit+?server+?fallback api+row+limit+?server api+page+size+?server "
        "server+api+limit server+page+limit server+query+limit page+size+?server page+limit+?max",
    ),
    Sense("server.metrics_enabled", "server+metrics+?expose+?http metrics+?expose"),
    Sense("server.ui.serve_base", "ui+base+path+?http"),
    Sense("server.ui.enabled", "ui+?include+?server+?skip+?no"),
    Sense(
        "ui_url",
        "ui+url+?base+?server url+external+?server url+frontend+?server url+public+?server "
        "url+webapp url+base+editor",
    ),
    Sense("server.ui.static_directory", "server+static+dir+?ui+?path server+ui+path"),
    Sense(
        "server.analytics_enabled",
        "usage+?server+?skip+?browser+?gather+?stats+?data+?collection "
        "server+telemetry analytics+reporting server+diagnostics server+analytics",
    ),
    Sense("server.ui.show_promotional_content", "server+announcements+display"),
    Sense("server.docket.url", "docket+url+?redis"),
    Sense(
        "telemetry.resource_metrics_interval_seconds", "telemetry+delay+?metrics+?sampling+?stats"
    ),
    Sense("tasks.disable_caching", "task+cache"),
    Sense("tasks.default_no_cache", "task+cache+no"),
    Sense("server.events.maximum_size_bytes", "events+max+size"),
    # Deployments and workers
    Sense("deployments.default_work_pool_name", "deployments+pool+?work+?queue+?name"),
    Sense(
        "deployments.default_docker_build_namespace",
        "deployments+image+registry deployments+image+namespace image+registry",
    ),
    Sense("worker.webserver.host", "webserver+host"),
    Sense("worker.webserver.port", "webserver+port"),
    Sense(
        "worker.query_seconds",
        "worker+poll+?delay worker+query+?delay worker+delay cloud+queue+delay",
    ),
    Sense("worker.heartbeat_seconds", "worker+heartbeat+?delay"),
    Sense("worker.cancellation_poll_seconds", "cancellation+delay+check+?cloud"),
    Sense("tasks.runner.process_pool_max_workers", "task+runner+process+?max"),
    Sense("runner.process_limit", "runner+process+?max runner+limit"),
    Sense("runner.server.enable", "runner+server runner+webserver"),
    Sense("client.metrics.port", "metrics+port+?export+?client"),
    Sense("cli.wrap_lines", "printer+width"),
    Sense("home", "home+dir data+dir home+path"),
    Sense("profiles_path", "profiles+dir profiles+path profile+path"),
)

NOTHING: Final = (
    # Prefect's server listens without TLS, in one process, and logs to no file
    "server+tls+cert server+tls+keyfile server+tls+key server+cert+path server+keyfile "
    "server+cert server+log server+tls+?name+?config server+ca+?dir+?path+?client+?data+?cert "
    "server+run+time+?mode server+loop+?services server+dir server+worker api+workers "
    "server+workers "
    "log+path+name log+path+mode log+path+extra api+secret+key profile+name path+log log+path "
    "log+paths "
    "task+retry+delay+max+?core db+binds"
)
"""What names may speak of that Prefect has no setting for, though some are alike."""

UNTOLD: Final = (
    *("enabled", "enable", "use", "default", "defaults", "count", "num", "days"),
    *("seconds", "sec", "s", "ms", "millis", "anonymous", "send", "custom"),
    *("async", "force", "on", "of", "in", "for", "the", "to"),
)
"""Words that leave the sense of a name as it is."""

AROUND: Final = ("core", "global", "flags", "sdk", "prefect", "config", "settings")
"""Words that tables consist of in which settings of all kinds are."""
