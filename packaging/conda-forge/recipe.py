"""Print conda-forge's recipe with the hash of an sdist.

python packaging/conda-forge/recipe.py dist/prefect_toml_lsp-0.2.0.tar.gz
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

RECIPE = Path(__file__).with_name("recipe.yaml")
UNKNOWN = "0" * 64


def with_hash(recipe: str, sdist: bytes) -> str:
    """The text of the recipe with the hash of an sdist."""
    return recipe.replace(UNKNOWN, hashlib.sha256(sdist).hexdigest())


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status 0."""
    parser = argparse.ArgumentParser(description="Print conda-forge's recipe.")
    parser.add_argument("sdist", type=Path, metavar="SDIST", help="the sdist of a release")
    options = parser.parse_args(arguments)
    sys.stdout.write(with_hash(RECIPE.read_text("utf-8"), options.sdist.read_bytes()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
