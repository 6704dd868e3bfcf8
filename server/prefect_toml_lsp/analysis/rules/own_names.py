"""Keys, tables and variables that the project has and Prefect does not: those that the user allows,
and those of the project's own settings classes.

`rules.packages`, `unknown_tables` and `variables.findings` judge all others. This module is only
imported if something is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect_toml_lsp.analysis.codes.settings import UNKNOWN_SETTING
from prefect_toml_lsp.analysis.codes.variables import OWN_VARIABLE, UNKNOWN_VARIABLE
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Placed, Related
from prefect_toml_lsp.analysis.ignores import Silencer
from prefect_toml_lsp.prefect.allowed import NOTHING_ALLOWED
from prefect_toml_lsp.prefect.variable_names import suggest_variables
from prefect_toml_lsp.project.class_index import Field, LeftOut, SettingsClass, Taken
from prefect_toml_lsp.sources.kinds import PROFILE
from prefect_toml_lsp.sources.toml_entries import Entry, Unknown
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.encode import dotted

if TYPE_CHECKING:
    from prefect_toml_lsp.prefect.variable_names import Meaning
    from prefect_toml_lsp.sources.variable import Variable, Where


def describe_own(path: Sequence[str], context: Context) -> str | None:
    """The class of the project that reads a key or table that is not Prefect's, in Markdown; `path`
    counts from Prefect's root.
    """
    index = context.own_classes()
    found = index.at(path, 0) if index else None
    if not isinstance(found, Taken) or found.reader is None:
        return None
    return _describe(".".join(path), found.reader, found.field, context)


def describe_own_variable(name: str, context: Context) -> str | None:
    """The same for a variable, whose name is in upper case."""
    index = context.own_classes()
    found = index.of_variable(name) if index else None
    return _describe(name, *found, context) if found else None


def _describe(name: str, reader: SettingsClass, field: Field | None, context: Context) -> str:
    what = f"`{field.annotation}`" if field else "a table"
    where = f"`{_shown(reader.where, context)}`, line {reader.line + 1}"
    return f"**`{name}`** — {what}\n\nRead by `{reader.name}` ({where})"


def own_findings(names: tuple[str, ...], entry: Entry, context: Context) -> list[Finding] | None:
    """The findings on a key or table at a path that is not Prefect's; None if nothing known reads
    it.
    """
    allowed = context.allowed or NOTHING_ALLOWED
    if allowed.has_table(names):
        return []
    if not isinstance(entry, Unknown):
        return None
    index = context.own_classes()
    found = index.at(names, len(entry.table.path)) if index else None
    if isinstance(found, LeftOut):
        return [_left_out(entry, found, context)]
    is_around = isinstance(entry.value, dict) and allowed.leads_to_table(names)
    return [] if found is not None or is_around else None


def _left_out(entry: Unknown, found: LeftOut, context: Context) -> Finding:
    reader = found.reader
    field = [*found.path[:-1], found.meant[0]] if found.meant else None
    is_table = isinstance(entry.value, dict)
    detail: dict[str, Any] = {
        "name": dotted(found.path),
        "reader": reader.name,
        "where": _shown(reader.where, context),
        "near": next(iter(found.meant), None),
    }
    data: dict[str, Any] = {}
    if field and found.path == entry.names:
        data["field"] = field
    if is_table or found.path != entry.names:
        data["left_out"] = {"detail": detail, "keys": 0 if is_table else 1}
    span = entry.part.span
    return UNKNOWN_SETTING.at(span, data=data, related=(_related(reader),), **detail)


def once_for_each_table(placed: Sequence[Placed], silencer: Silencer) -> list[Placed]:
    """`placed` with one finding on each table for which a class has no field, the first one, which
    tells the number of keys in the table that no comment silences.
    """
    tables: dict[str, list[Placed]] = {}
    for each in placed:
        if "left_out" in each.finding.data:
            name = each.finding.data["left_out"]["detail"]["name"]
            tables.setdefault(name, []).append(each)
    told: dict[int, Placed | None] = {}
    for found in tables.values():
        found.sort(key=lambda each: (each.statement.order, each.finding.span))
        first, *others = found
        told.update((id(each), None) for each in others)
        left = [first, *(each for each in others if not silencer.silences(each))]
        keys = sum(each.finding.data["left_out"]["keys"] for each in left)
        detail = first.finding.data["left_out"]["detail"]
        message = UNKNOWN_SETTING.say({**detail, "keys": keys})
        told[id(first)] = first._replace(finding=first.finding._replace(message=message))
    shown = (told.get(id(each), each) for each in placed)
    return [each for each in shown if each is not None]


def own_variable(
    variable: Variable, meaning: Meaning, where: Where, context: Context
) -> list[Finding] | None:
    """The findings on a variable that is not Prefect's; None if nothing known reads it."""
    name = variable.name.upper() if where.any_case else variable.name
    if context.allowed and context.allowed.has_variable(name):
        return []
    index = context.own_classes()
    if not index:
        return None
    found = index.of_variable(name)
    if found is not None:
        if where.kind != PROFILE or not context.profiles_use.is_checked:
            return []
        reader = found[0]
        return [
            OWN_VARIABLE.at(
                variable.key,
                related=(_related(reader),),
                name=variable.name,
                reader=reader.name,
                where=_shown(reader.where, context),
            )
        ]
    if meaning.node is not None and meaning.node.is_absent:
        return None
    if index.may_be_variable(name):
        return []
    near = index.near_variables(name)
    if not near or suggest_variables(variable.name, context.schema):
        return None
    return [
        UNKNOWN_VARIABLE.at(
            variable.key,
            data={"candidates": [*near[:1]]},
            name=variable.name,
            is_key=False,
            warns=not where.any_case,
            meant=near[0],
        )
    ]


def _related(reader: SettingsClass) -> Related:
    return Related(reader.where, Span(reader.line, 0, reader.line, 0), f"`{reader.name}` is here")


def _shown(where: Path, context: Context) -> str:
    """A file as a message names it: from the folder of the project on."""
    root = context.classes.root if context.classes else None
    return where.relative_to(root).as_posix() if root and root in where.parents else where.name
