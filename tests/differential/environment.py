"""Environments of their own in which one release of Prefect is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ENVIRONMENTS = Path(__file__).parents[2] / ".prefect-environments"
# Releases whose pins pip cannot resolve here, and the release whose dependencies they run on.
BORROWED = {"3.9.1": ("3.8.8", ("fastapi<0.151", "whenever"))}


def python_with(release: str) -> str:
    """The interpreter of an environment that has this Prefect; it is made when it is not there.

    An environment is complete when its mark is; one that was cut short is made again.
    """
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    folder = ENVIRONMENTS / f"prefect-{release}-python-{version}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    mark = folder / "complete"
    if not mark.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        base, extra = BORROWED.get(release, (release, ()))
        subprocess.run([*pip, f"prefect=={base}", *extra], check=True)
        if base != release:
            subprocess.run([*pip, "--no-deps", f"prefect=={release}"], check=True)
        mark.touch()
    return str(python)


if __name__ == "__main__":  # the CI job for other releases asks for their interpreters
    print(python_with(sys.argv[1]))
