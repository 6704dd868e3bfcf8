"""Write the JSON Schemas for other tools.

    python schema/publish.py            write published/prefect.schema.json, for all releases
    python schema/publish.py --check    exit with 1 and a summary if the file on the disk is stale
    python schema/publish.py OUT        write that file and one for each release to a folder

The package must be installed. ``prefect-toml-lsp schema --prefect-version 3.8.0`` also prints the
schema of one release.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from build import difference

from prefect_toml_lsp.prefect import Catalogue, show_release
from prefect_toml_lsp.prefect.json_schema import as_text, file_name, published_schema

PUBLISHED = Path(__file__).resolve().parent / "published" / file_name()


def write(file: Path, text: str) -> None:
    """Write a schema, and create its folder if necessary."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0 or 1 (stale)."""
    parser = argparse.ArgumentParser(description="Write the JSON Schemas for other tools.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when stale")
    parser.add_argument("out", nargs="?", type=Path, metavar="OUT", help="a folder for all of them")
    options = parser.parse_args(arguments)
    catalogue = Catalogue.load()
    text = as_text(published_schema(catalogue))
    if options.check:
        before = PUBLISHED.read_text(encoding="utf-8") if PUBLISHED.exists() else ""
        if before != text:
            print(f"{PUBLISHED.name} is stale: {difference(before, text)}", file=sys.stderr)
        return int(before != text)
    if options.out is None:
        write(PUBLISHED, text)
        return 0
    write(options.out / file_name(), text)
    for release in catalogue.releases:
        name = file_name(show_release(release))
        write(options.out / name, as_text(published_schema(catalogue, release)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
