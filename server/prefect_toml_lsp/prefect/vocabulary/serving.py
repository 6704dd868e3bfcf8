"""The meanings of names for the server, its API and its user interface."""

from __future__ import annotations

from typing import Final

from prefect_toml_lsp.prefect.vocabulary.sense import Sense

_SERVED = "?server+?service+?api+?http+?ui+?site+?app+?hub+?base+?serve+?tcp+?rest"
_SERVERS = "server/service/api/http/ui/site/app/hub/scheduler/serve/tcp/backend"
_BASE = f"{_SERVED}+?path+?context+?name+?url+?servlet+?dir+?base+?prefix+?script+?sub+?route"
_CORS = "?server+?api+?site+?http+?ui+?allow+?url+?list+?service+?serve+?client+?domain+?app"
_PAGE = (
    "?server+?api+?fallback+?max+?size+?limit+?query+?result+?row+?item+?per+?ui+?site+?list"
    "+?length"
)
_LIMIT = "?server+?api+?max+?default+?site"
_PING = "?api+?server+?delay+?period+?http+?ui+?rate"
_FILES = (
    "?server+?ui+?assets+?path+?dir+?file+?site+?http+?serve+?static+?html+?content+?client+?base"
)
_SHOWN = "?include+?server+?skip+?no+?serve+?http+?web+?expose+?start+?run+?admin+?app"
_CLEANED = "?server+?db+?run+?flow+?data+?history+?task+?max+?period+?log+?execution+?result"

SERVING: Final = (
    Sense(
        "server.api.host",
        f"{_SERVERS}+host+{_SERVED}+?bind {_SERVERS}+address+{_SERVED}+?bind "
        f"bind+{_SERVED}+?host+?address+?on server+webserver+host server+webserver+address",
    ),
    Sense(
        "server.api.port",
        f"{_SERVERS}+port+{_SERVED}+?bind+?host+?address+?number+?main bind+port+{_SERVED} "
        "server+webserver+port",
    ),
    Sense(
        "server.api.auth_string",
        "server+auth+?api+?basic+?text+?http ui+auth+basic+?http+?server",
    ),
    Sense(
        "server.api.base_path",
        f"server+dir/path/prefix/base/context/script/relative+{_BASE} server+static+prefix "
        f"backend+path/prefix/base+{_BASE} "
        f"http+relative/context/prefix/base+{_BASE} application+dir+{_SERVED} relative+url+dir "
        f"server+url+path url+prefix+{_BASE} path+prefix+{_BASE} context+path+{_BASE} "
        f"api+prefix+{_BASE} script+name+{_BASE} route+prefix+{_BASE} url+base+path+{_BASE} "
        f"base+path+{_BASE} sub+path+{_BASE} subpath+{_BASE} "
        f"base+dir+path+server server+dir+path url+path+{_SERVED}",
    ),
    Sense(
        "server.api.keepalive_timeout",
        "server/api/http+keepalive+?server+?api+?timeout+?http+?connection+?max+?delay "
        "server/http+persist+timeout+?connection+?server keepalive+timeout+?http+?server",
    ),
    Sense(
        "server.api.websocket_ping_interval",
        f"websocket+heartbeat+delay/period+{_PING} websocket+heartbeat+{_PING} "
        "websocket+keepalive+delay+?server",
    ),
    Sense(
        "server.api.websocket_ping_timeout",
        "websocket+heartbeat+timeout+?api+?server+?http+?ui websocket+pong+timeout+?server+?api",
    ),
    Sense(
        "server.api.cors_allowed_origins",
        f"cors+origin+* cors+url/host/domain/list+allow+{_CORS} cors+url/host/domain/list+{_CORS} "
        f"cors+allow+{_CORS} api+origin+{_CORS} allow+origin+{_CORS}+?graphql+?web "
        f"server/http/ui/site+origin+{_CORS} server+cors+?api",
    ),
    Sense(
        "server.api.cors_allowed_methods",
        "cors+method+* allow+method+?http server/http/api+allow+method+?api+?http+?server",
    ),
    Sense(
        "server.api.cors_allowed_headers",
        "cors+headers+* allow+headers+?http "
        "server/http/api+allow+headers+?api+?http+?server+?request",
    ),
    Sense(
        "server.api.csrf_protection_enabled",
        "server+csrf+?api+?skip+?check+?protect+?no+?use csrf+protection/check/skip/protect"
        "+?server+?api+?ui",
    ),
    Sense(
        "server.api.csrf_token_expiration",
        "server+csrf+time+limit+?api server+csrf+lifetime+?cookie+?key+?api+?max+?timeout "
        "csrf+lifetime+?cookie+?key+?max csrf+timeout+?key csrf+time+limit+?key",
    ),
    Sense(
        "server.api.default_limit",
        f"api+page+limit+{_PAGE} api+row+limit+{_PAGE} page+size+{_PAGE} "
        f"server+api+limit+{_LIMIT} server+page+limit+{_PAGE} server+query+limit+{_PAGE} "
        f"page+limit+{_PAGE} page+per+{_PAGE} page+item+max+{_PAGE} query+limit+{_PAGE} "
        f"page+length/count+{_PAGE} row+per+page+{_PAGE} "
        f"result+per+page+{_PAGE} api+result+max",
    ),
    Sense(
        "server.metrics_enabled",
        "server+metrics+?expose+?http+?skip+?no+?endpoint+?export+?serve+?api+?exporter+?url "
        "metrics+?expose+?skip+?no+?serve",
    ),
    Sense(
        "server.ui.serve_base",
        "ui+base/path+?path+?http+?admin+?url+?prefix+?base+?server ui+prefix+?path+?url+?http "
        "ui+base+path+?http+?server ui+url+prefix+?http+?server server+base+href "
        "server+serve+base+?api http+dir server+http+dir http+path+base+?server",
    ),
    Sense(
        "server.ui.enabled",
        f"ui+{_SHOWN} site+serve+{_SHOWN} serve+app+{_SHOWN} server+site+?serve",
    ),
    Sense(
        "ui_url",
        f"site/ui/external/app+url+{_SERVED}+?admin+?external+?platform+?config+?host+?dir+?name "
        f"server+dir+url url+base+editor access+url+{_SERVED} site+host+?server "
        f"external+host+{_SERVED} url+canonical+{_SERVED} "
        f"http+url+site url+domain self+url+{_SERVED} "
        f"url+instance/advertised/advertise/deploy/visible+{_SERVED} "
        f"external/site+address+{_SERVED} url+user+facing+?app url+browser",
    ),
    Sense("server.ui.api_url", "server+ui+api+url+?base api+url+browser site+api+url+?server"),
    Sense(
        "server.ui.static_directory",
        f"static+dir/path/file+{_FILES} site+dir/path/dist+{_FILES} server+ui+path/file "
        f"ui+dir/dist/assets+{_FILES} http+assets+{_FILES} client+dist assets+dir/path+{_FILES} "
        "server+html+dir/path",
    ),
    Sense("server.ui.show_promotional_content", "server+announcements+display"),
    Sense("server.docket.url", "docket+url+?redis"),
    Sense(
        "server.services.scheduler.enabled",
        "scheduler+run/start/skip/no/enabled/enable+?service+?server ",
    ),
    Sense(
        "server.services.scheduler.loop_seconds",
        "scheduler+loop+?max+?delay scheduler+scheduler+heartbeat scheduler+delay+?poll+?check"
        "+?max+?loop+?rate+?run scheduler+poll+?delay",
    ),
    Sense(
        "server.services.db_vacuum.retention_period",
        f"run/history/execution+lifetime+{_CLEANED} data+lifetime+max+{_CLEANED} "
        f"data+lifetime+{_CLEANED} flow+lifetime+{_CLEANED} "
        f"history+lifetime+{_CLEANED} vacuum+lifetime+{_CLEANED}",
    ),
    Sense(
        "server.services.db_vacuum.loop_seconds",
        "vacuum+delay+?db+?server+?run cleanup+delay+db+?server prune+delay+?db+?server",
    ),
    Sense("server.services.db_vacuum.enabled", "vacuum+?db+?auto+?skip+?run+?no+?server"),
    Sense(
        "server.services.triggers.pg_notify_heartbeat_interval_seconds",
        "db+notify+heartbeat+?delay+?listen+?server",
    ),
    Sense(
        "server.services.triggers.pg_notify_reconnect_interval_seconds",
        "db+notify+reconnect+?delay+?server",
    ),
    Sense("server.events.maximum_size_bytes", "events+max+size+?server"),
    Sense(
        "server.events.retention_period",
        "events+lifetime+?server+?max+?data+?period event+lifetime+?server+?max+?data+?period",
    ),
    Sense("server.events.messaging_broker", "events+broker+?server+?message event+broker+?message"),
)
