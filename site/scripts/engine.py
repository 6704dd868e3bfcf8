"""Pack the server and everything that it imports into one archive for the web worker.

    python site/scripts/engine.py OUT.zip

The packages are those of the environment that runs this script; all of them are pure Python.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

SERVER = Path(__file__).parents[2] / "server"
SCHEMA = SERVER.parent / "schema"
PACKAGES = ("pygls", "lsprotocol", "cattrs", "attrs", "packaging", "toml", "typing_extensions")
"""What the server imports. *jsonschema* is only needed for the user's own schema, *tqdm* never."""

LEFT_OUT = (
    *("prefect_toml_lsp/cli/", "cattrs/preconf/", "cattr/", "packaging/licenses/"),
    *("packaging/metadata.py", "packaging/pylock.py", "pygls/client.py", "pygls/lsp/client.py"),
    "pygls/lsp/_base_client.py",
)


def _files() -> Iterator[tuple[str, Path]]:
    """(name in the archive, file)."""
    for path in SERVER.rglob("*.py"):
        yield path.relative_to(SERVER).as_posix(), path
    for name in ("prefect.schema.json", "names.json"):
        yield f"prefect_toml_lsp/prefect/data/{name}", SCHEMA / name
    for name in PACKAGES:
        for each in metadata.files(name) or ():
            if each.suffix == ".py":
                yield each.as_posix(), Path(str(each.locate()))


def main() -> None:
    """Write the archive, which is the same for the same sources."""
    with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(_files()):
            if not name.startswith(LEFT_OUT):
                archive.writestr(zipfile.ZipInfo(name), path.read_bytes())


if __name__ == "__main__":
    main()
