"""What each code of a finding means, in our own words.

A test holds this table against the codes that the lower layers can produce.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Explanation(NamedTuple):
    """How severe findings of the code are, what it means, what Prefect does then, what to do."""

    severity: str
    meaning: str
    effect: str
    remedy: str


_UNREADABLE = "Prefect stops with an error: it cannot read the file."
_REFUSED = "Prefect refuses to start: whatever reads its settings ends with an error."
_IGNORED = "Prefect starts and says nothing, but this has no effect."
_WARNED = "Prefect starts with a warning of its own."
_OVERRIDDEN = "Prefect starts and uses another value than this one."
_CONVERTED = "Prefect starts and uses the converted value."


def _syntax(meaning: str, remedy: str) -> Explanation:
    return Explanation("error", meaning, _UNREADABLE, remedy)


def _refused(meaning: str, remedy: str) -> Explanation:
    return Explanation("error", meaning, _REFUSED, remedy)


def _ignored(meaning: str, remedy: str) -> Explanation:
    return Explanation("warning", meaning, _IGNORED, remedy)


def _converted(
    meaning: str, remedy: str = "Write the value as the finding shows it."
) -> Explanation:
    return Explanation("information", meaning, _CONVERTED, remedy)


def _overridden(meaning: str, remedy: str) -> Explanation:
    return Explanation("information", meaning, _OVERRIDDEN, remedy)


def _warned(meaning: str, remedy: str) -> Explanation:
    return Explanation("warning", meaning, _WARNED, remedy)


_BOUND = "Write a value within the bounds; `explain` the setting to see them."
_FILES: Mapping[str, Explanation] = {
    "not-utf-8": _syntax(
        "The file holds bytes that are not UTF-8, the only encoding of TOML.",
        "Save the file as UTF-8, without a byte order mark.",
    ),
    "unreadable-file": Explanation(
        "error",
        "The system does not let us open this file or folder, or there is none.",
        "Prefect stops with an error if it comes upon a file that it cannot open; what is in this "
        "one was not checked.",
        "Correct the path, or give yourself the right to read it.",
    ),
}
_SYNTAX: Mapping[str, Explanation] = {
    "bad-escape": _syntax(
        "A backslash in a string between double quotes starts an escape that TOML does not have.",
        "Double the backslash, or use single quotes, where a backslash means itself.",
    ),
    "bare-carriage-return": _syntax(
        "A line ends in a carriage return without a line feed.",
        "End lines with LF or CRLF.",
    ),
    "control-character": _syntax(
        "There is an invisible control character where TOML allows none.",
        "Remove it, or write it as an escape such as \\u0007 between double quotes.",
    ),
    "duplicate-key": _syntax("A key is set twice in one table.", "Keep one of the two."),
    "duplicate-table": _syntax(
        "A table has two headers.", "Move the keys of the second below the first."
    ),
    "invalid-value": _syntax(
        "What stands behind = is no string, number, boolean, date, array or inline table.",
        "Put text in quotes; write true and false in lower case; leave out keys without a value.",
    ),
    "key-conflict": _syntax(
        "A key is used as a table in one place and as something else in another.",
        "Keep one of the two, or give one of them another name.",
    ),
    "line-break-in-inline-table": _syntax(
        "An inline table goes over several lines, which TOML 1.0 does not allow.",
        "Join the lines, or write the table with a [header] of its own.",
    ),
    "missing-comma": _syntax("Two items follow each other without a comma.", "Put it between."),
    "missing-equals": _syntax("A key has no = and no value.", "Write both, or remove the key."),
    "missing-key": _syntax(
        "A key is empty, starts with a character that only a key in quotes may hold, or ends in "
        "a dot.",
        "Write letters, digits, - and _, or put the key in quotes.",
    ),
    "missing-value": _syntax(
        "There is no value behind = or before a comma.", "Write it, or remove the key."
    ),
    "nested-too-deeply": _syntax(
        "Arrays or inline tables are nested hundreds of levels deep.", "Nest them less."
    ),
    "byte-order-mark": _syntax(
        "The file starts with a byte order mark, which is no TOML.",
        "Save it as UTF-8 without the mark.",
    ),
    "trailing-comma": _syntax(
        "There is a comma behind the last pair of an inline table, which TOML 1.0 does not allow.",
        "Remove the comma.",
    ),
    "unclosed-array": _syntax("An array has no ] at its end.", "Write it."),
    "unclosed-header": _syntax(
        "The header of a table has no ] (or ]]) at its end.", "Write it on the same line."
    ),
    "unclosed-inline-table": _syntax(
        "An inline table has no } at its end.", "Write it on the same line."
    ),
    "unclosed-string": _syntax(
        "A string has no closing quote.",
        'Write it on the same line; text over several lines goes between """ and """.',
    ),
    "unexpected-text": _syntax(
        "There is text where TOML allows none, behind a value or a header for instance.",
        "Remove it, or put # before it if it is a comment.",
    ),
}
_SETTINGS: Mapping[str, Explanation] = {
    "ignored-table": _ignored(
        "A setting that takes one value is written as a table.",
        "Write the value: `port = 4200` in its table, not a table of that name.",
    ),
    "moved-setting": Explanation(
        "hint",
        "The setting has a new place, and this is the old one.",
        "Prefect starts and still reads the setting here.",
        "Write it at the new place, before a later release forgets the old one.",
    ),
    "unused-ignore": Explanation(
        "hint",
        "A comment `# prefect-toml: ignore[code]` is not needed where it stands, or names no code.",
        "Nothing: to Prefect it is a comment.",
        "Remove it, or put it on the line of the finding, or alone on the line above.",
    ),
    "overridden": _overridden(
        "A stronger source sets the same setting: an environment variable, a `.env` file, or "
        "another configuration file.",
        "Remove it from one of the two places.",
    ),
    "plain-secret": Explanation(
        "hint",
        "A key, a password or a header that carries one is written out in a file that is easily "
        "shared or committed.",
        "Prefect starts and uses it.",
        "Set the environment variable instead that the finding names.",
    ),
    "prefect-2": _ignored(
        "The project asks for Prefect 2, which does not read `prefect.toml`.",
        "Ask for Prefect 3.1 or later, or set environment variables.",
    ),
    "unknown-setting": _ignored(
        "Prefect has no setting at this path; often the key is in the wrong table.",
        "Take the setting that the finding names, or search with `explain`.",
    ),
    "unknown-table": _ignored(
        "Prefect has no table at this path, so nothing in it counts.",
        "Take the table that the finding names; most settings of the server are below [server].",
    ),
    "wrong-release": _ignored(
        "Other releases of Prefect have this setting, this one does not.",
        "Use the setting that took its place, or a release that has it.",
    ),
}
_VARIABLES: Mapping[str, Explanation] = {
    "duplicate-variable": _overridden(
        "A variable is set again below, or another variable of the same `.env` or profile sets "
        "the same setting and wins.",
        "Remove one of the two.",
    ),
    "process-variable": _ignored(
        "Prefect reads this variable from the environment of its process, not from `.env` or a "
        "profile.",
        "Set it in the environment.",
    ),
    "table-variable": _warned(
        "A profile sets a whole table by JSON in a variable, which Prefect uses and warns about.",
        "Set the variables of the settings in the table one by one.",
    ),
    "unknown-profile": _warned(
        "`active` names no profile of the file. Of the profiles that come with Prefect only "
        "`ephemeral` counts without being in the file, and Prefect says nothing of the others.",
        "Take the profile that the finding names, or add one of this name.",
    ),
    "unknown-variable": _ignored(
        "Prefect has no variable of this name; in a profile it says so when it starts.",
        "Take the variable that the finding names, or search with `explain`.",
    ),
    "unreadable-line": _ignored(
        "A line of `.env` for a variable of Prefect's is not an assignment, so it is skipped.",
        "Write NAME=value; close a quote, and let nothing but a comment follow it.",
    ),
    "variable-without-value": _ignored(
        "A variable in `.env` has no `=`, so it is not set, whatever a line above says.",
        "Write the value, `NAME=` for an empty one, or remove the line.",
    ),
}
_REFUSALS: Mapping[str, Explanation] = {
    "bool-number": _refused(
        "A number other than 0 and 1 stands for a boolean.", "Write true or false."
    ),
    "bool-string": _refused(
        "A string stands for a boolean, and Prefect does not know the word.",
        "Write true or false, without quotes.",
    ),
    "duration-range": _refused(
        "The number of seconds is too large for a duration, or is no number.",
        "Write a finite number of seconds, or a duration such as `PT10M`.",
    ),
    "duration-syntax": _refused(
        "The string is not a duration that Prefect reads.",
        "Write it as ISO 8601 does: `PT30S`, `PT10M`, `PT1H30M`, `P7D`.",
    ),
    "enum": _refused(
        "The value is none of those that are allowed.", "Take one that the finding lists."
    ),
    "exclusive-maximum": _refused("The value is not below the bound of this setting.", _BOUND),
    "exclusive-minimum": _refused("The value is not above the bound of this setting.", _BOUND),
    "int-fraction": _refused(
        "The setting takes a whole number, and this one has a fraction.", "Round it."
    ),
    "int-not-finite": _refused(
        "The setting takes a whole number, which inf and nan are not.", "Write a whole number."
    ),
    "int-overflow": _refused(
        "The number is too large to be read as an integer.", "Write a smaller one."
    ),
    "int-string": _refused(
        "The setting takes an integer, and the string does not hold one.",
        "Write the number without quotes.",
    ),
    "json": _refused(
        "The setting takes a table or a string of JSON, and this string is not JSON.",
        "Write an inline table, or a table with a [header] of its own.",
    ),
    "maximum": _refused("The value is above the largest that is allowed.", _BOUND),
    "minimum": _refused("The value is below the smallest that is allowed.", _BOUND),
    "mixed-array": _refused(
        "An array holds values of several types, which releases before 3.6.20 cannot read.",
        "Give all items one type.",
    ),
    "number-overflow": _refused(
        "The integer is too large for a floating-point number.", "Write a smaller one."
    ),
    "number-string": _refused(
        "The setting takes a number, and the string does not hold one.",
        "Write the number without quotes.",
    ),
    "path-is-directory": _refused(
        "The setting names a file, and this path can only be a folder.",
        "Write the path of the file.",
    ),
    "path-too-long": _refused(
        "The path, or one name in it, is longer than file systems allow.", "Shorten it."
    ),
    "path-user": _refused(
        "The path starts with ~ and the name of a user that this machine does not have.",
        "Write ~/ for your own home folder, or the whole path.",
    ),
    "surrogate": _refused(
        "The text holds half of a character pair, which UTF-8 cannot write.",
        "Write the whole character.",
    ),
    "wrong-type": _refused(
        "The value is of a type that the setting cannot use, a number for a string for instance.",
        "Write the type that the finding names; `explain` the setting for an example.",
    ),
}
_CONVERSIONS: Mapping[str, Explanation] = {
    "bool-from-number": _converted("0 or 1 stands for a boolean.", "Write true or false."),
    "bool-from-string": _converted(
        "A word such as yes or off stands for a boolean.", "Write true or false, without quotes."
    ),
    "clock-to-duration": _converted(
        "A duration is written as a clock: hours, minutes and seconds with colons between."
    ),
    "comma-separated": _converted(
        "One string with commas stands for several items.", "Write an array."
    ),
    "days-to-duration": _converted("A duration is written as days, or days and a clock."),
    "duplicates": _converted(
        "An array whose items must differ has some twice.", "Keep each of them once."
    ),
    "duration-from-bool": _converted("A boolean stands for a duration of 1 or 0 seconds."),
    "duration-from-number": _converted(
        "A number stands for a duration in seconds.",
        "Keep it, or write it as ISO 8601 does (`PT10M`), which shows the unit.",
    ),
    "duration-from-numeric-string": _converted(
        "A number in a string stands for a duration in seconds.",
        "Write the number without quotes, or as ISO 8601 does: `PT10M`.",
    ),
    "empty-from-falsy": _converted(
        "false, 0 or an empty value stands for an empty array.", "Write []."
    ),
    "home-expanded": _converted(
        "The path starts with ~, which becomes a home folder.",
        "Keep it: the file then works for every user.",
    ),
    "int-from-bool": _converted("A boolean stands for 1 or 0.", "Write the number."),
    "int-from-float": _converted(
        "A number with a decimal point stands for an integer.", "Write it without the point."
    ),
    "int-from-string": _converted("A string holds an integer.", "Write the number without quotes."),
    "items": _converted("Items of an array or a table are converted."),
    "json-in-string": _converted(
        "A string of JSON stands for a table.", "Write a table; later releases refuse the string."
    ),
    "level-case": _converted(
        "A log level is not in capitals.", "Write it in capitals, as Prefect shows it."
    ),
    "number-from-bool": _converted("A boolean stands for 1 or 0.", "Write the number."),
    "number-from-string": _converted(
        "A string holds a number.", "Write the number without quotes."
    ),
    "number-rounded": _converted(
        "The integer has more digits than a floating-point number keeps.", "Write fewer digits."
    ),
    "path-tidied": _converted("The path has parts that mean nothing, such as // or /./."),
    "prefect-home-replaced": _converted(
        "$PREFECT_HOME in the path becomes the value of `home`.",
        "Keep it: the path then follows `home`.",
    ),
    "profiles-path-default": _converted(
        "The path holds PREFECT_HOME, for which this release takes the default path instead.",
        "Leave the setting out, or write the whole path.",
    ),
    "set-from-single": _converted("One value stands for an array of one item.", "Write [value]."),
    "unset-from-empty": _converted(
        "The empty string stands for no value.", "Leave the setting out."
    ),
}

_TOGETHER: Mapping[str, Explanation] = {
    "api-url-misconfigured": _warned(
        "The address of the API has a part that is wrong for Prefect Cloud, or no /api.",
        "Copy the address from `prefect cloud workspace`, or silence the warning with "
        "`silence_api_url_misconfiguration`.",
    ),
    "api-url-unreadable": _refused(
        "The address of the API is no URL.", "Write it like `http://127.0.0.1:4200/api`."
    ),
    "database-incomplete": _refused(
        "The driver for PostgreSQL is set, but not all that its connection URL is made of.",
        "Set what the finding names, or `server.database.connection_url` as a whole.",
    ),
    "legacy-overridden": _overridden(
        "A setting stands both at its old and at its new place, and the new one wins.",
        "Remove the old one.",
    ),
    "level-overridden": _overridden(
        "Debug mode or test mode is on, and sets the log levels itself.",
        "Switch the mode off, or leave the level out.",
    ),
    "log-size-capped": _overridden(
        "With Prefect Cloud as the API, one log may not be as large as this.",
        "Write what the finding shows.",
    ),
    "log-size-over-batch": _refused(
        "One log may be larger than a whole batch of them.",
        "Make `logging.to_api.max_log_size` smaller or `logging.to_api.batch_size` larger.",
    ),
    "password-filled-in": _overridden(
        "The connection URL has a placeholder, in whose place Prefect puts the password.",
        "Keep it: so the password is in one place only.",
    ),
    "password-missing": _refused(
        "The connection URL has a placeholder for the password, and there is no password.",
        "Set PREFECT_SERVER_DATABASE_PASSWORD in the environment.",
    ),
    "password-unused": _warned(
        "A password and a connection URL are set, and the URL does not use the password.",
        "Put ${PREFECT_SERVER_DATABASE_PASSWORD} into the URL, or remove the password.",
    ),
    "vacuum-type": Explanation(
        "warning",
        "The vacuum service does not know one of the kinds that it should delete.",
        "Prefect loads the file, and its server then fails to start.",
        "Take kinds that the finding lists.",
    ),
}

CODES: Mapping[str, Explanation] = {
    **_FILES,
    **_SYNTAX,
    **_SETTINGS,
    **_VARIABLES,
    **_REFUSALS,
    **_CONVERSIONS,
    **_TOGETHER,
}
"""Every code."""
