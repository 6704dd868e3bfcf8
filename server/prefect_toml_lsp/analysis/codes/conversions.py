"""Values that Prefect converts; the names are those of the rules in `prefect.acceptance`."""

from __future__ import annotations

from functools import partial

from prefect_toml_lsp.analysis.codes.model import CONVERTED, Code
from prefect_toml_lsp.analysis.codes.references import SETTINGS
from prefect_toml_lsp.analysis.findings import Severity

# The fix writes the value as Prefect converts it.
_converted = partial(
    Code,
    severity=Severity.INFORMATION,
    effect=CONVERTED,
    remedy="Write the value in the form shown in the finding.",
    reference=SETTINGS,
    has_safe_fix=True,
)

# The text is right; only an editor mentions the conversion, as a hint.
_quiet = partial(_converted, severity=Severity.HINT, is_quiet=True)

BOOL_FROM_NUMBER = _converted(
    name="bool-from-number",
    title="Number read as a boolean",
    message="{who} reads the number as a boolean{instead}",
    meaning="The value is 0 or 1 instead of `true` or `false`.",
    remedy="Write `true` or `false`.",
    wrong="[server]\nanalytics_enabled = 0\n",
    right="[server]\nanalytics_enabled = false\n",
)
BOOL_FROM_STRING = _converted(
    name="bool-from-string",
    title="String read as a boolean",
    message="{who} reads the string as a boolean{instead}",
    meaning='The value is a string such as `"yes"` or `"off"` instead of `true` or `false`.',
    remedy="Write `true` or `false`, without quotes.",
    wrong='[server]\nanalytics_enabled = "off"\n',
    right="[server]\nanalytics_enabled = false\n",
)
CLOCK_TO_DURATION = _converted(
    name="clock-to-duration",
    title="Clock time read as a duration",
    message="{who} reads this as hours, minutes and seconds{instead}",
    meaning="The duration is written as hours, minutes and seconds with colons between them.",
    wrong='[server.events]\nretention_period = "36:00:00"\n',
    right='[server.events]\nretention_period = "P1DT12H"\n',
)
COMMA_SEPARATED = _quiet(
    name="comma-separated",
    title="String split at its commas",
    message="{who} splits the string at its commas{instead}",
    meaning="The items are in one string with commas instead of an array.",
    remedy="Write an array.",
    wrong='[client]\nretry_extra_codes = "429, 502"\n',
    right="[client]\nretry_extra_codes = [429, 502]\n",
)
DAYS_TO_DURATION = _converted(
    name="days-to-duration",
    title="Days read as a duration",
    message="{who} reads this as days and a clock time{instead}",
    meaning="The duration is written as a number of days, optionally followed by hours, minutes "
    "and seconds.",
    wrong='[server.events]\nretention_period = "7 days"\n',
    right='[server.events]\nretention_period = "P7D"\n',
)
DUPLICATES = _converted(
    name="duplicates",
    title="Duplicate items",
    message="{who} keeps equal items only once{instead}",
    meaning="An array whose items must differ has some of them more than once.",
    remedy="Keep one of each.",
    wrong="[client]\nretry_extra_codes = [429, 502, 429]\n",
    right="[client]\nretry_extra_codes = [429, 502]\n",
)
DURATION_FROM_BOOL = _converted(
    name="duration-from-bool",
    title="Boolean read as a duration",
    message="{who} reads the boolean as seconds{instead}",
    meaning="The value is a boolean, which Prefect reads as 1 or 0 seconds.",
    wrong="[server.events]\nretention_period = true\n",
    right='[server.events]\nretention_period = "PT1S"\n',
)
DURATION_FROM_NUMBER = _quiet(
    name="duration-from-number",
    title="Number read as a duration",
    message="{who} reads the number as seconds{instead}",
    meaning="The duration is a number of seconds.",
    remedy="To show the unit, write it in ISO 8601: `PT10M`.",
    wrong="[server.events]\nretention_period = 604800\n",
    right='[server.events]\nretention_period = "P7D"\n',
)
DURATION_FROM_NUMERIC_STRING = _converted(
    name="duration-from-numeric-string",
    title="Number in a string read as a duration",
    message="{who} reads the string as a number of seconds{instead}",
    meaning="The duration is a number of seconds in a string.",
    remedy="Write the number without quotes, or in ISO 8601: `PT10M`.",
    wrong='[server.services.late_runs]\nafter_seconds = "60"\n',
    right='[server.services.late_runs]\nafter_seconds = "PT1M"\n',
)
EMPTY_FROM_FALSY = _converted(
    name="empty-from-falsy",
    title="Value read as an empty array",
    message="{who} reads this as an empty array{instead}",
    meaning="The value is `false`, `0` or an empty string or table where an array is expected.",
    remedy="Write `[]`.",
    wrong="[client]\nretry_extra_codes = false\n",
    right="[client]\nretry_extra_codes = []\n",
)
HOME_EXPANDED = _quiet(
    name="home-expanded",
    title="Home folder in a path",
    message="{who} replaces `~` with the home folder{instead}",
    meaning="The path starts with `~`, which Prefect replaces with a home folder.",
    remedy="Nothing: with `~` the file works for every user.",
    wrong='home = "~/prefect"\n',
    right='home = "/var/lib/prefect"\n',
    has_safe_fix=False,
)
INT_FROM_BOOL = _converted(
    name="int-from-bool",
    title="Boolean read as an integer",
    message="{who} reads the boolean as an integer{instead}",
    meaning="The value is `true` or `false` instead of 1 or 0.",
    remedy="Write the number.",
    wrong="[client]\nmax_retries = true\n",
    right="[client]\nmax_retries = 1\n",
)
INT_FROM_FLOAT = _converted(
    name="int-from-float",
    title="Float read as an integer",
    message="{who} reads the float as an integer{instead}",
    meaning="An integer is written with a decimal point.",
    remedy="Write it without the point.",
    wrong="[server.api]\nport = 4300.0\n",
    right="[server.api]\nport = 4300\n",
)
INT_FROM_STRING = _converted(
    name="int-from-string",
    title="String read as an integer",
    message="{who} reads the string as an integer{instead}",
    meaning="The integer is in a string.",
    remedy="Write the number without quotes.",
    wrong='[server.api]\nport = "4300"\n',
    right="[server.api]\nport = 4300\n",
)
ITEMS = _converted(
    name="items",
    title="Items that Prefect converts",
    message="{who} converts some of these items{instead}",
    meaning="Prefect converts items of an array or a table.",
    wrong='[client]\nretry_extra_codes = [429, "502"]\n',
    right="[client]\nretry_extra_codes = [429, 502]\n",
)
JSON_IN_STRING = _converted(
    name="json-in-string",
    title="JSON string instead of a table",
    message="{who} decodes the JSON in this string{instead}",
    meaning="The value is a string with JSON instead of a table.",
    remedy="Write a table; later releases refuse the string.",
    wrong='[client]\ncustom_headers = \'{"X-Team": "data"}\'\n',
    right='[client]\ncustom_headers = { X-Team = "data" }\n',
)
LEVEL_CASE = _quiet(
    name="level-case",
    title="Log level not in capitals",
    message="{who} reads log levels in any case{instead}",
    meaning="A log level is not in capitals.",
    remedy="Write it in capitals, as Prefect shows it.",
    wrong='[logging]\nlevel = "debug"\n',
    right='[logging]\nlevel = "DEBUG"\n',
)
NUMBER_FROM_BOOL = _converted(
    name="number-from-bool",
    title="Boolean read as a number",
    message="{who} reads the boolean as a number{instead}",
    meaning="The value is `true` or `false` instead of 1 or 0.",
    remedy="Write the number.",
    wrong="[api]\nrequest_timeout = true\n",
    right="[api]\nrequest_timeout = 1\n",
)
NUMBER_FROM_STRING = _converted(
    name="number-from-string",
    title="String read as a number",
    message="{who} reads the string as a number{instead}",
    meaning="The number is in a string.",
    remedy="Write the number without quotes.",
    wrong='[api]\nrequest_timeout = "60"\n',
    right="[api]\nrequest_timeout = 60\n",
)
NUMBER_ROUNDED = _converted(
    name="number-rounded",
    title="Integer rounded to a float",
    message="{who} rounds the integer to the nearest float{instead}",
    meaning="The integer has more digits than a floating-point number can keep.",
    remedy="Write fewer digits.",
    wrong="[api]\nrequest_timeout = 9007199254740993\n",
    right="[api]\nrequest_timeout = 9007199254740992\n",
)
PATH_TIDIED = _quiet(
    name="path-tidied",
    title="Path with redundant parts",
    message="{who} simplifies this path{instead}",
    meaning="The path has redundant parts, such as `//` or `/./`.",
    wrong='home = "/var//lib/./prefect"\n',
    right='home = "/var/lib/prefect"\n',
)
PROFILES_PATH_DEFAULT = _converted(
    name="profiles-path-default",
    title="Profiles path with `PREFECT_HOME`",
    message="{who} uses the default path instead of one with `PREFECT_HOME`{instead}",
    meaning="The path contains `PREFECT_HOME`, and this release uses the default path instead.",
    remedy="Remove the setting, or write the full path.",
    release="3.1.15",
    wrong='profiles_path = "PREFECT_HOME/profiles.toml"\n',
    right='profiles_path = "profiles.toml"\n',
    has_safe_fix=False,
)
SET_FROM_SINGLE = _quiet(
    name="set-from-single",
    title="Single value instead of an array",
    message="{who} turns this value into an array{instead}",
    meaning="The value is a single item instead of an array.",
    remedy="Put the value in brackets: `[value]`.",
    wrong="[client]\nretry_extra_codes = 429\n",
    right="[client]\nretry_extra_codes = [429]\n",
)
UNSET_FROM_EMPTY = _converted(
    name="unset-from-empty",
    title="Empty string read as no value",
    message="{who} reads the empty string as no value{instead}",
    meaning="The value is an empty string, which stands for no value.",
    remedy="Remove the setting.",
    wrong='[tasks]\ndefault_retry_delay_seconds = ""\n',
    right="[tasks]\ndefault_retry_delay_seconds = 10\n",
    has_safe_fix=False,
)
