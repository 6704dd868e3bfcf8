"""The data of an item, from which its setting is found again when a client resolves it."""

from __future__ import annotations

from typing import Any

from prefect_toml_lsp.prefect import (
    Catalogue,
    Installed,
    Node,
    Packages,
    Schema,
    parse_release,
    show_release,
)


def to_data(schema: Schema) -> dict[str, Any]:
    """A schema as JSON types: Prefect's release, and the packages of the project."""
    packages = {name: [each.version, each.where] for name, each in schema.installed.items()}
    return {"release": show_release(schema.release), "packages": packages}


def find_schema(data: object, catalogue: Catalogue) -> Schema | None:
    """The schema that `to_data` wrote; None if `data`, which a client sends, is not valid."""
    match data:
        case {"release": str(release), "packages": dict(packages)}:
            found = {name: Installed(*each) for name, each in packages.items() if _is_told(each)}
            return catalogue.schema(parse_release(release), Packages(found))
    return None


def find_setting(path: object, schema: Schema | None) -> Node | None:
    """The setting or table at a dotted path, which a client sends."""
    return schema.by_path.get(path) if schema and isinstance(path, str) else None


def _is_told(package: object) -> bool:
    match package:
        case [str() | None, str()]:
            return True
    return False
