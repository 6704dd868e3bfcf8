"""Render the recipe as conda-forge does, without building it; needs py-rattler-build.

python packaging/conda-forge/render.py RECIPE
"""

from __future__ import annotations

import sys
from pathlib import Path

from rattler_build import Stage0Recipe


def main() -> int:
    """Print each package that the recipe builds; returns the exit status, 1 if there is none."""
    rendered = Stage0Recipe.from_yaml(Path(sys.argv[1]).read_text("utf-8")).render()
    for variant in rendered:
        package = variant.recipe.package
        print(f"{package.name} {package.version}")
    return not rendered


if __name__ == "__main__":
    sys.exit(main())
