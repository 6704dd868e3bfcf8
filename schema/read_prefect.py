"""Print what the Prefect installed beside this interpreter declares about its settings.

``update.py`` runs this text in Prefect's own interpreter, so it imports nothing but the standard
library and Prefect, and keeps to Python 3.9, the oldest that a Prefect 3 release supports.  Run
it where no ``PREFECT_*`` variable and no configuration file is in reach.

Standard output is one JSON object: ``{"version": "3.8.8", "settings": {path: facts}}``.  A path
is dotted, ``server.api.port``.  ``facts`` are the JSON Schema keywords that pydantic gives for
the setting, ``supported_environment_variables`` with them; for a table, ``{"section": true}``.
Left out are prose and defaults that name a place on this machine; references are replaced by
what they refer to.
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
    """``node`` without references and prose.

    A reference may come with other keywords, directly or as the only member of ``allOf``
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
    """Dotted path -> facts, of everything in ``table`` and in the tables within it."""
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
    """``facts`` without the default when that holds one of ``PLACES``."""
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
