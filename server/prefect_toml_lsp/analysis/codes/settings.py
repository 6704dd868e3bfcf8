"""Keys and tables, whatever their values."""

from __future__ import annotations

from functools import partial

from prefect_toml_lsp.analysis.codes.model import IGNORED, OVERRIDDEN, Code, Detail
from prefect_toml_lsp.analysis.codes.references import SETTINGS, SOURCES
from prefect_toml_lsp.analysis.findings import Severity

_ignored = partial(
    Code, severity=Severity.WARNING, effect=IGNORED, reference=SETTINGS, tag="unnecessary"
)

_OF_PROFILES = {
    "profiles": "; profiles belong in `profiles.toml`",
    "active": "; name the active profile in `profiles.toml`",
}


def _unknown_setting(detail: Detail) -> str:
    if "profiles" in detail:
        instead = "; put variables into a profile: `[profiles.NAME]`" if detail["profiles"] else ""
        if detail.get("place"):
            instead = f"; write {detail['place']}"
        ignores = f"Prefect only reads `active` and `profiles` here and ignores `{detail['name']}`"
        return ignores + (_instead(detail) or instead)
    if "reader" in detail:
        near = f"; did you mean `{detail['near']}`?" if detail["near"] else ""
        who = f"`{detail['reader']}` ({detail['where']})"
        return f"{who} has no field for `{detail['name']}` and ignores {_keys(detail)}{near}"
    return f"{detail['who']} has no setting `{detail['name']}` and ignores it{_instead(detail)}"


def _unknown_table(detail: Detail) -> str:
    ignores = f"{detail['who']} has no table `{detail['name']}` and ignores {_keys(detail)}"
    return ignores + _instead(detail)


def _keys(detail: Detail) -> str:
    """What is ignored: a key, or the keys of a table."""
    keys = detail.get("keys")
    return "it" if not keys else "the key in it" if keys == 1 else f"the {keys} keys in it"


def _wrong_release(detail: Detail) -> str:
    when = f"removed after {detail['until']}" if detail["until"] else f"new in {detail['since']}"
    keys = detail.get("keys")
    what = "" if not keys else " with its key" if keys == 1 else f" with its {keys} keys"
    does = "warns and ignores" if detail.get("warns") else "ignores"
    ignores = f"{detail['who']} {detail['release']} {does} `{detail['name']}`{what}"
    return f"{ignores}, {when}{_instead(detail)}"


def _instead(detail: Detail) -> str:
    """The end of a message: the setting's current name, or a suggestion."""
    if detail.get("of_profiles"):
        return _OF_PROFILES[detail["of_profiles"]]
    if detail.get("variable"):
        return f"; set `{detail['variable']}` in the environment, or use `logging.config_path`"
    if detail.get("python_logging"):
        return (
            "; set up Python's logging in the file that `logging.config_path` in `[logging]` names"
        )
    if detail.get("now"):
        return f"; it is now {detail['now']}"
    if not detail.get("meant"):
        return ""
    refused = f" {detail['who']} would refuse its value there" if detail.get("refused") else ""
    return f"; did you mean {detail['meant']}?{refused}"


def _plain_secret(detail: Detail) -> str:
    is_secret = "is a secret" if detail["is_all"] else "contains a password"
    subject, variable = detail["subject"], detail["variable"]
    return f"{subject} {is_secret} in plain text; set `{variable}` in the environment instead"


def _unused_ignore(detail: Detail) -> str:
    if "code" in detail:
        return f"This silences nothing: line {detail['line']} has no finding `{detail['code']}`"
    return "Name the codes to silence, such as `# prefect-toml: ignore[unknown-setting]`"


def _ignored_table(detail: Detail) -> str:
    name, who = detail["name"], detail["who"]
    if detail.get("is_free_form"):
        return f"This release of {who} ignores the table `{name}`; write it as JSON in a string"
    return f"`{name}` takes a value, not a table; {who} ignores the table"


IGNORED_TABLE = _ignored(
    name="ignored-table",
    title="Table instead of a value",
    message=_ignored_table,
    meaning="The setting takes a single value but is written as a table.",
    effect="Prefect starts and silently ignores the table.",
    remedy="Assign the value directly: `port = 4300` under `[server.api]`, not a "
    "`[server.api.port]` table.",
    wrong="[server.api.port]\nnumber = 4300\n",
    right="[server.api]\nport = 4300\n",
)
UNKNOWN_SETTING = _ignored(
    name="unknown-setting",
    title="Unknown setting",
    message=_unknown_setting,
    meaning="Prefect has no setting at this path. Often the key is in the wrong table. In the "
    "table of one of the project's own settings classes, the class has no such field.",
    remedy="Use the setting that the finding names, or search with `explain`.",
    wrong="[server]\nport = 4300\n",
    right="[server.api]\nport = 4300\n",
    has_safe_fix=True,
)
UNKNOWN_TABLE = _ignored(
    name="unknown-table",
    title="Unknown table",
    message=_unknown_table,
    meaning="Prefect has no table at this path and ignores everything in it. Its keys are reported"
    " only if they belong in different tables.",
    remedy="Use the table that the finding names. Most settings of the server are in tables below "
    "`[server]`, and profiles belong in `profiles.toml`.",
    wrong="[serve.api]\n",
    right="[server.api]\n",
    has_safe_fix=True,
)
OTHER_TABLE = Code(
    name="other-table",
    title="Table that Prefect never looks at",
    message="Prefect never looks at this table; write `[{table}]`",
    severity=Severity.HINT,
    meaning="A table in `pyproject.toml` has a name similar to `[tool.prefect]`.",
    effect="Prefect starts and never looks at the table.",
    remedy="Name the table `[tool.prefect]`, in lower case and without quotes.",
    file="pyproject.toml",
    wrong="[tool.Prefect]\ndebug_mode = true\n",
    right="[tool.prefect]\ndebug_mode = true\n",
    reference=SOURCES,
)
WRONG_RELEASE = _ignored(
    name="wrong-release",
    title="Setting of another Prefect release",
    message=_wrong_release,
    meaning="Other releases of Prefect have this setting; this one does not, and warns about its "
    "variable in a profile.",
    remedy="Use the setting that replaced it, or a release that has it.",
    wrong="[runner]\nheartbeat_frequency = 60\n",
    right="[flows]\nheartbeat_frequency = 60\n",
    has_safe_fix=True,
)
MOVED_SETTING = Code(
    name="moved-setting",
    title="Setting that has moved",
    message="`{name}` has moved to `{moved_to}`; Prefect {release} still reads it here",
    severity=Severity.HINT,
    meaning="The setting has moved to another table, and this is the old one.",
    effect="Prefect starts and still reads the setting here.",
    remedy="Move it to the new table before a later release stops reading the old one.",
    wrong="[experiments.plugins]\nenabled = true\n",
    right="[plugins]\nenabled = true\n",
    reference=SETTINGS,
    tag="deprecated",
    has_safe_fix=True,
)
OVERRIDDEN_SETTING = Code(
    name="overridden",
    title="Setting that another source overrides",
    message="{who} ignores `{name}` here: {winner} wins",
    severity=Severity.INFORMATION,
    meaning="A stronger source sets the same setting: an environment variable, a `.env` file, or "
    "another configuration file.",
    effect=OVERRIDDEN,
    remedy="Remove it from one of the two.",
    wrong="[server.api]\nport = 4300\n",
    right='[server.api]\nhost = "localhost"\n',
    beside={".env": "PREFECT_SERVER_API_PORT=4400\n"},
    reference=SOURCES,
    needs_surroundings=True,
)
PLAIN_SECRET = Code(
    name="plain-secret",
    title="Secret in plain text",
    message=_plain_secret,
    severity=Severity.HINT,
    other_severities=(Severity.WARNING,),
    meaning="A key, a password, a URL with a password, or a header with credentials is in plain "
    "text, in a file that is easily shared or committed.",
    effect="Prefect starts and uses it.",
    remedy="Set the environment variable that the finding names instead.",
    wrong='[api]\nkey = "pnu_0123456789"\n',
    right='[api]\nurl = "http://127.0.0.1:4200/api"\n',
    reference=SOURCES,
)
UNUSED_IGNORE = Code(
    name="unused-ignore",
    title="Comment that silences nothing",
    message=_unused_ignore,
    severity=Severity.HINT,
    meaning="A comment `# prefect-toml: ignore[code]` silences no finding, or names no code.",
    effect="Prefect ignores comments.",
    remedy="Remove it, or put it at the end of the finding's line or on its own line above.",
    wrong="[server.api]\nport = 4300 # prefect-toml: ignore[minimum]\n",
    right="[server.api]\nport = 4300\n",
    reference="",
    tag="unnecessary",
)
TOOL_CONFIGURATION = Code(
    name="tool-configuration",
    title="Mistake in the configuration of this tool",
    message="`{name}`{problem}",
    severity=Severity.INFORMATION,
    meaning="`check` and the language server do not know a key or value in "
    "`[tool.prefect-toml-lsp]` or `prefect-toml-lsp.toml`.",
    effect="The setting keeps its default, except that only wrong patterns are skipped, and the "
    "rest of the table counts. Prefect never reads this table.",
    remedy="Use the key or value that the finding names.",
    file="pyproject.toml",
    wrong='[tool.prefect-toml-lsp]\nknownTable = ["acme"]\n',
    right='[tool.prefect-toml-lsp]\nknownTables = ["acme"]\n',
    reference="",
)
