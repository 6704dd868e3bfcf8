"""The server's settings: one table of what a user can choose, and how a client's answer is read.

Clients send them in `initializationOptions`, and as the section `prefectToml` of
`workspace/configuration` (LSP 3.17). README and the VS Code extension get theirs from `OPTIONS`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from prefect_toml_lsp.analysis import Severity

SECTION = "prefectToml"

_SEVERITIES: Mapping[str, Severity | None] = MappingProxyType(
    {
        "error": Severity.ERROR,
        "warning": Severity.WARNING,
        "information": Severity.INFORMATION,
        "note": Severity.INFORMATION,
        "hint": Severity.HINT,
        "off": None,
    }
)


class Option(NamedTuple):
    """One setting of the server.

    name
        Below `SECTION`; the part before a dot is an object: ``inlayHints.durations``.
    schema
        What it takes, as JSON Schema keywords; of these `read_settings` knows `type`, `enum` and
        `additionalProperties`.
    default
        What counts where nothing, or something wrong, is said.
    description
        One sentence in Markdown, for a settings page.
    """

    name: str
    schema: Mapping[str, Any]
    default: Any
    description: str


_BOOLEAN = {"type": "boolean"}
_TEXT = {"type": ["string", "null"]}

OPTIONS: tuple[Option, ...] = (
    Option(
        "prefectVersion",
        _TEXT,
        None,
        'The Prefect release to judge by, such as `"3.8.8"`. Without it the project decides: its '
        "lock file, virtual environment, requirement or image.",
    ),
    Option(
        "environment",
        _BOOLEAN,
        True,
        "Look at the environment and the active profile, too, for what overrides a file. `.env` "
        "and the other files of its folder always count.",
    ),
    Option(
        "plainSecrets",
        {"type": "string", "enum": ["hint", "warning"]},
        "hint",
        "How a secret in plain text is reported.",
    ),
    Option(
        "severities",
        {"type": "object", "additionalProperties": {"enum": list(_SEVERITIES)}},
        {},
        "Other severities for findings by their code, `off` to leave one out: "
        '`{"overridden": "hint"}`.',
    ),
    Option(
        "schema",
        _TEXT,
        None,
        "Path of a JSON Schema to judge by instead of the one that comes with the server.",
    ),
    Option("format.enable", _BOOLEAN, True, "Format documents and what is typed."),
    Option("inlayHints.durations", _BOOLEAN, True, "Show durations and long times in words."),
    Option("inlayHints.sizes", _BOOLEAN, True, "Show bytes in MiB."),
    Option(
        "inlayHints.overrides",
        _BOOLEAN,
        True,
        "Show the value in force where something overrides a setting.",
    ),
    Option("codeLens.enable", _BOOLEAN, False, "Show above each table what it sets."),
)


class ServerOptions(NamedTuple):
    """What the user has chosen; see `OPTIONS` for the meanings.

    severities
        By code; None leaves the findings out.
    """

    prefect_version: str | None = None
    environment: bool = True
    plain_secrets: Severity = Severity.HINT
    severities: Mapping[str, Severity | None] = MappingProxyType({})
    schema: str | None = None
    format: bool = True
    hint_durations: bool = True
    hint_sizes: bool = True
    hint_overrides: bool = True
    code_lens: bool = False


def read_settings(given: Any) -> tuple[ServerOptions, list[str]]:
    """The settings in what a client sent, and what is wrong with it; what is wrong keeps its
    default.
    """
    if given is None:
        return ServerOptions(), []
    if not isinstance(given, Mapping):
        return ServerOptions(), [
            f"the settings of {SECTION} must be an object; the defaults are used"
        ]
    complaints: list[str] = [*_unknown(given)]
    values: dict[str, Any] = {}
    for option in OPTIONS:
        value = _look_up(given, option)
        wrong = _complaint(option, value)
        values[option.name] = option.default if wrong else value
        complaints.extend(wrong)
    complaints += _unknown_codes(values["severities"])
    settings = ServerOptions(
        prefect_version=values["prefectVersion"] or None,
        environment=values["environment"],
        plain_secrets=_SEVERITIES[values["plainSecrets"]] or Severity.HINT,
        severities=_by_code(values["severities"]),
        schema=values["schema"] or None,
        format=values["format.enable"],
        hint_durations=values["inlayHints.durations"],
        hint_sizes=values["inlayHints.sizes"],
        hint_overrides=values["inlayHints.overrides"],
        code_lens=values["codeLens.enable"],
    )
    return settings, complaints


def _by_code(chosen: Mapping[str, str]) -> dict[str, Severity | None]:
    """The severities by what the codes are called today."""
    if not chosen:
        return {}
    from prefect_toml_lsp.analysis.codes import current_name

    return {current_name(code): _SEVERITIES[name] for code, name in chosen.items()}


def _look_up(given: Mapping[str, Any], option: Option) -> Any:
    """The value of an option, its default where it is left out or null."""
    table, _, name = option.name.rpartition(".")
    outer = given.get(table, {}) if table else given
    value = outer.get(name) if isinstance(outer, Mapping) else None
    return option.default if value is None else value


def _unknown(given: Mapping[str, Any]) -> list[str]:
    known: dict[str, set[str]] = {"": set()}
    for option in OPTIONS:
        table, _, name = option.name.rpartition(".")
        known.setdefault(table, set()).add(name)
        known[""].add(table or name)
    complaints = [_no_such(name) for name in given if name not in known[""]]
    for table in known.keys() & given.keys():
        if isinstance(given[table], Mapping):
            complaints += [
                _no_such(f"{table}.{name}") for name in given[table] if name not in known[table]
            ]
        else:
            complaints.append(f"{SECTION}.{table} must be an object; the defaults are used")
    return complaints


def _no_such(name: str) -> str:
    return f"{SECTION} has no setting {name}; it is ignored"


def _unknown_codes(codes: Iterable[str]) -> list[str]:
    """The codes that no finding has, each with the one that it may be meant for."""
    if not codes:
        return []
    from difflib import get_close_matches  # like the table, only for those who write codes

    from prefect_toml_lsp.analysis.codes import CODES, current_name

    complaints = []
    for code in codes:
        if current_name(code) not in CODES:
            nearest = get_close_matches(code.lower(), CODES, n=1)
            hint = f"; perhaps you mean {nearest[0]}" if nearest else ""
            complaints.append(f"{SECTION}.severities: no finding has the code {code}{hint}")
    return complaints


_TYPES: Mapping[str, Any] = {
    "boolean": bool,
    "string": str,
    "object": Mapping,
    "null": type(None),
}


def _complaint(option: Option, value: Any) -> list[str]:
    """What is wrong with a value, in words; it is not repeated."""
    kinds = option.schema["type"]
    names: list[str] = [kinds] if isinstance(kinds, str) else kinds
    if not any(isinstance(value, _TYPES[name]) for name in names):
        wanted = {"boolean": "true or false", "string": "a string", "object": "an object"}
        return [_wrong(option, wanted[names[0]])]
    if "enum" in option.schema and value not in option.schema["enum"]:
        return [_wrong(option, f"one of {', '.join(option.schema['enum'])}")]
    entries = option.schema.get("additionalProperties")
    if entries and not all(isinstance(each, str) and each in entries["enum"]
                           for each in value.values()):  # fmt: skip
        return [_wrong(option, f"an object of codes with one of {', '.join(entries['enum'])}")]
    return []


def _wrong(option: Option, wanted: str) -> str:
    return f"{SECTION}.{option.name} must be {wanted}; its default is used"


def table() -> str:
    """`OPTIONS` as a table in Markdown; a test holds the README's against it."""
    rows = [
        f"| `{option.name}` | `{json.dumps(option.default)}` | {option.description} |"
        for option in OPTIONS
    ]
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *rows, ""])
