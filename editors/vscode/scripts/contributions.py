"""Write the settings of the server's own table into the extension's package.json.

`python editors/vscode/scripts/contributions.py` with the project's Python; `--check` changes
nothing and exits with 1 where package.json is not up to date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from prefect_toml_lsp.features.options import OPTIONS, SECTION

MANIFEST = Path(__file__).parent.parent / "package.json"

# What the server does not know: how the editor finds and traces it.
OWN: dict[str, dict[str, Any]] = {
    "server.path": {
        "type": "string",
        "default": "",
        "scope": "machine-overridable",
        "markdownDescription": "Full path of the server's program `prefect-toml-lsp`, or of a "
        "Python that has the package. Without it the server is that of the selected Python "
        "environment, that on `PATH`, or the one that comes with this extension. In an untrusted "
        "workspace only the value in your user settings counts.",
    },
    "trace.server": {
        "type": "string",
        "enum": ["messages", "compact", "verbose"],
        "default": "messages",
        "scope": "window",
        "markdownDescription": "What is written of each message between editor and server while "
        "the log level of the output *Prefect TOML* is *Trace*.",
    },
}


def _editable(schema: Mapping[str, Any], default: Any) -> dict[str, Any]:
    """A schema and default for which VS Code's settings page has a field. It has none for a text
    that may be null; the server takes an empty one for the same.
    """
    if schema["type"] == ["string", "null"]:
        return {**schema, "type": "string", "default": default or ""}
    return {**schema, "default": default}


def configuration() -> dict[str, Any]:
    """`contributes.configuration` of package.json."""
    properties = {
        f"{SECTION}.{option.name}": {
            **_editable(option.schema, option.default),
            "scope": "window",
            "markdownDescription": option.description,
        }
        for option in OPTIONS
    }
    properties.update({f"{SECTION}.{name}": entry for name, entry in OWN.items()})
    return {"title": "Prefect TOML", "properties": properties}


def main() -> int:
    """The exit status."""
    before = MANIFEST.read_text(encoding="utf-8")
    manifest = json.loads(before)
    manifest["contributes"]["configuration"] = configuration()
    after = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    if "--check" not in sys.argv[1:]:
        MANIFEST.write_text(after, encoding="utf-8")
    elif before != after:
        sys.stderr.write(f"{MANIFEST.name} is not up to date: run scripts/contributions.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
