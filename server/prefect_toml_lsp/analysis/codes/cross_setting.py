"""Prefect's rules about several settings; the names are those of `prefect.acceptance.rules`."""

from __future__ import annotations

from functools import partial

from prefect_toml_lsp.analysis.codes.model import OVERRIDDEN, REFUSED, WARNED, Code, Detail
from prefect_toml_lsp.analysis.codes.names import Names, listed
from prefect_toml_lsp.analysis.codes.references import SETTINGS, SOURCES
from prefect_toml_lsp.analysis.findings import Severity
from prefect_toml_lsp.toml.encode import encode

# Another source of the folder may set one of the settings.
_several = partial(Code, reference=SETTINGS, needs_surroundings=True)
_refused = partial(_several, severity=Severity.ERROR, effect=REFUSED)
_warned = partial(_several, severity=Severity.WARNING, effect=WARNED)
# If the missing value may still come from the environment, an editor shows a hint.
_waits = partial(_refused, other_severities=(Severity.HINT,))
_overridden = partial(_several, severity=Severity.INFORMATION, effect=OVERRIDDEN)
_URL_PROBLEMS = {
    "app.prefect.cloud": "the API is at `api.prefect.cloud`, not at `app.prefect.cloud`",
    "account/": "write `accounts/`, not `account/`",
    "workspace/": "write `workspaces/`, not `workspace/`",
    "/api": "the path of an API starts with `/api`",
}


def _url_problems(detail: Detail) -> str:
    problems = "; ".join(_URL_PROBLEMS[problem] for problem in detail["problems"])
    return f"Prefect warns about this URL: {problems}"


def _incomplete(detail: Detail) -> str:
    names: Names = detail["names"]
    missing = listed([*map(names.of, detail["missing"])])
    return f"This driver needs {missing}, or {names.several(('server.database.connection_url',))}"


def _redis_parts(detail: Detail) -> str:
    names: Names = detail["names"]
    url = f"{detail['ignored'][0].rpartition('.')[0]}.url"
    ignores = f"`prefect-redis` ignores {names.several(detail['ignored'])}"
    return f"{ignores} because {names.several((url,))} is set"


_DATABASE = "postgresql+asyncpg://prefect:"

API_URL_MISCONFIGURED = _warned(
    name="api-url-misconfigured",
    title="Suspicious API URL",
    message=_url_problems,
    meaning="A part of the API URL is wrong for Prefect Cloud, or `/api` is missing.",
    remedy="Copy the URL that `prefect config view` shows after `prefect cloud login`, or silence "
    "the warning with `silence_api_url_misconfiguration`.",
    wrong='[api]\nurl = "https://app.prefect.cloud/api"\n',
    right='[api]\nurl = "https://api.prefect.cloud/api"\n',
)
API_URL_UNREADABLE = _refused(
    name="api-url-unreadable",
    title="Invalid API URL",
    message="Not a valid URL; write it like `http://127.0.0.1:4200/api`",
    meaning="The API URL is not a valid URL.",
    remedy="Write it like `http://127.0.0.1:4200/api`.",
    wrong='[api]\nurl = "http://[::1/api"\n',
    right='[api]\nurl = "http://[::1]/api"\n',
)
DATABASE_INCOMPLETE = _waits(
    name="database-incomplete",
    title="Parts of the connection URL missing",
    message=_incomplete,
    meaning="The PostgreSQL driver is set, and parts of its connection URL are missing.",
    remedy="Set what the finding names, or set `server.database.connection_url` instead.",
    wrong='[server.database]\ndriver = "postgresql+asyncpg"\n',
    right='[server.database]\ndriver = "sqlite+aiosqlite"\n',
)
LEGACY_OVERRIDDEN = _overridden(
    name="legacy-overridden",
    title="Setting in both its old and its new table",
    message=lambda detail: (
        f"Prefect ignores this because {detail['names'].of(detail['by'])} is set, too"
    ),
    meaning="A setting is in its old table and in its new one, and the new one wins.",
    remedy="Remove the old one.",
    wrong="[plugins]\nenabled = true\n\n[experiments.plugins]\nenabled = true\n",
    right="[plugins]\nenabled = true\n",
)
LEVEL_OVERRIDDEN = _overridden(
    name="level-overridden",
    title="Log level that a mode overrides",
    message=lambda detail: (
        f"Prefect sets this level to `{encode(detail['becomes'])}` because "
        f"{detail['names'].of(detail['by'])} is on"
    ),
    meaning="Debug mode or test mode is on, and sets the log levels itself.",
    remedy="Turn the mode off, or remove the level.",
    wrong='debug_mode = true\n\n[logging]\nlevel = "INFO"\n',
    right="debug_mode = true\n",
)
LOG_SIZE_CAPPED = _overridden(
    name="log-size-capped",
    title="Log size above the limit of Prefect Cloud",
    message="Prefect lowers this to {becomes}, the limit of Prefect Cloud",
    meaning="Prefect Cloud does not accept single logs of this size.",
    remedy="Use the number that the finding shows.",
    wrong='[api]\nurl = "https://api.prefect.cloud/api"\n\n'
    "[logging.to_api]\nmax_log_size = 50000\n",
    right='[api]\nurl = "https://api.prefect.cloud/api"\n\n'
    "[logging.to_api]\nmax_log_size = 25000\n",
)
LOG_SIZE_OVER_BATCH = _refused(
    name="log-size-over-batch",
    title="Log larger than a batch",
    message=lambda detail: (
        f"{detail['names'].of('logging.to_api.max_log_size')} must be at most "
        f"{detail['names'].of('logging.to_api.batch_size')}"
    ),
    meaning="A single log may be larger than a whole batch.",
    remedy="Make `logging.to_api.max_log_size` smaller or `logging.to_api.batch_size` larger.",
    wrong="[logging.to_api]\nbatch_size = 500000\n",
    right="[logging.to_api]\nbatch_size = 500000\nmax_log_size = 250000\n",
)
PASSWORD_FILLED_IN = _overridden(
    name="password-filled-in",
    severity=Severity.HINT,
    is_quiet=True,
    title="Placeholder for the password",
    message=lambda detail: (
        f"Prefect replaces the placeholder with {detail['names'].of('server.database.password')}"
    ),
    meaning="The connection URL has a placeholder, which Prefect replaces with the password.",
    remedy="Nothing: the password then lives in one place.",
    file="profiles.toml",
    wrong='active = "local"\n\n[profiles.local]\nPREFECT_SERVER_DATABASE_CONNECTION_URL = '
    f'"{_DATABASE}${{PREFECT_SERVER_DATABASE_PASSWORD}}@localhost/prefect"\n'
    'PREFECT_SERVER_DATABASE_PASSWORD = "change-me"\n',
    right='active = "local"\n\n[profiles.local]\n'
    'PREFECT_SERVER_DATABASE_CONNECTION_URL = "postgresql+asyncpg://localhost/prefect"\n',
)
PASSWORD_MISSING = _waits(
    name="password-missing",
    title="No password for the placeholder",
    message="No password is set for this placeholder; set `PREFECT_SERVER_DATABASE_PASSWORD` "
    "in the environment",
    meaning="The connection URL has a placeholder for the password, and no password is set.",
    remedy="Set `PREFECT_SERVER_DATABASE_PASSWORD` in the environment.",
    wrong="[server.database]\nconnection_url = "
    f'"{_DATABASE}${{PREFECT_SERVER_DATABASE_PASSWORD}}@localhost/prefect"\n',
    right='[server.database]\nconnection_url = "postgresql+asyncpg://localhost/prefect"\n',
)
PASSWORD_UNUSED = _warned(
    name="password-unused",
    title="Password not used by the connection URL",
    message=lambda detail: (
        f"Prefect warns that {detail['names'].of('server.database.connection_url')} does not use "
        "this password"
    ),
    meaning="Both a password and a connection URL are set, but the URL does not use the password.",
    remedy="Put `${PREFECT_SERVER_DATABASE_PASSWORD}` into the URL, or remove the password.",
    file=".env",
    wrong="PREFECT_SERVER_DATABASE_CONNECTION_URL=postgresql+asyncpg://localhost/prefect\n"
    "PREFECT_SERVER_DATABASE_PASSWORD=change-me\n",
    right="PREFECT_SERVER_DATABASE_CONNECTION_URL=postgresql+asyncpg://localhost/prefect\n",
    reference=SOURCES,
)
PROFILES_PATH_IS_FOLDER = _refused(
    name="profiles-path-is-folder",
    title="Folder instead of the profiles file",
    message=lambda detail: f"{detail['names'].of('profiles_path')} takes a file; this is a folder",
    meaning="The profiles path is empty, or can only be a folder.",
    remedy="Write the path of the file, or remove the setting.",
    wrong='profiles_path = ""\n',
    right='profiles_path = "profiles.toml"\n',
    needs_surroundings=False,
)
PROFILES_PATH_LITERAL = _warned(
    name="profiles-path-literal",
    aliases=("prefect-home-replaced",),
    title="Profiles path that Prefect does not expand",
    message=lambda detail: (
        "Prefect finds no profile here: it takes "
        + ("`$PREFECT_HOME`" if detail["home"] else "`~`")
        + " literally. Write the full path"
    ),
    meaning="The profiles path contains `$PREFECT_HOME` or `~`, which Prefect does not expand "
    "when it looks for the file.",
    effect="Prefect starts without your profiles.",
    remedy="Write the full path, or set `PREFECT_HOME` in the environment and remove this setting.",
    wrong='profiles_path = "~/prefect/profiles.toml"\n',
    right='profiles_path = "/home/me/prefect/profiles.toml"\n',
    needs_surroundings=False,
)
REDIS_PARTS_IGNORED = _warned(
    name="redis-parts-ignored",
    title="Redis URL and its parts both set",
    message=_redis_parts,
    meaning="Both `url` and parts of the same Redis connection are set.",
    effect="Prefect starts; the package `prefect-redis` uses the URL and ignores the parts. For "
    "`[redis.messaging]` it warns.",
    remedy="Put the parts into the URL, or remove `url`.",
    wrong='[redis.messaging]\nurl = "redis://localhost:6379/0"\ndb = 1\n',
    right='[redis.messaging]\nurl = "redis://localhost:6379/1"\n',
)
VACUUM_TYPE = _warned(
    name="vacuum-type",
    title="Unknown vacuum type",
    message=lambda detail: (
        "Prefect's server fails to start with this; it accepts "
        + ", ".join(f"`{encode(each)}`" for each in detail["allowed"])
    ),
    meaning="The vacuum service does not know one of the types that it should delete.",
    effect="Prefect loads the file, and its server then fails to start.",
    remedy="Use the types that the finding lists.",
    wrong='[server.services.db_vacuum]\nenabled = ["runs"]\n',
    right='[server.services.db_vacuum]\nenabled = ["flow_runs"]\n',
    needs_surroundings=False,
)
