"""The meanings of names for clients of the server and for the command line."""

from __future__ import annotations

from typing import Final

from prefect_toml_lsp.prefect.vocabulary.sense import Sense

_CLIENT = "?api+?client+?http+?platform+?admin+?tracking+?remote+?cloud+?rest+?app+?network"
_CALL = (
    f"{_CLIENT}+?connection+?read+?execution+?graphql+?max+?call+?response+?total+?socket+?response"
)
_CA = (
    "?cert+?tls+?dir+?path+?file+?server+?custom+?trusted+?bundle+?client+?api+?http+?list+?chain+?info"
    "+?admin+?platform+?store"
)
_VERIFY = (
    f"{_CLIENT}+?skip+?no+?tls+?cert+?download+?peer+?ignore+?error+?invalid+?server+?check"
    "+?allow+?accept"
)
_RETRY = f"{_CALL}+?times+?connection+?limit+?allowed+?query+?low+?level+?total"

CLIENTS: Final = (
    Sense(
        "api.url",
        "api+url+?server+?base+?client+?worker+?internal+?private+?remote "
        "server+url+?base+?client+?internal+?master "
        "url+base client+url+?base+?api service+url+?internal+?base api+address client+address "
        "url+tracking api+url+site api+url+external server+api+url+execution url url+admin "
        "url+platform worker+url+?api+?server "
        "backend+url+?base+?private+?internal master+url coordinator+url controller+url "
        "api+base+?client client+server client+host orchestrator+url "
        "client+base server+address+client manager+url+?server upstream+url+api api+dir+url",
    ),
    Sense("cloud.api_url", "cloud+url+?api+?base"),
    Sense("cloud.ui_url", "cloud+ui/site/dashboard+url"),
    Sense(
        "api.key",
        "api+secret api+key+?client+?cloud+?access+?auth+?service+?bearer+?personal+?user "
        "client+key+?access+?auth+?bearer+?api+?personal "
        "key+auth+?service+?cloud+?bearer+?access+?personal "
        "key+auth+worker+?cloud worker+key+?auth+?access+?registration runner+key+?auth cloud+key "
        "key+tracking key+admin key+platform key+bearer key+personal "
        "key+secret+api key+x+api",
    ),
    Sense(
        "api.auth_string",
        "api+auth+?basic client+auth+?basic+?http auth+basic+key auth+basic+?http+?text",
    ),
    Sense(
        "api.request_timeout",
        f"http+timeout+{_CALL}+?server client+timeout+?download+{_CALL} api+timeout+{_CALL} "
        f"api+execution+timeout+worker service+timeout+{_CALL} "
        f"request+timeout+{_CALL}",
    ),
    Sense(
        "api.ssl_cert_file",
        f"api+ca+{_CA} client+ca+{_CA} http+ca+{_CA} admin+ca+{_CA} platform+ca+{_CA} "
        f"ca+cert+{_CA} ca+bundle+{_CA} "
        f"api+cert+?tls+?path+?file client+cert+dir+{_CA} api+cert+dir+{_CA} "
        "trusted+cert+?path+?file+?tls",
    ),
    Sense("api.ssl_cert_file", "api+verify client+verify"),
    Sense(
        "api.tls_insecure_skip_verify",
        f"strict+tls+?api+?client+?http verify+tls/cert+{_VERIFY} verify+api+{_VERIFY} "
        f"verify+client+{_VERIFY} verify+skip+{_VERIFY} ignore+tls+?error+?cert+{_VERIFY} "
        f"ignore+cert+?error+{_VERIFY} trust+cert+all+?tls+?client+?server "
        f"accept+cert+invalid+{_VERIFY} allow+cert+invalid+{_VERIFY} api+skip+tls+?client "
        "self+signed+?allow+?accept+?cert+?tls+?client+?api client/api/http+skip+tls "
        "client+allow+verify",
    ),
    Sense("api.enable_http2", "http2+?api+?client+?worker"),
    Sense(
        "client.max_retries",
        "service+retry+?max http+request+retry+?max comm+retry "
        f"client+retry+{_RETRY}+?server http+retry+{_RETRY} api+retry+{_RETRY} "
        "api+retry+execution+?worker",
    ),
    Sense(
        "client.retry_jitter_factor",
        "client/api+jitter+?retry+?delay+?max+?factor+?http+?ratio "
        "http+jitter+?retry+?delay+?request+?max+?factor retry+jitter+?delay+?factor+?max+?http",
    ),
    Sense(
        "client.retry_extra_codes",
        "client/api/http+retry+status+?codes+?code+?http+?list+?forcelist+?client "
        "client+status+?retry+?codes+?forcelist "
        "client/api/http+retry+codes+?http+?status+?error retry+status+?codes+?http+?code+?client "
        "retry+codes+?http+?status+?extra+?error retry+code+?http+?status",
    ),
    Sense(
        "client.custom_headers",
        "headers+?extra+?custom+?additional+?request "
        "client+headers+?override+?static+?extra+?http+?custom+?request"
        "+?additional+?api api+headers+?extra+?http+?custom+?additional+?request+?client "
        "service+headers http+headers+?extra+?custom+?additional+?request",
    ),
    Sense(
        "client.server_version_check_enabled",
        "client+version+check+?skip+?api+?server version+check+skip+?api+?server "
        "cli+version+check+?skip "
        "client+server+mismatch+warning+?skip service+version+check server+version+check+?skip "
        "api+version+check+?skip version+compatibility+check+?skip+?server+?client",
    ),
    Sense("client.csrf_support_enabled", "client+csrf+?skip+?support"),
    Sense("client.metrics.port", "metrics+port+?export+?client+?exporter+?server+?http+?bind"),
    Sense("client.metrics.enabled", "client+metrics+?expose+?export+?skip"),
    # The command line
    Sense("cli.colors", "cli+color+?skip+?no+?output"),
    Sense(
        "cli.prompt",
        "interactive+?cli+?skip+?no+?input+?mode+?non cli+no+input yes+?cli+?always+?assume "
        "prompt+skip/no+?cli confirm+?cli+?skip+?no+?prompt+?auto",
    ),
    Sense("cli.wrap_lines", "printer+width wrap+line/lines+?cli+?long cli+wrap+?line+?text"),
    Sense(
        "home",
        "home+dir/path data+dir/path+?base+?server+?user+?app home",
    ),
    Sense(
        "profiles_path",
        "profiles+dir+?config profiles+path/file+?config profile+path/file+?config profile+dir",
    ),
)
