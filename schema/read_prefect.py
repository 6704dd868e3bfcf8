"""Print what the Prefect of this interpreter declares about its settings.

``update.py`` runs this text in Prefect's own interpreter, so it only imports the standard library
and Prefect, and runs on Python 3.9, the oldest that a Prefect 3 release supports.  Run it without
``PREFECT_*`` variables, in a folder without configuration files.

Standard output is one JSON object: ``{"version": "3.8.8", "settings": {path: facts}}``.  Paths are
dotted, such as ``server.api.port``.  ``facts`` are the JSON Schema keywords that pydantic gives for
the setting, including ``supported_environment_variables``; for a table, ``{"section": true}``.
Prose and defaults that name a path on this machine are left out, and references are resolved.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import prefect  # type: ignore[import-not-found, unused-ignore]
from prefect.settings import Settings  # type: ignore[import-not-found, unused-ignore]

Node = dict[str, Any]
"""A JSON Schema object."""

PROSE = ("title", "description")

PLACES = (str(Path.home()), str(Path.cwd()), str(Path(prefect.__file__).parent))


def plain(node: Node, definitions: dict[str, Node]) -> Node:
    """``node`` without prose and with references resolved.

    A reference may have other keywords next to it, directly or as the only member of ``allOf``
    (as pydantic before 2.9 writes it); the other keywords win.
    """
    made: Node = {}
    for part in node.get("allOf", []):
        made.update(plain(part, definitions))
    if "$ref" in node:
        made.update(plain(definitions[node["$ref"].rpartition("/")[2]], definitions))
    made.update((key, value) for key, value in node.items() if key not in ("$ref", "allOf"))
    for key in PROSE:
        made.pop(key, None)
    if "anyOf" in made:
        made["anyOf"] = [plain(branch, definitions) for branch in made["anyOf"]]
    for key in ("items", "additionalProperties"):
        if isinstance(made.get(key), dict):
            made[key] = plain(made[key], definitions)
    return made


def settings_of(table: Node, definitions: dict[str, Node], prefix: str = "") -> dict[str, Node]:
    """Dotted path -> facts of everything in ``table`` and its subtables."""
    found: dict[str, Node] = {}
    for name, child in table["properties"].items():
        path = prefix + name
        facts = plain(child, definitions)
        if "properties" in facts:
            found[path] = {"section": True}
            found.update(settings_of(facts, definitions, path + "."))
        else:
            found[path] = portable(facts)
    return found


def portable(facts: Node) -> Node:
    """``facts`` without the default if that contains one of ``PLACES``."""
    default = str(facts.get("default"))
    if any(place in default for place in PLACES):
        return {key: value for key, value in facts.items() if key != "default"}
    return facts


if __name__ == "__main__":
    schema = Settings.model_json_schema()
    json.dump(
        {
            "version": prefect.__version__,
            "settings": settings_of(schema, schema["$defs"]),
        },
        sys.stdout,
    )
