"""Read what an integration package declares about its settings, from its source.

Nothing is imported, so any release can be read without its dependencies.  Settings are classes that
derive from ``PrefectBaseSettings`` and name their table with constants, as in
``model_config = build_settings_config(("redis", "messaging"))``.  Their fields become the JSON
Schema keywords that pydantic would give for them, as in ``facts.json``.  A table whose class is not
a field of another class has ``reader``, the class as ``module.Name``: only this class reads the
table or refuses it.
"""

from __future__ import annotations

import ast
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from merging import Declared

MOST_FILES = 2_000
MOST_BYTES = 1_000_000
"""Limits on the number of a package's Python files, and on the size of each in bytes."""

BASE = "PrefectBaseSettings"
CONFIGURATIONS = ("build_settings_config", "_build_settings_config")

SIMPLE: Mapping[str, dict[str, Any]] = {
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "str": {"type": "string"},
    "timedelta": {"type": "string", "format": "duration"},
    "None": {"type": "null"},
}
BOUNDS: Mapping[str, str] = {
    "ge": "minimum",
    "gt": "exclusiveMinimum",
    "le": "maximum",
    "lt": "exclusiveMaximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "pattern": "pattern",
}


class SourceError(Exception):
    """The source declares settings in a way that this script does not understand."""


class Settings(NamedTuple):
    """A settings class: its module, the table that it reads, and its fields by name."""

    name: str
    module: str
    table: tuple[str, ...]
    fields: Mapping[str, ast.AnnAssign]
    aliases: Mapping[str, ast.expr]


# --- finding the source --------------------------------------------------------------------


def sources_of_wheel(wheel: Path) -> dict[str, str]:
    """Dotted name -> text of the modules in a wheel that mention settings."""
    with zipfile.ZipFile(wheel) as archive:
        members = [each for each in archive.infolist() if each.filename.endswith(".py")]
        small = [each for each in members[:MOST_FILES] if each.file_size <= MOST_BYTES]
        return _mentioning((each.filename, archive.read(each)) for each in small)


def sources_of_folder(folder: Path) -> dict[str, str]:
    """The same for an installed package; ``folder`` is that of the package itself."""
    files = [each for each in sorted(folder.rglob("*.py"))[:MOST_FILES] if each.is_file()]
    small = [each for each in files if each.stat().st_size <= MOST_BYTES]
    names = (each.relative_to(folder.parent).as_posix() for each in small)
    return _mentioning(zip(names, (each.read_bytes() for each in small), strict=True))


def _mentioning(files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    return {
        name.removesuffix(".py").replace("/", "."): content.decode("utf-8", "replace")
        for name, content in files
        if BASE.encode() in content
    }


# --- reading -------------------------------------------------------------------------------


def declared_by(sources: Mapping[str, str]) -> Declared:
    """Dotted path -> facts that the modules in ``sources`` declare.  Raises SourceError."""
    classes = {
        each.name: each
        for module, text in sorted(sources.items())
        for each in _classes(module, _parsed(module, text))
    }
    nested = {
        name: f"{'.'.join(owner.table)}.{field}"
        for owner in classes.values()
        for field, statement in owner.fields.items()
        if (name := ast.unparse(statement.annotation)) in classes
    }
    found: Declared = {}
    for each in classes.values():
        path = ".".join(each.table)
        if nested.get(each.name, path) != path:
            raise SourceError(
                f"{each.module}.{each.name}: reads {path}, but is {nested[each.name]}"
            )
        for length in range(1, len(each.table)):
            found.setdefault(".".join(each.table[:length]), {"section": True})
        found[path] = {"section": True}
        if each.name not in nested:
            found[path]["reader"] = f"{each.module}.{each.name}"
        for field, statement in each.fields.items():
            if ast.unparse(statement.annotation) not in classes:
                found[f"{path}.{field}"] = _facts(each, field, statement)
    # The table that all integrations share belongs to none of them.
    found.pop("integrations", None)
    return found


def _parsed(module: str, text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise SourceError(f"{module}: is not Python: {error}") from error


def _classes(module: str, tree: ast.Module) -> Iterator[Settings]:
    aliases = {
        target.id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    for statement in ast.walk(tree):
        if isinstance(statement, ast.ClassDef) and BASE in map(ast.unparse, statement.bases):
            yield _class(module, statement, aliases)


def _class(module: str, definition: ast.ClassDef, aliases: Mapping[str, ast.expr]) -> Settings:
    table: tuple[str, ...] | None = None
    fields: dict[str, ast.AnnAssign] = {}
    for statement in definition.body:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id="model_config")],
                value=ast.Call(func=ast.Name(id=function), args=[path]),
            ) if function in CONFIGURATIONS:
                table = ast.literal_eval(path)
            case ast.AnnAssign(target=ast.Name(id=name)) if not name.startswith("_"):
                fields[name] = statement
    if table is None:
        raise SourceError(f"{module}.{definition.name}: no table")
    return Settings(definition.name, module, table, fields, aliases)


# --- one field -----------------------------------------------------------------------------


def _facts(owner: Settings, name: str, statement: ast.AnnAssign) -> dict[str, Any]:
    facts = _type(statement.annotation, owner)
    where = f"{owner.module}.{owner.name}.{name}"
    variables = ["_".join(("PREFECT", *owner.table, name)).upper()]
    for keyword, value in _arguments(statement.value):
        if keyword in BOUNDS and "anyOf" not in facts:
            facts[BOUNDS[keyword]] = ast.literal_eval(value)
        elif keyword == "default":
            facts["default"] = _constant(value)
        elif keyword == "validation_alias":
            variables = _variables(value)
        elif keyword not in ("description", "default_factory"):
            raise SourceError(f"{where}: {keyword} is not understood")
    return {**facts, "supported_environment_variables": variables}


def _arguments(value: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
    """The arguments of ``Field(…)`` by keyword; a value without ``Field`` is the default."""
    match value:
        case None:
            return
        case ast.Call(func=ast.Name(id="Field"), args=[], keywords=keywords):
            for each in keywords:
                yield each.arg or "**", each.value
        case _:
            yield "default", value


def _variables(alias: ast.expr) -> list[str]:
    """The variables in ``AliasChoices(AliasPath("name"), "first", "second")``."""
    match alias:
        case ast.Call(func=ast.Name(id="AliasChoices"), args=choices):
            names = [each.value for each in choices if isinstance(each, ast.Constant)]
            return [str(name).upper() for name in names]
    raise SourceError(f"{ast.unparse(alias)} is not understood")


def _constant(value: ast.expr) -> Any:
    """A default as JSON; a duration becomes its ISO 8601 text."""
    match value:
        case ast.Call(func=ast.Name(id="timedelta"), args=[], keywords=parts):
            return _iso(
                timedelta(**{str(each.arg): ast.literal_eval(each.value) for each in parts})
            )
        case _:
            return ast.literal_eval(value)


def _iso(duration: timedelta) -> str:
    """The ISO 8601 text that pydantic writes for whole seconds under a day, such as ``PT1M30S``."""
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def _type(annotation: ast.expr, owner: Settings) -> dict[str, Any]:
    """The JSON Schema keywords that pydantic gives for a type."""
    match annotation:
        case ast.Constant(value=None):
            return dict(SIMPLE["None"])
        case ast.Name(id=name) if name in SIMPLE:
            return dict(SIMPLE[name])
        case ast.Name(id=name) if name in owner.aliases:
            return _type(owner.aliases[name], owner)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _union((left, right), owner)
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            return _union((inner, ast.Constant(None)), owner)
        case ast.Subscript(value=ast.Name(id="Union"), slice=ast.Tuple(elts=branches)):
            return _union(branches, owner)
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[inner, *_])):
            return _type(inner, owner)
        case ast.Subscript(value=ast.Name(id="set"), slice=inner):
            return {"type": "array", "items": _type(inner, owner), "uniqueItems": True}
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[_, inner])):
            return {"type": "object", "additionalProperties": _type(inner, owner)}
    raise SourceError(f"{owner.module}.{owner.name}: {ast.unparse(annotation)} is not understood")


def _union(branches: Iterable[ast.expr], owner: Settings) -> dict[str, Any]:
    facts = [_type(each, owner) for each in branches]
    return {"anyOf": [inner for each in facts for inner in each.get("anyOf", [each])]}
