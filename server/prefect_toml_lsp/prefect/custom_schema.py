"""A schema from the user: one that `schema/build.py` made for other releases, or any JSON
Schema of Prefect's settings, such as the one that Prefect publishes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect_toml_lsp.files.reading import Unreadable, read_bytes
from prefect_toml_lsp.prefect.acceptance.kinds import kind_of
from prefect_toml_lsp.prefect.data import read_schema
from prefect_toml_lsp.prefect.nodes import Catalogue, Node, tables_of_packages
from prefect_toml_lsp.prefect.schema_shape import first_misfit

_DEEPEST = 32
_LARGEST = 100_000  # values, references followed; ours has 20,000


class SchemaError(ValueError):
    """The file is not a schema that can be used; the message says why."""


def load_catalogue(path: Path) -> Catalogue:
    """The settings in the JSON Schema at `path`. Raises `SchemaError`.

    Local references are followed. Without `x-prefect` the schema counts as that of the newest known
    release, and `supported_environment_variables`, as Prefect writes it, has the variables.
    Settings of integration packages, which Prefect's own schema does not have, are those that we
    know.
    """
    schema = _read(path)
    definitions = {"$defs", "definitions"}
    own = {key: each for key, each in schema.items() if key not in definitions}
    inlined: dict[str, Any] = _Inliner(schema).inline(own, 0)
    _check(schema, path)
    facts = inlined.setdefault("x-prefect", {})
    if isinstance(facts, dict) and "releases" not in facts:
        known = read_schema()
        facts["releases"] = known["x-prefect"]["releases"][-1:]
        facts["packages"] = known["x-prefect"]["packages"]
        inlined["properties"] = {**tables_of_packages(known), **inlined["properties"]}
    misfit = first_misfit(inlined)
    if misfit is not None:
        raise SchemaError(f"the schema {path} cannot be used: {misfit} is malformed")
    catalogue = Catalogue(inlined)
    unknown = _of_no_kind(catalogue)
    if unknown is not None:
        raise SchemaError(
            f"the schema {path} cannot be used: no setting of Prefect has the type of `{unknown}`; "
            "schemas for other tools do not work here"
        )
    return catalogue


def _of_no_kind(catalogue: Catalogue) -> str | None:
    """The dotted path of a setting that no verdict can be given for, if there is one."""
    settings = (node for node in catalogue.schema().root.walk() if node.is_setting)
    return next((node.dotted for node in settings if not _is_judged(node)), None)


def _is_judged(setting: Node) -> bool:
    try:
        for facts in (setting.keywords, *(run["facts"] for run in setting.history)):
            kind_of(setting.dotted, facts, setting.release)
    except LookupError:
        return False
    return True


def _read(path: Path) -> dict[str, Any]:
    try:
        content = read_bytes(path)
    except Unreadable as error:
        raise SchemaError(f"the schema {path} cannot be read: {error.note.message}") from None
    if content is None:
        raise SchemaError(f"the schema {path} cannot be read: there is no such file")
    try:
        schema = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise SchemaError(f"the schema {path} is not JSON") from None
    if not isinstance(schema, dict) or not isinstance(schema.get("properties"), dict):
        raise SchemaError(f"the schema {path} has no object `properties`")
    return schema


def _check(schema: dict[str, Any], path: Path) -> None:
    from jsonschema import (
        validators,  # costs more to import than all the rest of the server's start
    )
    from jsonschema.exceptions import SchemaError as NoSchema

    try:
        validators.validator_for(schema).check_schema(schema)
    except NoSchema as error:
        raise SchemaError(f"the schema {path} is not a JSON Schema: {error.json_path}") from None


class _Inliner:
    """Replaces local references by their targets, up to a limit of size."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        self._left = _LARGEST

    def inline(self, value: Any, depth: int) -> Any:
        """`value` without references."""
        self._left -= 1
        if depth > _DEEPEST:
            raise SchemaError("the schema refers to itself, or is nested too deeply")
        if self._left < 0:
            raise SchemaError("the schema is too large")
        if isinstance(value, list):
            return [self.inline(each, depth + 1) for each in value]
        if not isinstance(value, dict):
            return value
        if isinstance(value.get("$ref"), str):
            rest = {key: each for key, each in value.items() if key != "$ref"}
            return self.inline({**self._follow(value["$ref"]), **rest}, depth + 1)
        found = {key: self.inline(each, depth + 1) for key, each in value.items()}
        variables = found.pop("supported_environment_variables", None)
        if isinstance(variables, list):
            found.setdefault("x-prefect", {"environment": variables})
        return found

    def _follow(self, reference: str) -> dict[str, Any]:
        """The target of a reference within the document (RFC 6901, JSON Pointer)."""
        found: Any = self._schema
        start, *names = reference.split("/")
        for name in names:
            key = name.replace("~1", "/").replace("~0", "~")
            found = found.get(key) if isinstance(found, dict) else None
        if start != "#" or not isinstance(found, dict):
            raise SchemaError(f"the schema refers to {reference}, which is not in it")
        return found
