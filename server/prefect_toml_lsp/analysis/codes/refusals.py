"""Values that Prefect refuses; the names are those of the rules in `prefect.acceptance`."""

from __future__ import annotations

from functools import partial

from prefect_toml_lsp.analysis.codes.model import PACKAGE_REFUSES, REFUSED, Code, Detail
from prefect_toml_lsp.analysis.codes.references import SETTINGS
from prefect_toml_lsp.analysis.findings import Severity
from prefect_toml_lsp.prefect.units import counted

# In a profile that is not the active one, Prefect does not look at the value: a warning.
_refused = partial(
    Code,
    severity=Severity.ERROR,
    other_severities=(Severity.WARNING,),
    effect=REFUSED,
    reference=SETTINGS,
)
INACTIVE = ". Prefect refuses to start while this profile is active"
"""The end of a message about a profile that is not active."""

_BOUND = "Write a value within the bounds; `explain` shows those of the setting."


def _duration_range(detail: Detail) -> str:
    if detail["reason"] == "too-large":
        return f"{detail['subject']} is too long; write a shorter duration"
    return f"{detail['subject']} takes a number of seconds; `nan` is not one"


def _duration_syntax(detail: Detail) -> str:
    takes = f"{detail['subject']} takes an ISO 8601 duration"
    if detail.get("guess"):
        return f"{takes}; did you mean {detail['guess']}?"
    reason = f"; {detail['mistake']}" if detail.get("mistake") else ""
    return f"{takes} such as `PT30S`, `PT10M` or `P7D`{reason}"


BOOL_NUMBER = _refused(
    name="bool-number",
    title="Number instead of a boolean",
    message="{subject} takes `true` or `false`; the only numbers allowed are 0 and 1",
    meaning="The setting takes a boolean, and this number is neither 0 nor 1.",
    remedy="Write `true` or `false`.",
    wrong="[server]\nanalytics_enabled = 2\n",
    right="[server]\nanalytics_enabled = true\n",
)
BOOL_STRING = _refused(
    name="bool-string",
    title="String that is not a boolean",
    message="{subject} takes `true` or `false`; this string is neither",
    meaning="The setting takes a boolean, and Prefect does not know this word.",
    remedy="Write `true` or `false`, without quotes.",
    wrong='[server]\nanalytics_enabled = "never"\n',
    right="[server]\nanalytics_enabled = false\n",
    has_safe_fix=True,
)
DURATION_RANGE = _refused(
    name="duration-range",
    title="Duration out of range",
    message=_duration_range,
    meaning="The number of seconds is too large for a duration, or is `nan`.",
    remedy="Write a finite number of seconds, or a duration such as `PT10M`.",
    wrong="[server.events]\nretention_period = nan\n",
    right='[server.events]\nretention_period = "P7D"\n',
)
DURATION_SYNTAX = _refused(
    name="duration-syntax",
    title="Not a duration",
    message=_duration_syntax,
    meaning="The string is not a duration that Prefect can read.",
    remedy="Write it in ISO 8601: `PT30S`, `PT10M`, `PT1H30M`, `P7D`.",
    wrong='[server.events]\nretention_period = "7 weeks"\n',
    right='[server.events]\nretention_period = "P7D"\n',
    has_safe_fix=True,
)
ENUM = _refused(
    name="enum",
    title="Not one of the allowed values",
    message="{subject} takes one of {allowed}",
    meaning="The setting only allows certain values, and this is not one of them.",
    remedy="Use one of the values that the finding lists.",
    wrong='[logging]\nlevel = "VERBOSE"\n',
    right='[logging]\nlevel = "DEBUG"\n',
    has_safe_fix=True,
)
EXCLUSIVE_MAXIMUM = _refused(
    name="exclusive-maximum",
    title="Value not below the upper bound",
    message="{subject} must be less than {bound}",
    meaning="The value is not below the upper bound of this setting.",
    remedy=_BOUND,
    wrong="",
    right="",
)
EXCLUSIVE_MINIMUM = _refused(
    name="exclusive-minimum",
    title="Value not above the lower bound",
    message="{subject} must be more than {bound}",
    meaning="The value is not above the lower bound of this setting.",
    remedy=_BOUND,
    wrong="[tasks.runner]\nthread_pool_max_workers = 0\n",
    right="[tasks.runner]\nthread_pool_max_workers = 4\n",
)
INT_FRACTION = _refused(
    name="int-fraction",
    title="Fraction instead of an integer",
    message="{subject} takes an integer; this number has a fraction",
    meaning="The setting takes an integer; this number has a fraction.",
    remedy="Round it.",
    wrong="[server.api]\nport = 4300.5\n",
    right="[server.api]\nport = 4300\n",
)
INT_NOT_FINITE = _refused(
    name="int-not-finite",
    title="Infinity or NaN instead of an integer",
    message="{subject} takes an integer; `inf` and `nan` are not integers",
    meaning="The setting takes an integer; `inf` and `nan` are not integers.",
    remedy="Write an integer.",
    wrong="[server.api]\nport = inf\n",
    right="[server.api]\nport = 4300\n",
)
INT_OVERFLOW = _refused(
    name="int-overflow",
    title="Number too large for an integer",
    message="{subject} is too large; write a smaller integer",
    meaning="The number is too large to be read as an integer.",
    remedy="Write a smaller one.",
    wrong="[server.api]\nport = 1e30\n",
    right="[server.api]\nport = 4300\n",
)
INT_STRING = _refused(
    name="int-string",
    title="String that is not an integer",
    message="{subject} takes an integer; this string is not one",
    meaning="The setting takes an integer, but this string cannot be read as one.",
    remedy="Write the number without quotes.",
    wrong='[server.api]\nport = "4300/tcp"\n',
    right="[server.api]\nport = 4300\n",
    has_safe_fix=True,
)
JSON = _refused(
    name="json",
    title="String that is not JSON",
    message="{subject} takes a table; this string is not valid JSON: {reason}",
    meaning="The setting takes a table or a string of JSON, and this string is not JSON.",
    remedy="Write an inline table, or a table with its own `[header]`.",
    wrong='[client]\ncustom_headers = "X-Team: data"\n',
    right='[client]\ncustom_headers = { X-Team = "data" }\n',
    has_safe_fix=True,
)
LABEL_PAIRS = _refused(
    name="label-pairs",
    title="Labels without values",
    message="{subject} takes `key=value` pairs with commas between them",
    meaning="The setting takes `key=value` labels, but part of this text has no `=`.",
    effect=PACKAGE_REFUSES.format("prefect-kubernetes"),
    remedy="Write `key=value` pairs separated by single commas, with none at either end.",
    has_safe_fix=True,
    wrong='[integrations.kubernetes.observer]\nadditional_label_filters = "team"\n',
    right='[integrations.kubernetes.observer]\nadditional_label_filters = "team=data"\n',
)
MAXIMUM = _refused(
    name="maximum",
    title="Value above the largest allowed",
    message="{subject} must be at most {bound}",
    meaning="The value is above the largest one allowed.",
    remedy=_BOUND,
    wrong="[client]\nretry_extra_codes = [700]\n",
    right="[client]\nretry_extra_codes = [429]\n",
)
MINIMUM = _refused(
    name="minimum",
    title="Value below the smallest allowed",
    message="{subject} must be at least {bound}",
    meaning="The value is below the smallest one allowed.",
    remedy=_BOUND,
    wrong="[client]\nmax_retries = -1\n",
    right="[client]\nmax_retries = 0\n",
)
MINIMUM_LENGTH = _refused(
    name="minimum-length",
    title="Text too short",
    message=lambda detail: (
        f"{detail['subject']} must have at least {counted(int(detail['bound']), 'characters')}"
    ),
    meaning="The text is shorter than the setting allows. Usually it is empty.",
    effect=PACKAGE_REFUSES.format("prefect-redis"),
    remedy="Write a longer text, or remove the setting.",
    wrong='[redis.worker_cleanup_queue]\nkey_prefix = ""\n',
    right='[redis.worker_cleanup_queue]\nkey_prefix = "my-team:cleanup"\n',
)
NUMBER_OVERFLOW = _refused(
    name="number-overflow",
    title="Integer too large for a float",
    message="{subject} is too large; write a smaller number",
    meaning="The integer is too large for a floating-point number.",
    remedy="Write a smaller one.",
    wrong=f"[api]\nrequest_timeout = 1{'0' * 309}\n",
    right="[api]\nrequest_timeout = 60\n",
)
NUMBER_STRING = _refused(
    name="number-string",
    title="String that is not a number",
    message="{subject} takes a number; this string is not one",
    meaning="The setting takes a number, but this string cannot be read as one.",
    remedy="Write the number without quotes.",
    wrong='[api]\nrequest_timeout = "60s"\n',
    right="[api]\nrequest_timeout = 60\n",
    has_safe_fix=True,
)
PATH_IS_DIRECTORY = _refused(
    name="path-is-directory",
    title="Folder instead of a file",
    message="{subject} takes a file; this is a folder",
    meaning="The setting names a file, and this path can only be a folder.",
    remedy="Write the path of the file.",
    wrong='profiles_path = "."\n',
    right='profiles_path = "profiles.toml"\n',
)
PATH_TOO_LONG = _refused(
    name="path-too-long",
    title="Path too long",
    message="{subject} must be at most {maximum} bytes long",
    meaning="The path, or one name in it, is longer than file systems allow.",
    remedy="Shorten it.",
    wrong=f'profiles_path = "{"x" * 256}.toml"\n',
    right='profiles_path = "x.toml"\n',
)
PATH_USER = _refused(
    name="path-user",
    title="Home folder of an unknown user",
    message="{subject} starts with the home folder of a user that does not exist on this machine",
    meaning="The path starts with `~name`, but this machine has no user of that name.",
    remedy="Write `~/` for your own home folder, or the full path.",
    wrong='home = "~no-such-user/prefect"\n',
    right='home = "/var/lib/prefect"\n',
)
WRONG_TYPE = _refused(
    name="wrong-type",
    title="Value of the wrong type",
    message="{subject} takes {wanted}",
    meaning="The value has a type that the setting cannot use, for instance a number instead of a "
    "string.",
    remedy="Use the type named in the finding. To see an example, run `prefect-toml-lsp explain` "
    "with the setting's name.",
    wrong="[server.api]\nhost = 127\n",
    right='[server.api]\nhost = "127.0.0.1"\n',
    has_safe_fix=True,
)
