"""The meanings of names for logs, debugging and usage data."""

from __future__ import annotations

from typing import Final

from prefect_toml_lsp.prefect.vocabulary.sense import Sense

_LOG = (
    "?python+?dir+?trace+?default+?filter+?worker+?cli+?client+?task+?flow+?site+?app"
    "+?application+?min+?output+?runtime+?app"
)
_COLOR = "?site+?worker+?show+?output+?skip+?no+?log+?cli+?ansi+?with+?terminal+?text+?strip"
_OFF = "skip/off/no/anonymized/optin/reporting/ui/allow/report/collect/optout"
_USAGE = (
    "?server+?skip+?browser+?gather+?stats+?data+?collection+?ui+?no+?off+?collect+?report"
    "+?reporting+?allow+?statistics+?app+?share"
)

LOGS: Final = (
    Sense(
        "logging.level",
        f"log+level+{_LOG} worker+level+?cloud+?log log+min+level+{_LOG} level+root+?log",
    ),
    Sense(
        "logging.to_api.batch_interval",
        "log+api+flush+delay+?max log+cloud+heartbeat log+flush+delay+?api+?cloud+?max+?remote "
        "log+api+delay+?max+?batch+?send log+api+batch+delay+?max log+batch+delay+?max+?send "
        "log+upload+delay+?cloud+?remote",
    ),
    Sense(
        "logging.to_api.batch_size",
        "log+batch+size+?api+?max+?cloud+?export+?send log+api+batch+max log+flush+size+?api",
    ),
    Sense("logging.to_api.max_log_size", "log+max+size+api log+api+max+length log+api+record+size"),
    Sense("logging.markup", "log+markup+?rich+?console rich+markup"),
    Sense("runner.server.log_level", "runner+log+level+?server"),
    Sense(
        "server.logging_level",
        "server/webserver+log+level+?uvicorn+?server+?http+?app+?access "
        "background+services+log+level uvicorn+log+level",
    ),
    Sense(
        "logging.config_path",
        "log+config+?cli+?server+?path+?file+?worker+?client+?python+?dir+?trace+?default+?filter"
        "+?yaml+?json+?ini+?dict",
    ),
    Sense(
        "logging.colors",
        f"color+{_COLOR} log+color+{_COLOR} server+color worker+color+{_COLOR} log+ansi+{_COLOR}",
    ),
    Sense(
        "logging.log_prints",
        "log+print+?task+?flow+?capture print+capture+?log+?task+?flow worker+redirect+stdout "
        "capture+stdout+?log+?task+?flow+?worker redirect+stdout+?log+?task+?worker "
        "redirect+print+?log+?task+?flow log+stdout+capture/redirect",
    ),
    Sense(
        "logging.extra_loggers",
        "log+extra+?name log+additional+?name log+capture log+name log+managed+python log+include "
        "log+library",
    ),
    Sense(
        "logging.to_api.enabled",
        "log+cloud+?skip+?no+?worker+?send+?upload+?to log+send+flow+run+?cloud "
        "log+api+?send+?skip+?no+?upload+?forward log+send+?server+?remote+?skip+?no "
        "log+upload+?cloud+?server+?skip+?no log+forward+?cloud+?server log+ship+?cloud+?server",
    ),
    Sense(
        "debug_mode",
        "debug+app debug+?server+?image+?client+?ui+?app+?mode debug+background+services "
        "debug+application",
    ),
    Sense("worker.debug_mode", "worker+debug+?mode"),
    Sense(
        "server.analytics_enabled",
        f"usage+{_USAGE} server+telemetry+{_USAGE} telemetry/tracking/analytics+{_OFF}+{_USAGE} "
        f"server+diagnostics/analytics+{_USAGE} telemetry+data+{_USAGE} telemetry+usage+{_USAGE} "
        f"analytics+usage+{_USAGE} stats+usage+{_USAGE} home+phone/call+{_USAGE} "
        f"analytics+{_USAGE} diagnostics+{_USAGE} stats+anonymous/anon+{_USAGE} "
        f"tracking+usage+{_USAGE} telemetry+anonymous/anon+{_USAGE} stats+report/collect+{_USAGE}",
    ),
    Sense("telemetry.enable_resource_metrics", "telemetry+metrics+?skip+?resource+?no+?collect"),
    Sense(
        "telemetry.resource_metrics_interval_seconds",
        "telemetry+delay+?metrics+?metric+?sampling+?stats+?export+?push+?report+?collection+?reporting"
        "+?collect+?send+?flush metrics/metric+delay+export/push/report/collection/reporting",
    ),
)
