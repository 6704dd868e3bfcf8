"""A schema that the user brings: one that `schema/build.py` made for other releases, or any JSON
Schema of Prefect's settings, such as the one that Prefect publishes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect_toml_lsp.prefect.data import read_schema
from prefect_toml_lsp.prefect.nodes import Catalogue, tables_of_packages

_DEEPEST = 32


class SchemaError(ValueError):
    """The file is not a schema that can be used; the message says why."""


def load_catalogue(path: Path) -> Catalogue:
    """The settings that the JSON Schema at `path` knows. Raises `SchemaError`.

    Local references are followed. Without `x-prefect` the schema counts for the newest release
    that is known, and `supported_environment_variables`, as Prefect writes it, names the variables;
    settings of integration packages, which are not in Prefect's own schema, are those known here.
    """
    schema = _read(path)
    _check(schema, path)
    definitions = {"$defs", "definitions"}
    own = {key: each for key, each in schema.items() if key not in definitions}
    schema = _inline(own, schema, 0)
    facts = schema.setdefault("x-prefect", {})
    if "releases" not in facts:
        known = read_schema()
        facts["releases"] = known["x-prefect"]["releases"][-1:]
        facts["packages"] = known["x-prefect"]["packages"]
        schema["properties"] = {**tables_of_packages(known), **schema["properties"]}
    return Catalogue(schema)


def _read(path: Path) -> dict[str, Any]:
    try:
        schema = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SchemaError(f"the schema {path} cannot be read: {error.strerror}") from None
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


def _inline(value: Any, schema: Mapping[str, Any], depth: int) -> Any:
    """`value` with local references replaced by what they lead to."""
    if depth > _DEEPEST:
        raise SchemaError("the schema refers to itself")
    if isinstance(value, list):
        return [_inline(each, schema, depth + 1) for each in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        rest = {key: each for key, each in value.items() if key != "$ref"}
        return _inline({**_follow(value["$ref"], schema), **rest}, schema, depth + 1)
    found = {key: _inline(each, schema, depth + 1) for key, each in value.items()}
    variables = found.pop("supported_environment_variables", None)
    if isinstance(variables, list):
        found.setdefault("x-prefect", {"environment": variables})
    return found


def _follow(reference: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a reference within the document leads to (RFC 6901, JSON Pointer)."""
    found: Any = schema
    start, *names = reference.split("/")
    for name in names:
        key = name.replace("~1", "/").replace("~0", "~")
        found = found.get(key) if isinstance(found, dict) else None
    if start != "#" or not isinstance(found, dict):
        raise SchemaError(f"the schema refers to {reference}, which is not in it")
    return found
