"""Values that load but cannot work; the names are those of `prefect.acceptance.advice`."""

from __future__ import annotations

from functools import partial

from prefect_toml_lsp.analysis.codes.model import IGNORED, Code, Detail
from prefect_toml_lsp.analysis.codes.names import Names
from prefect_toml_lsp.analysis.codes.references import SETTINGS
from prefect_toml_lsp.analysis.findings import Severity
from prefect_toml_lsp.sources.kinds import DOTENV, ENVIRONMENT

_advised = partial(Code, severity=Severity.HINT, reference=SETTINGS)
_ignored = partial(Code, severity=Severity.WARNING, effect=IGNORED, reference=SETTINGS)


def _parts_ignored(detail: Detail) -> str:
    names: Names = detail["names"]
    ignores = f"Prefect ignores {names.several(detail['ignored'])}"
    if detail["by"].endswith("connection_url"):
        return f"{ignores} because {names.several((detail['by'],))} is set"
    return f"{ignores} unless {names.assignment(detail['by'], 'postgresql+asyncpg')} is set"


def _partner_missing(detail: Detail) -> str:
    names: Names = detail["names"]
    who = "`prefect-kubernetes`" if "kubernetes" in detail["by"] else "Prefect"
    state = "true" if detail["is_switch"] else "set"
    return f"{who} only uses this if {names.several((detail['by'],))} is {state}"


def _variable_literal(detail: Detail) -> str:
    who = detail["who"]
    if detail.get("placeholder") and detail["kind"] != DOTENV:
        only = f"`${{{detail['placeholder']}}}`, with braces"
        return f"{who} reads this as text; it only replaces {only}"
    text = f"{who} does not expand variables here and reads this as text"
    if detail["kind"] == DOTENV:
        return f"{who} reads this reference as text; `.env` only expands `${{NAME}}`, with braces"
    if detail["kind"] == ENVIRONMENT:
        return f"{text}; write the value"
    return f"{text}; set `{detail['variable']}` in the environment"


API_URL_WITHOUT_SCHEME = _advised(
    name="api-url-without-scheme",
    title="API URL without a scheme",
    message="Nothing can connect to this URL; start it with `http://` or `https://`",
    meaning="The URL of the API, Prefect Cloud or the UI does not start with "
    "`http://` or `https://`.",
    effect="Prefect starts, but every call to the API fails.",
    remedy="Add `http://` or `https://`.",
    wrong='[api]\nurl = "localhost:4200/api"\n',
    right='[api]\nurl = "http://localhost:4200/api"\n',
)
API_URL_WITHOUT_API = _advised(
    name="api-url-without-api",
    title="API URL without `/api`",
    message="Prefect's API usually lives under `/api`; add it to this URL",
    meaning="The path of the URL does not contain `/api`, and the folder sets no "
    "`server.api.base_path`.",
    effect="Prefect starts, and calls to the API end with 404 unless the server has another path.",
    remedy="Add `/api` to the URL.",
    wrong='[api]\nurl = "http://localhost:4200"\n',
    right='[api]\nurl = "http://localhost:4200/api"\n',
    needs_surroundings=True,
)
API_URL_ANY_ADDRESS = _advised(
    name="api-url-any-address",
    title="Server address that clients cannot use",
    message="`{host}` fails as an address on Windows and from other machines; name the host",
    meaning="A server listens on `0.0.0.0` or `[::]`; a client, such as a browser that shows the "
    "UI, needs the address of one machine.",
    effect="Prefect starts; on Windows and from other machines, clients cannot connect.",
    remedy="Use `127.0.0.1`, or the name of the server's machine.",
    wrong='[api]\nurl = "http://0.0.0.0:4200/api"\n',
    right='[api]\nurl = "http://127.0.0.1:4200/api"\n',
)
DATABASE_DRIVER = _advised(
    name="database-driver",
    title="Driver that the server cannot use",
    message=lambda detail: (
        f"Prefect's server needs an async driver; start the URL with `{detail['driver']}://`"
        if detail["driver"]
        else "Prefect's server needs a URL that starts with `postgresql+asyncpg://` or "
        "`sqlite+aiosqlite://`"
    ),
    meaning="The connection URL names no driver, or one that is not asynchronous, or a database "
    "that Prefect's server cannot use.",
    effect="Prefect starts, and the server fails when it opens its database.",
    remedy="Name the driver: `postgresql+asyncpg` or `sqlite+aiosqlite`.",
    wrong='[server.database]\nconnection_url = "postgresql://localhost/prefect"\n',
    right='[server.database]\nconnection_url = "postgresql+asyncpg://localhost/prefect"\n',
)
DATABASE_OPTION = _advised(
    name="database-option",
    title="Option that asyncpg does not have",
    message=lambda detail: (
        f"Prefect's server cannot connect with `{detail['option']}` in this URL; "
        + ("write `ssl`" if detail["option"] == "sslmode" else "remove it")
    ),
    meaning="The connection URL has an option of other PostgreSQL drivers, such as `sslmode`. "
    "Prefect's server uses asyncpg, which refuses options that it does not know.",
    effect="Prefect starts, and the server fails when it opens its database.",
    remedy="Write `ssl` instead of `sslmode`. For certificates and names, use the settings in "
    "`server.database.sqlalchemy.connect_args`.",
    wrong='[server.database]\nconnection_url = "postgresql+asyncpg://db/prefect?sslmode=require"\n',
    right='[server.database]\nconnection_url = "postgresql+asyncpg://db/prefect?ssl=require"\n',
)
DATABASE_PARTS_IGNORED = _ignored(
    name="database-parts-ignored",
    title="Unused parts of a database connection",
    message=_parts_ignored,
    meaning="Prefect builds the connection URL from its parts only if `driver` says which database "
    "it is, and `connection_url` is not set.",
    remedy="Set `driver`, or put everything into `connection_url`.",
    wrong='[server.database]\nhost = "db"\n',
    right='[server.database]\ndriver = "postgresql+asyncpg"\nhost = "db"\nuser = "prefect"\n'
    'name = "prefect"\n',
    needs_surroundings=True,
)
PASSWORD_UNESCAPED = _advised(
    name="password-unescaped",
    title="Password that breaks the connection URL",
    message=lambda detail: (
        "Prefect pastes this password into the URL unescaped; percent-encode it"
        if detail["pasted"]
        else "A password in a URL ends at its first `@`; percent-encode it"
    ),
    meaning="The password contains `@`, where a password in a URL ends. It is in `connection_url`, "
    "or Prefect inserts it there without escaping it.",
    effect="Prefect starts, but the rest of the password is read as the name of the host.",
    remedy="Percent-encode the password, or set `driver` and the parts (`user`, `host`, …) instead "
    "of the URL.",
    file=".env",
    wrong="PREFECT_SERVER_DATABASE_CONNECTION_URL=postgresql+asyncpg://u:change@me@h/db\n",
    right="PREFECT_SERVER_DATABASE_CONNECTION_URL=postgresql+asyncpg://u:change%40me@h/db\n",
    needs_surroundings=True,
)
PORT_OUT_OF_RANGE = _advised(
    name="port-out-of-range",
    title="Port that does not exist",
    message="Not a port: use a number from 0 to 65535",
    meaning="Ports are numbers from 0 to 65535, also those in URLs.",
    effect="Prefect starts and fails when it uses the port.",
    remedy="Use a number from 0 to 65535.",
    wrong="[server.api]\nport = 70000\n",
    right="[server.api]\nport = 4200\n",
)
AUTH_OF_CLIENTS = _advised(
    name="auth-of-clients",
    title="Server with a password, clients without one",
    message=lambda detail: (
        "Clients that start here cannot log in to this server; also set "
        f"{detail['names'].of('api.auth_string')}"
    ),
    meaning="The server asks for `server.api.auth_string`, and no source of the folder sets "
    "`api.auth_string` for clients.",
    effect="Prefect starts, and the server refuses the calls of clients that start in this folder.",
    remedy="Set `PREFECT_API_AUTH_STRING` where clients start.",
    file=".env",
    wrong="PREFECT_SERVER_API_AUTH_STRING=admin:change-me\n",
    right="PREFECT_SERVER_API_AUTH_STRING=admin:change-me\n"
    "PREFECT_API_AUTH_STRING=admin:change-me\n",
    needs_surroundings=True,
)
BASE_PATH_ALONE = _advised(
    name="base-path-alone",
    title="Base path without an API URL",
    message=lambda detail: (
        f"A temporary server cannot start with {detail['names'].several(('server.api.base_path',))}"
        f"; set {detail['names'].of('api.url')}"
    ),
    meaning="Without `api.url` Prefect starts a temporary server when a flow runs, and looks for "
    "it under `/api`.",
    effect="Prefect starts, and a flow that needs a temporary server fails.",
    remedy="Set `api.url` to the server's address with the base path.",
    wrong='[server.api]\nbase_path = "/prefect/api"\n',
    right='[api]\nurl = "http://localhost:4200/prefect/api"\n\n[server.api]\n'
    'base_path = "/prefect/api"\n',
    needs_surroundings=True,
)
BASE_PATH_SLASH = _advised(
    name="base-path-slash",
    title="Base path without a slash",
    message="Prefect's server fails to start with this path; start it with `/`",
    meaning="The path under which the server mounts its API does not start with `/`.",
    effect="Prefect starts, and its server fails.",
    remedy="Add the slash.",
    wrong='[api]\nurl = "http://localhost:4200/prefect/api"\n\n[server.api]\n'
    'base_path = "prefect/api"\n',
    right='[api]\nurl = "http://localhost:4200/prefect/api"\n\n[server.api]\n'
    'base_path = "/prefect/api"\n',
)
PLUGINS_OFF = _advised(
    name="plugins-off",
    title="Login by a plugin, and plugins are off",
    message=lambda detail: (
        f"This login only works if {detail['names'].of('plugins.enabled')} is `true`"
    ),
    meaning="`prefect-aws` and `prefect-azure` log in to the database by a plugin, and Prefect "
    "loads no plugins unless `plugins.enabled` is true.",
    effect="Prefect starts, and the server connects to the database with its password.",
    remedy="Set `plugins.enabled` to true.",
    wrong="[integrations.aws.rds.iam]\nenabled = true\n",
    right="[integrations.aws.rds.iam]\nenabled = true\n\n[plugins]\nenabled = true\n",
    needs_surroundings=True,
)
PARTNER_MISSING = _advised(
    name="partner-missing",
    title="Half of a secret or certificate",
    message=_partner_missing,
    meaning="A secret of Kubernetes needs its name and a key in it; a certificate for PostgreSQL "
    "needs its key, and `enabled`.",
    effect="Prefect starts and does not use the secret or the certificate.",
    remedy="Set the other setting here or in the environment.",
    wrong='[integrations.kubernetes.worker]\napi_key_secret_name = "prefect"\n',
    right="[integrations.kubernetes.worker]\n"
    'api_key_secret_name = "prefect"\napi_key_secret_key = "api-key"\n',
    needs_surroundings=True,
)
LOGGING_CONFIG_IN_HOME = _ignored(
    name="logging-config-in-home",
    title="Logging configuration that Prefect does not find",
    message="Prefect does not expand `~` in this path and ignores the file; write the full path",
    meaning="Prefect looks for the logging configuration at the path as written.",
    remedy="Write the full path.",
    wrong='[logging]\nconfig_path = "~/logging.yml"\n',
    right='[logging]\nconfig_path = "/home/me/logging.yml"\n',
)
HOME_NOT_EXPANDED = _advised(
    name="home-not-expanded",
    title="Home folder that Prefect does not expand",
    message="Prefect does not expand `~` in this path; write the full path",
    meaning="Prefect expands `~` in `home` and `results.local_storage_path`. Elsewhere it is the "
    "name of a folder in the working directory.",
    effect="Prefect starts. What needs the certificate or the database fails; the server "
    "writes its own files into a folder named `~`.",
    remedy="Write the full path.",
    wrong='[api]\nssl_cert_file = "~/ca.pem"\n',
    right='[api]\nssl_cert_file = "/etc/ssl/ca.pem"\n',
    needs_surroundings=True,
)
CORS_SPACES = _advised(
    name="cors-spaces",
    title="Space in a comma-separated list",
    message="Prefect keeps the spaces around commas here; remove them",
    meaning="The server splits the text at commas and keeps everything between them, even spaces.",
    effect="Prefect starts, and the server refuses requests that the list should allow.",
    remedy="Remove the spaces.",
    wrong='[server.api]\ncors_allowed_methods = "GET, POST"\n',
    right='[server.api]\ncors_allowed_methods = "GET,POST"\n',
)
FRACTION_CUT_OFF = _advised(
    name="fraction-cut-off",
    title="Fraction of a second that Prefect drops",
    message="Prefect drops fractions of a second here; use a whole number",
    meaning="A worker only uses whole seconds here.",
    effect="Prefect starts and uses the whole seconds.",
    remedy="Use a whole number.",
    wrong="[worker]\nheartbeat_seconds = 7.5\n",
    right="[worker]\nheartbeat_seconds = 7\n",
)
JSON_ARRAY_IN_STRING = Code(
    name="json-array-in-string",
    title="JSON array in a string",
    message="{who} splits this text at its commas and keeps the brackets and quotes; write {write}",
    severity=Severity.INFORMATION,
    meaning="The value is a string with a JSON array. Prefect only decodes such text in `.env` and "
    "in the environment, and only for settings that take an array.",
    effect="Prefect starts, and the brackets and quotes become part of the items.",
    remedy="Write an array. If the setting takes a string, write the items with commas between "
    "them.",
    wrong='[logging]\nextra_loggers = \'["botocore", "httpx"]\'\n',
    right='[logging]\nextra_loggers = ["botocore", "httpx"]\n',
    reference=SETTINGS,
)
NULL_TEXT = _advised(
    name="null-text",
    title="Word such as `None` read as text",
    message="{who} reads this as text, not as a missing value; remove the line",
    meaning="The setting accepts any text, so `None` or `null` is taken literally. Templates and "
    "scripts often write these words for a missing value.",
    effect="Prefect starts and uses the word as a URL, a name or a password.",
    remedy="Set a real value, or remove the line to leave the setting unset or at its default.",
    file=".env",
    wrong="PREFECT_API_URL=None\n",
    right="PREFECT_API_URL=http://127.0.0.1:4200/api\n",
)
VARIABLE_LITERAL = _advised(
    name="variable-literal",
    title="Variable reference that Prefect does not expand",
    message=_variable_literal,
    meaning="The value, or the password in it, is a reference such as `$NAME` or `${NAME}`. "
    "Prefect only expands variables in `.env`, and there only `${NAME}`.",
    effect="Prefect starts and uses the text, including the dollar sign.",
    remedy="Set the setting's own variable in the environment, write the value, or in `.env` put "
    "the name in braces.",
    wrong='[api]\nkey = "${PREFECT_API_KEY}"\n',
    right='[api]\nurl = "http://127.0.0.1:4200/api"\n',
)
PROTECTED_HEADER = Code(
    name="protected-header",
    title="Header that Prefect sets itself",
    message="Prefect warns about the header `{name}` and ignores it; remove it",
    severity=Severity.WARNING,
    meaning="Prefect sets `User-Agent`, `Prefect-Csrf-Token` and `Prefect-Csrf-Client` itself.",
    effect="Prefect starts, and its client warns and ignores the header.",
    remedy="Remove the header.",
    wrong='[client.custom_headers]\nUser-Agent = "me"\n',
    right='[client.custom_headers]\nX-Team = "me"\n',
    reference=SETTINGS,
    tag="unnecessary",
)
HEADER_FOR_LOGIN = _advised(
    name="header-for-login",
    title="Header that replaces the login",
    message=lambda detail: (
        f"This header replaces the login from {detail['names'].of('api.key')} or "
        f"{detail['names'].of('api.auth_string')}; keep one"
    ),
    meaning="An `Authorization` header in `client.custom_headers` wins over `api.key` and "
    "`api.auth_string`.",
    effect="Prefect starts and sends this header.",
    remedy="Remove the header or the other login.",
    file=".env",
    wrong="PREFECT_API_KEY=change-me\n"
    'PREFECT_CLIENT_CUSTOM_HEADERS=\'{"Authorization": "Bearer change-me"}\'\n',
    right='PREFECT_CLIENT_CUSTOM_HEADERS=\'{"X-Team": "me"}\'\n',
    needs_surroundings=True,
)
