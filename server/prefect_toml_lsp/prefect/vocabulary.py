"""Which things that other programs' names speak of (`terms`) together mean which setting.

Every word is from the rows of `tests/prefect/slips` that are there for it, and not from those that
it is measured with.
"""

from __future__ import annotations

from typing import Final

from prefect_toml_lsp.records import NamedTuple


class Sense(NamedTuple):
    """A setting, and the things that a name for it mentions: with ``+`` between them, and
    ``/`` between those of which one is enough. A name may speak of those after ``?``, too, and of
    anything where there is ``*``. What is there twice the name speaks of twice.
    """

    setting: str
    names: str


_DB = "?server+?persist+?storage+?auth+?url+?connection"
_TLS = "?server+?tls+?client+?custom+?name+?path+?connection+?persist+?storage"
_CA = "?cert+?tls+?dir+?path+?server"
_API = "?api+?client+?http+?request+?connection+?read+?execution+?graphql"

_SERVED = "?server+?service+?api+?http+?ui+?site+?app+?hub+?base"
_SERVERS = "server/service/api/http/ui/site/app/hub/scheduler"

SENSES: Final = (
    # The database
    Sense("server.database.host", "db+host/address+*"),
    Sense("server.database.port", "db+port+*"),
    Sense("server.database.user", "db+user+*"),
    Sense("server.database.password", "db+password+*"),
    Sense("server.database.name", f"db+name+{_DB} db+db+{_DB}"),
    Sense(
        "server.database.connection_url",
        f"db+url+{_DB}+?connection+?text db+connection+{_DB} db+connection+text+{_DB} db+db+config",
    ),
    Sense(
        "server.database.driver",
        "db+driver+?server+?class+?name+?config db+type db+backend+?server",
    ),
    Sense(
        "server.database.timeout",
        f"db+statement+timeout+{_DB} db+query+timeout+{_DB} db+timeout+{_DB} db+read+timeout",
    ),
    Sense(
        "server.database.connection_timeout",
        f"db+connection+timeout+{_DB} persist+connection+timeout",
    ),
    Sense("server.database.echo", f"db+echo+{_DB} db+debug db+log+query"),
    Sense(
        "server.database.migrate_on_start",
        f"migrate+{_DB}+?db+?skip+?no+?auto+?run+?startup+?boot+?app storage+table+creation+?skip",
    ),
    Sense("server.database.migration_timeout", "migrate+timeout+?db+?server"),
    Sense(
        "server.database.sqlalchemy.pool_size",
        f"db+pool+{_DB} db+pool+size/max+{_DB}+?size+?max+?connection+?open "
        f"db+connection+max/size+{_DB}+?open+?pool+?max "
        f"db+size/active+max+{_DB} pooler+pool+size",
    ),
    Sense("server.database.sqlalchemy.max_overflow", "db+overflow+?server+?pool"),
    Sense(
        "server.database.sqlalchemy.pool_recycle",
        f"db+lifetime+{_DB}+?connection+?max+?pool+?inactive db+recycle+{_DB}+?pool",
    ),
    Sense(
        "server.database.sqlalchemy.pool_timeout",
        "db+pool+timeout+?server db+pool+acquire db+checkout+timeout+?server db+max+delay",
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
        f"db+tls+key+{_TLS} db+client+key+{_TLS} db+tls+keyfile+{_TLS} db+keyfile+{_TLS} "
        f"db+cert+key+{_TLS}",
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
        "api+url+site api+url+external server+api+url+execution url url+admin url+platform "
        "worker+url+?api+?server",
    ),
    Sense("cloud.api_url", "cloud+url+?api"),
    Sense(
        "api.key",
        "api+secret api+key+?client+?cloud+?access+?auth+?service client+key "
        "key+auth+?service+?cloud "
        "key+auth+worker+?cloud worker+key+?auth cloud+key key+tracking "
        "key+admin key+platform client+key+access",
    ),
    Sense("api.auth_string", "api+auth+?basic client+auth+?basic auth+basic+key auth+basic"),
    Sense(
        "api.request_timeout",
        f"http+timeout+{_API}+?server client+timeout+?download+{_API} api+timeout+{_API} "
        f"api+execution+timeout+worker "
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
        "strict+tls+?api+?client+?http verify+tls/cert+?skip+?no+?api+?client+?http+?server "
        "verify+api+?tls+?skip+?cert "
        "verify+client+?tls+?skip+?cert+?download "
        "verify+tls+?skip+?http "
        "verify+skip+?admin+?platform+?http+?cert verify+tls+?tracking+?admin+?platform "
        "verify+cert+?http+?admin+?platform",
    ),
    Sense("api.enable_http2", "http2+?api+?client+?worker"),
    Sense(
        "client.max_retries",
        "service+retry+?max http+request+retry+?max comm+retry "
        "client+retry+?http+?max+?server+?times+?graphql http+retry+?platform+?max+?client "
        "api+retry+?max "
        "api+retry+execution+?worker",
    ),
    Sense(
        "client.retry_jitter_factor",
        "client+jitter+?retry+?delay+?max http+jitter+?retry+?delay+?request",
    ),
    Sense(
        "client.retry_extra_codes",
        "client+retry+status+?codes client+status+?retry+?codes+?forcelist "
        "client+retry+codes+?http",
    ),
    Sense(
        "client.custom_headers",
        "headers+?extra+?custom client+headers+?extra+?http+?custom+?request "
        "api+headers+?extra+?http+?custom "
        "service+headers http+headers+?extra+?custom",
    ),
    Sense(
        "client.server_version_check_enabled",
        "client+version+check+?skip version+check+skip cli+version+check+?skip "
        "client+server+mismatch+warning+?skip service+version+check",
    ),
    # Logging
    Sense(
        "logging.level",
        "log+level+?python+?dir+?worker+?cli+?client+?task+?flow+?site+?app "
        "worker+level+?cloud+?log",
    ),
    Sense("logging.to_api.batch_interval", "log+api+flush+delay log+cloud+heartbeat"),
    Sense("logging.markup", "log+markup+?rich"),
    Sense("runner.server.log_level", "runner+log+level+?server"),
    Sense("server.logging_level", "server+log+level background+services+log+level"),
    Sense("logging.config_path", "log+config+?cli+?server+?path+?worker+?client+?python"),
    Sense(
        "logging.colors",
        "color log+color+?site+?worker server+color color+skip color+no log+color+skip "
        "log+color+no color+show",
    ),
    Sense("cli.colors", "cli+color+?skip+?no"),
    Sense(
        "logging.log_prints",
        "log+print+?task+?flow print+capture+?log worker+redirect+stdout capture+stdout",
    ),
    Sense(
        "logging.extra_loggers",
        "log+extra+?name log+additional log+capture log+name log+managed+python",
    ),
    Sense(
        "logging.to_api.enabled",
        "log+cloud+?skip+?no+?worker+?send log+send+flow+run+?cloud log+api",
    ),
    Sense("cli.prompt", "interactive+?cli+?skip+?no+?input cli+no+input"),
    Sense("debug_mode", "debug+app debug+?server+?image+?client debug+background+services"),
    # Results, tasks and flows
    Sense(
        "results.default_serializer",
        "result+serializer+?task+?flow+?worker task+serializer+?worker",
    ),
    Sense("results.default_storage_block", "result+storage+?block+?flow+?task result+backend"),
    Sense(
        "results.local_storage_path",
        "storage+dir/path+?local+?base+?system+?kestra+?result local+storage+path+?base "
        "result+dir result+path+?local storage+dir+result artifact+localroot artifact+local+dir "
        "artifact+dir+?server persist+dir storage+sysroot+local",
    ),
    Sense("results.persist_by_default", "result+persist flow+persist flow+persist+result"),
    Sense("tasks.default_retries", "task+retry+?max+?run scheduler+retry+?max"),
    Sense("flows.default_retries", "flow+retry+?max run+retry+?max"),
    Sense(
        "tasks.default_retry_delay_seconds",
        "retry+delay task+retry+delay task+delay+initial scheduler+retry+delay",
    ),
    Sense("flows.default_retry_delay_seconds", "retry+delay flow+retry+delay flow+delay+initial"),
    # The server
    Sense(
        "server.api.host",
        f"{_SERVERS}+host+{_SERVED} {_SERVERS}+address+{_SERVED} bind+{_SERVED}+?host+?address+?on "
        "server+webserver+host server+webserver+address",
    ),
    Sense(
        "server.api.port",
        f"{_SERVERS}+port+{_SERVED}+?bind+?host+?address bind+port+{_SERVED} server+webserver+port",
    ),
    Sense("server.api.auth_string", "server+auth+?api+?basic+?text"),
    Sense(
        "server.api.base_path",
        f"server+dir/path/prefix/base/context/script/relative+{_SERVED}+?path+?context+?name+?url"
        "+?servlet server+static+prefix "
        f"http+relative/context+{_SERVED}+?path application+dir+{_SERVED} relative+url+dir "
        f"server+url+path",
    ),
    Sense("server.api.keepalive_timeout", "server/api/http+keepalive+?server+?api+?timeout+?http"),
    Sense(
        "server.api.websocket_ping_interval",
        "websocket+heartbeat+delay/period+?api+?server",
    ),
    Sense("server.api.websocket_ping_timeout", "server+websocket+heartbeat+timeout+?api"),
    Sense(
        "server.api.cors_allowed_origins",
        "cors+origin+* cors+url/host+allow+?server api+origin+?site server+allow+origin+?api "
        "server+cors+?api",
    ),
    Sense(
        "server.api.cors_allowed_methods",
        "cors+method+* server+allow+method+?api",
    ),
    Sense(
        "server.api.cors_allowed_headers",
        "cors+headers+* server+allow+headers+?api",
    ),
    Sense("server.api.csrf_protection_enabled", "server+csrf+?api+?skip+?check"),
    Sense(
        "server.api.csrf_token_expiration",
        "server+csrf+time+limit+?api server+csrf+lifetime+?cookie",
    ),
    Sense(
        "server.api.default_limit",
        "api+page+limit+?server+?fallback api+row+limit+?server api+page+size+?server "
        "server+api+limit server+page+limit server+query+limit page+size+?server page+limit+?max",
    ),
    Sense("server.metrics_enabled", "server+metrics+?expose+?http metrics+?expose"),
    Sense(
        "server.ui.serve_base",
        "ui+base/path+?path+?http+?admin server+ui+base+path server+base+href",
    ),
    Sense("server.ui.enabled", "ui+?include+?server+?skip+?no"),
    Sense(
        "ui_url",
        f"site/ui/external/app+url+{_SERVED}+?admin+?external+?platform+?config server+dir+url "
        f"url+base+editor",
    ),
    Sense(
        "server.ui.static_directory",
        "static+dir/path+?server+?ui+?assets+?path site+dir/path/dist+?server+?ui server+ui+path",
    ),
    Sense(
        "server.analytics_enabled",
        "usage+?server+?skip+?browser+?gather+?stats+?data+?collection server+telemetry "
        "telemetry/tracking/analytics+skip/off/no/anonymized/optin/reporting/ui+?server "
        "server+diagnostics/analytics",
    ),
    Sense("server.ui.show_promotional_content", "server+announcements+display"),
    Sense("server.docket.url", "docket+url+?redis"),
    Sense(
        "telemetry.resource_metrics_interval_seconds", "telemetry+delay+?metrics+?sampling+?stats"
    ),
    Sense("tasks.disable_caching", "task+cache"),
    Sense("tasks.default_no_cache", "task+cache+no"),
    Sense("tasks.refresh_cache", "cache+overwrite+?local"),
    Sense(
        "server.services.scheduler.loop_seconds",
        "scheduler+loop+?max+?delay scheduler+scheduler+heartbeat scheduler+delay",
    ),
    Sense("server.events.maximum_size_bytes", "events+max+size"),
    # Deployments and workers
    Sense(
        "deployments.default_work_pool_name", "deployments+pool+?work+?queue+?name pool+work+name"
    ),
    Sense(
        "deployments.default_docker_build_namespace",
        "deployments+image+registry deployments+image+namespace image+registry",
    ),
    Sense("worker.webserver.host", "webserver+host"),
    Sense("worker.webserver.port", "webserver+port"),
    Sense(
        "worker.query_seconds",
        "worker+poll+?delay+?average poll+delay worker+query+?delay worker+delay cloud+queue+delay",
    ),
    Sense("worker.heartbeat_seconds", "worker+heartbeat+?delay+?min heartbeat+period"),
    Sense("worker.cancellation_poll_seconds", "cancellation+delay+check+?cloud"),
    Sense("tasks.runner.process_pool_max_workers", "task+runner+process+?max"),
    Sense("runner.process_limit", "runner+process+?max runner+limit"),
    Sense("runner.server.enable", "runner+server runner+webserver"),
    Sense("client.metrics.port", "metrics+port+?export+?client"),
    Sense("cli.wrap_lines", "printer+width"),
    Sense("home", "home+dir/path data+dir/path+?base+?server"),
    Sense("profiles_path", "profiles+dir profiles+path profile+path"),
)

NOTHING: Final = (
    # Prefect's server listens without TLS, in one process, and logs to no file
    "server/http+tls+cert+?path+?api server/http+tls+keyfile/key+?api "
    "server/http+cert+path+?api server/http/api+keyfile+?api "
    "server+cert server+log server+tls+?name+?config server+ca+?dir+?path+?client+?data+?cert "
    "server+run+time+?mode server+loop+?services server+dir server+worker api+workers "
    "server+workers "
    "log+path+name log+path+mode log+path+extra api+secret+key profile+name path+log log+path "
    "log+paths log+access+path broker+heartbeat server+heartbeat+?delay db+retry+?max "
    "worker+poll+max telemetry+url image+url cors+all+* cors+expose+* cors+exposed+* "
    "client+log+path db+replica/ro/admin+* db+password+tls+* data+path+path "
    "task+retry+delay+max+?core db+binds"
)
"""What names may speak of that Prefect has no setting for, though some are alike."""
