"""Variables in `.env` files and profiles, whatever their values."""

from __future__ import annotations

from functools import partial

from prefect_toml_lsp.analysis.codes.model import IGNORED, OVERRIDDEN, REFUSED, WARNED, Code, Detail
from prefect_toml_lsp.analysis.codes.references import SETTINGS, SOURCES
from prefect_toml_lsp.analysis.findings import Severity

_ignored = partial(
    Code, severity=Severity.WARNING, effect=IGNORED, reference=SOURCES, tag="unnecessary"
)
_warned = partial(Code, severity=Severity.WARNING, effect=WARNED, reference=SETTINGS)


def _unknown_variable(detail: Detail) -> str:
    name, meant = detail["name"], detail["meant"]
    does = "warns and ignores it" if detail["warns"] else "ignores it"
    if detail["is_key"]:
        return f"`{name}` is for settings files; Prefect {does} here. Use `{meant}`"
    instead = f". Did you mean `{meant}`?" if meant else ""
    if detail["who"] != "Prefect":
        if detail["warns"]:
            return f"`{name}` is not a variable of {detail['who']}; Prefect warns about it{instead}"
        return f"{detail['who']} has no variable `{name}` and does not read it{instead}"
    return f"`{name}` is not a Prefect variable; Prefect {does}{instead}"


def _unknown_profile(detail: Detail) -> str:
    what = {
        "unnamed": "`active` takes the name of a profile in quotes",
        "own": "Prefect's built-in profile of this name only counts if this file has it",
        "missing": "This file has no profile of this name",
        "variable": "`PREFECT_PROFILE` names a profile that does not exist",
    }[detail["why"]]
    instead = f". Did you mean `{detail['meant']}`?" if detail["meant"] else ""
    return f"{what}; Prefect uses its built-in profile `{detail['default']}`{instead}"


DUPLICATE_VARIABLE = Code(
    name="duplicate-variable",
    title="Variable that another line overrides",
    message="{who} ignores `{name}` here: `{winner}` on line {line} {does}",
    severity=Severity.INFORMATION,
    meaning="A variable is set again below, or another variable of the same `.env` file or profile "
    "sets the same setting and wins.",
    effect=OVERRIDDEN,
    remedy="Remove one of the two.",
    file=".env",
    wrong="PREFECT_SERVER_API_PORT=4300\nPREFECT_SERVER_API_PORT=4400\n",
    right="PREFECT_SERVER_API_PORT=4400\n",
    reference=SOURCES,
    tag="unnecessary",
)
PROCESS_VARIABLE = _ignored(
    name="process-variable",
    title="Variable that only the environment can set",
    message="Prefect ignores `{name}` here; set it in the environment of the process",
    meaning="Prefect only reads this variable from the environment of its process, not from "
    "`.env` or a profile. It is not reported if a compose file next to `.env` passes it on, with "
    "`${NAME}` or `env_file: .env`, or if direnv loads `.env` (`dotenv` in `.envrc`).",
    remedy="Set it in the environment.",
    file=".env",
    wrong="PREFECT_PROFILE=local\n",
    right="PREFECT_SERVER_API_PORT=4300\n",
)
OWN_VARIABLE = _warned(
    name="own-variable",
    title="Variable of one of the project's own classes",
    message="Prefect warns that it does not know `{name}`, although `{reader}` ({where}) reads it",
    meaning="A profile sets a variable of a settings class in a Python file of the project.",
    effect="The class reads it from the active profile, and Prefect warns that it does not know "
    "the variable.",
    remedy="Keep it, or set it in `.env` or the environment, where Prefect does not warn.",
    file="profiles.toml",
    wrong='[profiles.local]\nPREFECT_ACME_HOST = "localhost"\n',
    right='[profiles.local]\nPREFECT_SERVER_API_HOST = "localhost"\n',
    beside={
        "acme.py": "from prefect.settings.base import PrefectBaseSettings, build_settings_config"
        "\n\n\nclass AcmeSettings(PrefectBaseSettings):\n"
        '    model_config = build_settings_config(("acme",))\n    host: str = "localhost"\n'
    },
    needs_surroundings=True,
)
PAST_VARIABLE = _ignored(
    name="past-variable",
    title="Variable of Prefect 1 or 2",
    message=lambda detail: (
        f"`{detail['name']}` is a variable of Prefect {detail['past']}; "
        + (f"use `{detail['now']}`" if detail["now"] else "delete it")
    ),
    meaning="Prefect 1 or 2 read this variable, and Prefect 3 does not.",
    effect="Prefect starts and ignores it. In a profile, it warns.",
    remedy="Use the variable that the finding names, or delete the line.",
    file=".env",
    wrong="PREFECT_ORION_API_PORT=4300\n",
    right="PREFECT_SERVER_API_PORT=4300\n",
)
SQLALCHEMY_JSON = Code(
    name="sqlalchemy-json",
    title="SQLAlchemy pool set in two ways",
    message="Prefect cannot combine `{name}` with a variable that contains JSON for "
    "`server.database.sqlalchemy`; put it into the JSON",
    severity=Severity.ERROR,
    meaning="A variable in `.env` sets the SQLAlchemy pool, and another one contains JSON for the "
    "whole table `server.database.sqlalchemy`. Prefect cannot combine the two.",
    effect=REFUSED,
    remedy="Set only one of the two.",
    file=".env",
    wrong="PREFECT_SERVER_DATABASE_SQLALCHEMY='{\"pool_timeout\": 5}'\n"
    "PREFECT_SERVER_DATABASE_SQLALCHEMY_POOL_SIZE=9\n",
    right='PREFECT_SERVER_DATABASE_SQLALCHEMY=\'{"pool_timeout": 5, "pool_size": 9}\'\n',
    reference=SETTINGS,
)
TABLE_VARIABLE = _warned(
    name="table-variable",
    title="Variable for a whole table",
    message="Prefect uses `{name}` and warns that it does not know it; set its settings one by one",
    meaning="A profile sets a whole table with a variable that contains JSON. Prefect uses it and "
    "warns.",
    remedy="Set the settings of the table one by one.",
    file="profiles.toml",
    wrong="[profiles.local]\nPREFECT_SERVER_API = '{\"port\": 4300}'\n",
    right='[profiles.local]\nPREFECT_SERVER_API_PORT = "4300"\n',
)
UNKNOWN_PROFILE = _warned(
    name="unknown-profile",
    title="Unknown profile",
    message=_unknown_profile,
    meaning="`active` does not name a profile of the file, or, with `--environment`, "
    "`PREFECT_PROFILE` names a profile that does not exist. Of Prefect's built-in profiles, only "
    "`ephemeral` can be `active` without an entry in the file.",
    effect="Prefect starts with the profile `ephemeral`, and warns unless the name is that of a "
    "built-in profile.",
    remedy="Use the profile that the finding names, or add one with this name.",
    file="profiles.toml",
    wrong='active = "lokal"\n\n[profiles.local]\nPREFECT_SERVER_API_PORT = "4300"\n',
    right='active = "local"\n\n[profiles.local]\nPREFECT_SERVER_API_PORT = "4300"\n',
    reference=SOURCES,
)
UNKNOWN_VARIABLE = _ignored(
    name="unknown-variable",
    title="Unknown variable",
    message=_unknown_variable,
    meaning="Prefect has no variable of this name.",
    effect="Prefect starts and ignores it. In a profile, it warns. Other tools also read `.env`, "
    "so a name there that is not spelled like one of Prefect's variables is a note.",
    remedy="Use the variable that the finding names, or search with `explain`.",
    other_severities=(Severity.INFORMATION,),
    file=".env",
    wrong="PREFECT_SERVER_PORT=4300\n",
    right="PREFECT_SERVER_API_PORT=4300\n",
    reference=SETTINGS,
    has_safe_fix=True,
)
UNREADABLE_LINE = Code(
    name="unreadable-line",
    title="Line that is not an assignment",
    message="Prefect skips this line, which is not an assignment; write `NAME=value` and close "
    "quotes",
    severity=Severity.WARNING,
    meaning="A line of `.env` starts with the name of a Prefect variable but is not an assignment.",
    effect="Prefect starts and skips the line.",
    remedy="Write `NAME=value`, close quotes, and put nothing but a comment after them.",
    file=".env",
    wrong='PREFECT_SERVER_API_HOST="localhost" or 127.0.0.1\n',
    right='PREFECT_SERVER_API_HOST="localhost"\n',
    reference=SOURCES,
)
VARIABLE_WITHOUT_VALUE = _ignored(
    name="variable-without-value",
    title="Variable without a value",
    message="`{name}` without `=` sets nothing; write `{name}=` for an empty value",
    meaning="A variable in `.env` has no `=`. That unsets it, even if a line above sets it.",
    remedy="Write the value, or `NAME=` for an empty one, or remove the line.",
    file=".env",
    wrong="PREFECT_SERVER_API_PORT\n",
    right="PREFECT_SERVER_API_PORT=4300\n",
)
