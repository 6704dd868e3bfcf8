"""The checker of the site: the files that `site/scripts/checker.mjs` builds, and its page."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.files.reading import Unreadable, read_bytes

NAMES: Final = (
    *("checker.js", "worker.js", "engine.zip.gz", "python.zip.gz", "pyodide-lock.json"),
    *("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"),
)

_LARGEST = 32 * 1024 * 1024

EXAMPLES: Final = {
    "prefect.toml": """\
# Change what you like: the findings follow as you type.
[server]
port = 4300

[logging]
level = "verbose"

[api]
request_timeout = "60"
""",
    "pyproject.toml": "",
    ".env": "",
    "profiles.toml": "",
}
"""The files of the page, and what is in them at first."""


def read_checker(folder: Path) -> dict[str, bytes]:
    """The files of a built checker. Raises `CannotRunError` if one is missing."""
    return {name: _read(folder / name) for name in NAMES}


def _read(path: Path) -> bytes:
    try:
        content = read_bytes(path, _LARGEST)
    except Unreadable as unreadable:
        raise CannotRunError(str(unreadable)) from None
    if content is None:
        raise CannotRunError(
            f"{path.parent} is not a checker: it has no {path.name}; `npm run checker` in site/ "
            "builds one"
        )
    return content


def megabytes(files: Mapping[str, bytes]) -> str:
    """How much a browser loads, compressed."""
    return f"{sum(len(zlib.compress(each)) for each in files.values()) / 1e6:.1f}"
