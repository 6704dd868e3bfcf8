"""Settings in force as a table, as JSON, and as the text of a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from prefect_toml_lsp.analysis.rules.overridden import describe_place
from prefect_toml_lsp.cli.columns import aligned, printable, wrapped
from prefect_toml_lsp.cli.settings_read import SettingsRead
from prefect_toml_lsp.dotenv.quoting import literal_of, text_of
from prefect_toml_lsp.prefect.secrets import MASK
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.sources.effective import InForce, State
from prefect_toml_lsp.sources.precedence import SourceLocation
from prefect_toml_lsp.text.shortening import shortened
from prefect_toml_lsp.toml.encode import encode

_HEAD = ("Setting", "Value", "Comes from")
_WIDEST = 48
"""Columns of a value that the others are aligned with; a longer one is cut."""


def value_of(each: InForce) -> str:
    """The value on one line, as TOML has it."""
    if each.state is State.HIDDEN:
        return MASK
    if each.state is State.REFUSED:
        return "refused"
    return "none" if each.state is State.UNSET else encode(each.value)


def as_table(
    shown: Sequence[InForce], read: SettingsRead, width: int | None, *, verbose: bool
) -> list[str]:
    """Aligned columns, in `width` columns if given, with a header line."""
    rows: list[tuple[str, str, str]] = []
    for each in shown:
        rows.append((each.node.dotted, cut(value_of(each)), _origin(each)))
        if verbose:
            rows += (("", "", f"not {shown_place(place)}") for place in each.passed_over)
    lines = aligned([_HEAD, *rows], width) if rows else []
    count = len(shown)
    if len(shown) == len(read.settings):
        what = counted(count, "settings")
    else:
        what = f"{count} of {len(read.settings)} settings differ from their defaults"
    ending = wrapped(f"{what}, as {read.release} has them.", width)
    return [*lines, *([""] if lines else []), *ending]


def cut(text: str) -> str:
    """The text of a value in a column."""
    return shortened(printable(text), _WIDEST)


def _origin(each: InForce) -> str:
    because = each.because.replace("`", "")
    return because or ", ".join(map(shown_place, each.sources)) or "default"


def shown_place(place: SourceLocation) -> str:
    """A place as text: ``server.api.port on line 3 of prefect.toml``."""
    return printable(describe_place(place).replace("`", ""))


def as_json(shown: Iterable[InForce]) -> list[str]:
    """An array with an object for each setting. A value that is masked is null, and `state` says
    ``hidden``.
    """
    return [json.dumps([*map(_object, shown)], indent=2, default=str)]


def _object(each: InForce) -> dict[str, Any]:
    return {
        "setting": each.node.dotted,
        "value": each.value,
        "state": each.state.value,
        "because": each.because or None,
        "sources": [*map(source_object, each.sources)],
        "overridden": [*map(source_object, each.passed_over)],
    }


def source_object(place: SourceLocation) -> dict[str, Any]:
    """A place for programs; its line is 1-based."""
    return {
        "kind": place.kind,
        "name": place.name,
        "path": str(place.where) if place.where else None,
        "line": None if place.line is None else place.line + 1,
    }


def as_toml(shown: Iterable[InForce]) -> list[str]:
    """The text of a `prefect.toml`; masked and missing values are comments."""
    tables: dict[tuple[str, ...], list[str]] = {}
    for each in shown:
        *table, name = each.node.path
        lines = tables.setdefault(tuple(table), [])
        if each.state is State.SHOWN:
            lines.append(f"{name} = {encode(each.value)}")
        else:
            lines.append(f"# {name} = {value_of(each)}")
    blocks: list[str] = []
    for path in sorted(tables, key=lambda each: (len(each) > 0, each)):
        if blocks:
            blocks.append("")
        blocks += ([f"[{'.'.join(path)}]"] if path else []) + tables[path]
    return blocks


def as_variables(shown: Iterable[InForce]) -> list[str]:
    """The lines of a `.env`; masked and missing values are comments."""
    return [_assignment(each) for each in shown if each.node.environment]


def _assignment(each: InForce) -> str:
    name = each.node.environment[0]
    if each.state is not State.SHOWN:
        return f"# {name}={value_of(each)}"
    return assignment(name, each.value)


def assignment(name: str, value: Any) -> str:
    """A line of a `.env` that sets a variable; a comment if that is impossible."""
    literal = literal_of(text_of(value))
    if literal is None:
        return f"# {name}: a .env file would replace the ${{…}} in it"
    return f"{name}={literal}"
