"""Print the entry for `prefect.toml` in SchemaStore's catalogue (src/api/json/catalog.json).

    python packaging/schemastore/entry.py          with the address of the project's site
    python packaging/schemastore/entry.py SITE     with another one, such as https://example.org

`python schema/publish.py OUT` writes the schemas themselves; they belong in the folder `schemas` of
the site. Exit status 2 means that there is no https:// address yet.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import prefect_toml_lsp
from prefect_toml_lsp.prefect import Catalogue, show_release
from prefect_toml_lsp.prefect.json_schema import file_name


def entry(site: str) -> dict[str, Any]:
    """The entry, with the addresses of all releases' schemas below `site`."""
    folder = f"{site.rstrip('/')}/schemas"
    releases = map(show_release, reversed(Catalogue.load().releases))
    return {
        "name": "prefect.toml",
        "description": "Settings of Prefect, the workflow orchestrator",
        "fileMatch": ["prefect.toml"],
        "url": f"{folder}/{file_name()}",
        "versions": {release: f"{folder}/{file_name(release)}" for release in releases},
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 or 2 (no address)."""
    parser = argparse.ArgumentParser(description="Print the entry for SchemaStore's catalogue.")
    parser.add_argument("site", nargs="?", default=prefect_toml_lsp.SITE, metavar="SITE")
    options = parser.parse_args(arguments)
    if not options.site.startswith("https://"):
        print("entry.py: SchemaStore takes addresses with https:// only", file=sys.stderr)
        return 2
    print(json.dumps(entry(options.site), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
