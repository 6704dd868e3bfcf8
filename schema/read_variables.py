"""Print the variables that an installed Prefect reads, but that we do not know.

    python schema/read_variables.py --python PATH

PATH is the interpreter of an environment with ``prefect``; this script needs ``prefect_toml_lsp``.
It prints each string ``PREFECT_…`` in the package's code that is neither the variable of a setting
nor in ``prefect_toml_lsp.prefect.other_variables``, with the files that contain it. Nothing of
Prefect is imported.

Exit status 1 means that there are such names, 2 that PATH has no Prefect.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from prefect_toml_lsp.prefect import Catalogue, Release, parse_release
from prefect_toml_lsp.prefect.other_variables import PROCESS_PREFIXES
from prefect_toml_lsp.prefect.releases import nearest_known
from prefect_toml_lsp.prefect.variable_names import Sort, meaning_of

NAME = re.compile(r"PREFECT_[A-Z0-9_]+")

NOT_VARIABLES = {
    "PREFECT_PLUGIN_API_REQUIRES",  # an attribute of plugins (see prefect._internal.plugins)
    "PREFECT_PLUGIN_API_VERSION",
    "PREFECT_API_",  # the beginnings of names of settings
    "PREFECT_EXPERIMENTS_PLUGINS_",
    "PREFECT_PLUGINS_",
    "PREFECT_LOGGING_",
}

_WHERE = """
import importlib.metadata, importlib.util
print(importlib.metadata.version("prefect"))
print(importlib.util.find_spec("prefect").submodule_search_locations[0])
"""


def unknown(package: Path, release: Release) -> dict[str, set[str]]:
    """Name -> files (relative to `package`) of the variables that we do not know. Raises
    `SyntaxError` if a file is not Python.
    """
    catalogue = Catalogue.load()
    schema = catalogue.schema(nearest_known(release, catalogue.releases))
    found: dict[str, set[str]] = {}
    for file in sorted(package.rglob("*.py")):
        for name in _names(ast.parse(file.read_text("utf-8"))):
            is_known = meaning_of(name, schema).sort not in (Sort.UNKNOWN, Sort.PAST)
            if not is_known and name not in (*NOT_VARIABLES, *PROCESS_PREFIXES):
                found.setdefault(name, set()).add(file.relative_to(package).as_posix())
    return found


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and NAME.fullmatch(value):
            yield value


def main() -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description="Name the variables that we do not know.")
    parser.add_argument("--python", required=True, help="an interpreter that has prefect")
    python = parser.parse_args().python
    done = subprocess.run(  # noqa: S603 - the interpreter is the caller's choice
        [python, "-c", _WHERE], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        print(f"read_variables.py: {python} has no Prefect", file=sys.stderr)
        return 2
    version, package = done.stdout.split("\n")[:2]
    found = unknown(Path(package), parse_release(version))
    for name, files in found.items():
        print(f"{name}: {', '.join(sorted(files))}")
    if not found:
        print(f"Prefect {version}: every variable that it names is known")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
