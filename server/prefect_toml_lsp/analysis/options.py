"""The options that a user can set, in one table, and the code that reads their values.

The server has more options than `check` (`features.options`); those in `SHARED` are also allowed in
a project's configuration (`analysis.configuration`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from prefect_toml_lsp.analysis.findings import Severity
from prefect_toml_lsp.prefect.allowed import (
    NOTHING_ALLOWED,
    Allowed,
    table_mistake,
    variable_mistake,
)
from prefect_toml_lsp.records import NamedTuple

SEVERITIES: Mapping[str, Severity | None] = MappingProxyType(
    {
        "error": Severity.ERROR,
        "warning": Severity.WARNING,
        "information": Severity.INFORMATION,
        "note": Severity.INFORMATION,
        "hint": Severity.HINT,
        "off": None,
    }
)


OUTPUT_FORMATS = (
    "full", "concise", "json", "jsonl", "github", "gitlab", "sarif", "junit", "auto",
)  # fmt: skip
"""The formats of `check`: those of the modules of `cli.formats`, and `auto`, one of these."""


class Option(NamedTuple):
    """One option.

    name
        The part before a dot is an object: ``inlayHints.durations``.
    schema
        The allowed values as JSON Schema keywords; `read_options` knows `type`, `enum`,
        `additionalProperties` and `items`.
    default
        The value if the option is missing or wrong.
    description
        One or two sentences in Markdown, for a settings page.
    """

    name: str
    schema: Mapping[str, Any]
    default: Any
    description: str


BOOLEAN = {"type": "boolean"}
TEXT = {"type": ["string", "null"]}
_TEXTS = {"type": "array", "items": {"type": "string"}}

PREFECT_VERSION = Option(
    "prefectVersion",
    TEXT,
    None,
    'The Prefect release to judge by, such as `"3.8.8"`. By default the project decides: its lock '
    "file, virtual environment, requirement or image.",
)
PLAIN_SECRETS = Option(
    "plainSecrets",
    {"type": "string", "enum": ["hint", "warning"]},
    "hint",
    "How a secret in plain text is reported.",
)
SEVERITY = Option(
    "severities",
    {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}},
    {},
    "Other severities for findings by their code, `off` to leave one out: "
    '`{"overridden": "hint"}`.',
)
KNOWN_TABLES = Option(
    "knownTables",
    _TEXTS,
    [],
    "Tables that another program reads, including everything in them: `integrations.acme.*`. `*` "
    "stands for any characters of a name. Case-sensitive.",
)
KNOWN_VARIABLES = Option(
    "knownVariables",
    _TEXTS,
    [],
    "Variables that another program reads: `PREFECT_ACME_*`. Not case-sensitive.",
)
SELECT = Option(
    "select",
    _TEXTS,
    [],
    "The findings to report, by code or the start of a code, such as `unknown`. If empty, all of "
    "them.",
)
IGNORE = Option("ignore", _TEXTS, [], "The findings to leave out, by code or the start of a code.")
EXCLUDE = Option(
    "exclude",
    _TEXTS,
    [],
    "Files and folders that the commands leave out when they search a folder, written as in a "
    "`.gitignore` next to this file.",
)
OUTPUT_FORMAT = Option(
    "outputFormat",
    {"type": ["string", "null"], "enum": list(OUTPUT_FORMATS)},
    None,
    'The output format of `check`; `"full"` by default.',
)
SHARED = (
    PREFECT_VERSION,
    PLAIN_SECRETS,
    SEVERITY,
    SELECT,
    IGNORE,
    KNOWN_TABLES,
    KNOWN_VARIABLES,
)
"""The options of the server that `check` has, too."""
CONFIGURED = (*SHARED, EXCLUDE, OUTPUT_FORMAT)
"""The options of a project's configuration; the server ignores those that are only for commands."""


class Chosen(NamedTuple):
    """The chosen values of `CONFIGURED`; see there for their meanings.

    severities
        By code; None leaves the findings out.
    hidden
        The codes that are not selected, or are ignored.
    version_in
        The file that has the version; None if none has.
    """

    prefect_version: str | None = None
    plain_secrets: Severity = Severity.HINT
    severities: Mapping[str, Severity | None] = MappingProxyType({})
    allowed: Allowed = NOTHING_ALLOWED
    version_in: Path | None = None
    hidden: frozenset[str] = frozenset()
    exclude: tuple[str, ...] = ()
    output_format: str | None = None

    @property
    def all_severities(self) -> Mapping[str, Severity | None]:
        """`severities`, with None for hidden codes."""
        return {**self.severities, **dict.fromkeys(self.hidden)}

    def over(self, project: Chosen) -> Chosen:
        """These options over those of a project's configuration. Editors send defaults, too, so
        only other values count as chosen.
        """
        is_hint = self.plain_secrets is Severity.HINT
        return project._replace(
            prefect_version=self.prefect_version or project.prefect_version,
            plain_secrets=project.plain_secrets if is_hint else self.plain_secrets,
            severities=self.severities or project.severities,
            allowed=Allowed(
                self.allowed.tables or project.allowed.tables,
                self.allowed.variables or project.allowed.variables,
            ),
            version_in=None if self.prefect_version else project.version_in,
            hidden=self.hidden or project.hidden,
        )

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Chosen:
        """The chosen values from what `read_options` returns."""
        return cls(
            prefect_version=values["prefectVersion"] or None,
            plain_secrets=SEVERITIES[values["plainSecrets"]] or Severity.HINT,
            severities=_by_code(values["severities"]),
            allowed=Allowed(tuple(values["knownTables"]), tuple(values["knownVariables"])),
            hidden=_hidden(values["select"], values["ignore"]),
            exclude=tuple(values.get("exclude", ())),
            output_format=values.get("outputFormat"),
        )


class Complaint(NamedTuple):
    """A mistake in one option, as text that repeats no value; `option` is its name as written,
    and `shown` its full name for people.
    """

    option: str
    shown: str
    problem: str

    @property
    def message(self) -> str:
        """The whole message."""
        return self.shown + self.problem


def read_options(
    given: Mapping[str, Any], options: Sequence[Option], prefix: str
) -> tuple[dict[str, Any], list[Complaint]]:
    """The values of `options` by name, and complaints about `given`; wrong options keep their
    defaults, and wrong patterns are left out. Complaints put `prefix` before the name of an option.
    """
    complaints = [*_unknown(given, options, prefix)]
    values: dict[str, Any] = {}
    for option in options:
        value = _look_up(given, option)
        wrong = _mistake(option, value)
        if wrong:
            problem = f" must be {wrong}; its default is used"
            complaints.append(Complaint(option.name, prefix + option.name, problem))
        values[option.name] = option.default if wrong else value
    for name, problem in _problems(values):
        complaints.append(Complaint(name, prefix + name.partition(".")[0], f": {problem}"))
    for name, mistake_in in _PATTERNS.items():
        values[name] = [each for each in values[name] if mistake_in(each) is None]
    return values, complaints


def _by_code(chosen: Mapping[str, str]) -> dict[str, Severity | None]:
    """The severities by the current names of the codes."""
    if not chosen:
        return {}
    from prefect_toml_lsp.analysis.codes import current_name

    return {current_name(code): SEVERITIES[name] for code, name in chosen.items()}


def _hidden(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """The codes that are not to be reported."""
    if not select and not ignore:
        return frozenset()
    from prefect_toml_lsp.analysis.codes import CODES, codes_named

    selected = {code for name in select for code in codes_named(name)} if select else {*CODES}
    ignored = {code for name in ignore for code in codes_named(name)}
    return frozenset(code for code in CODES if code not in selected or code in ignored)


def _look_up(given: Mapping[str, Any], option: Option) -> Any:
    """The value of an option, or its default if it is missing or null."""
    table, _, name = option.name.rpartition(".")
    outer = given.get(table, {}) if table else given
    value = outer.get(name) if isinstance(outer, Mapping) else None
    return option.default if value is None else value


# Names


def _unknown(
    given: Mapping[str, Any], options: Sequence[Option], prefix: str
) -> Iterator[Complaint]:
    known: dict[str, list[str]] = {"": []}
    for option in options:
        table, _, name = option.name.rpartition(".")
        known.setdefault(table, []).append(name)
        known[""].append(table or name)
    for name in given:
        if name not in known[""]:
            yield _no_such(name, known[""], prefix, "")
    for table in known.keys() & given.keys():
        if isinstance(given[table], Mapping):
            for name in given[table]:
                if name not in known[table]:
                    yield _no_such(name, known[table], prefix, f"{table}.")
        else:
            yield Complaint(table, prefix + table, " must be an object; the defaults are used")


def _no_such(name: str, known: Iterable[str], prefix: str, table: str) -> Complaint:
    from prefect_toml_lsp.prefect.spelling import nearest

    near = next(iter(nearest(name, known)), None)
    hint = f"; did you mean `{near}`?" if near else ""
    problem = f" is not a setting and does nothing{hint}"
    return Complaint(f"{table}{name}", f"{prefix}{table}{name}", problem)


# Values

_TYPES: Mapping[str, Any] = {
    "boolean": bool,
    "string": str,
    "object": Mapping,
    "array": list,
    "null": type(None),
}
_WANTED = {
    "boolean": "true or false",
    "string": "a string",
    "object": "an object",
    "array": "a list of strings",
}


def _mistake(option: Option, value: Any) -> str:
    """If a value has the wrong type, text that says what it must be; else empty."""
    kinds = option.schema["type"]
    names: list[str] = [kinds] if isinstance(kinds, str) else kinds
    if not any(isinstance(value, _TYPES[name]) for name in names):
        return _WANTED[names[0]]
    if value is not None and value not in option.schema.get("enum", (value,)):
        return f"one of {', '.join(option.schema['enum'])}"
    if "items" in option.schema:
        are_texts = [isinstance(each, str) for each in value]
        is_skipped = option.name in _PATTERNS and any(are_texts)  # one by one (`_problems`)
        if not all(are_texts) and not is_skipped:
            return _WANTED["array"]
    entries = option.schema.get("additionalProperties")
    if entries and not all(isinstance(each, str) and each in entries["enum"]
                           for each in value.values()):  # fmt: skip
        return f"an object of codes with one of {', '.join(entries['enum'])}"
    return ""


def _of_text(mistake_in: Callable[[str], str | None]) -> Callable[[Any], str | None]:
    """`mistake_in` for an item of any type."""
    return lambda item: mistake_in(item) if isinstance(item, str) else "must be a string"


_PATTERNS: Mapping[str, Callable[[Any], str | None]] = {
    "knownTables": _of_text(table_mistake),
    "knownVariables": _of_text(variable_mistake),
}


def _problems(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The mistakes inside values of the right type, each with the name of the option."""
    for name, mistake_in in _PATTERNS.items():
        for index, pattern in enumerate(values[name]):
            mistake = mistake_in(pattern)
            if mistake:
                yield name, f"pattern {index + 1} {mistake}; it is skipped"
    if values["severities"] or values["select"] or values["ignore"]:
        yield from _unknown_codes(values)


def _unknown_codes(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The unknown codes, each with a message."""
    from difflib import get_close_matches  # imported late: only needed if codes are written

    from prefect_toml_lsp.analysis.codes import CODES, codes_named, current_name

    unknown = [(f"severities.{each}", each) for each in values["severities"]
               if current_name(each) not in CODES]  # fmt: skip
    for name in ("select", "ignore"):  # how a code starts is enough there
        unknown += [(name, each) for each in values[name] if not codes_named(each)]
    for name, code in unknown:
        nearest = get_close_matches(code.lower(), CODES, n=1)
        hint = f"; did you mean `{nearest[0]}`?" if nearest else ""
        yield name, f"no finding has the code {code}{hint}"


def table(options: Iterable[Option]) -> str:
    """Options as a table in Markdown."""
    import json

    rows = [
        f"| `{option.name}` | `{json.dumps(option.default)}` | {option.description} |"
        for option in options
    ]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows, ""])
