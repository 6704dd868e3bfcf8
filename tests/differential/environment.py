"""Virtual environments with one release of Prefect each."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from prefect_toml_lsp.prefect import Catalogue, show_release

ENVIRONMENTS = Path(__file__).parents[2] / ".prefect-environments"
# Releases whose pins cannot be resolved, and the release whose dependencies they use instead.
BORROWED = {"3.9.1": ("3.8.8", ("fastapi<0.151", "whenever"))}
LONGEST_WAIT = 900.0
"""Seconds to wait for another process that is making the same environment."""
_OWN = f"{sys.version_info[0]}.{sys.version_info[1]}"


def python_with(
    release: str, version: str | None = None, settings: str | None = None
) -> str | None:
    """The interpreter of an environment with this Prefect, which is made if necessary.

    version
        Of Python, such as ``"3.10"``; None is the Python that runs this.
    settings
        The version of pydantic-settings, such as ``"2.13.1"``; None is the newest that fits.

    Returns None if this machine has no such Python. A marker file says that an environment is
    complete; without it, the environment is made again. If several processes ask, one makes it.
    """
    base = find_python(version or _OWN)
    if base is None:
        return None
    name = f"prefect-{release}-python-{version or _OWN}"
    folder = ENVIRONMENTS / (f"{name}-pydantic-settings-{settings}" if settings else name)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    complete = folder / "complete"
    if not complete.exists():
        with _alone(folder):
            if not complete.exists():
                subprocess.run([base, "-m", "venv", "--clear", str(folder)], check=True)
                _install(python, release, settings)
                complete.touch()
    return str(python)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes from making the same environment meanwhile.

    The lock is SQLite's, which works on every system and ends with the process. Raises
    sqlite3.OperationalError after `LONGEST_WAIT` seconds.
    """
    folder.parent.mkdir(exist_ok=True)
    lock = sqlite3.connect(folder.with_name(folder.name + ".lock"), LONGEST_WAIT)
    with contextlib.closing(lock):
        lock.execute("BEGIN EXCLUSIVE")
        yield


def python_with_packages() -> str:
    """The interpreter of an environment with the newest Prefect and integration packages that we
    know, which is made if necessary.
    """
    folder = ENVIRONMENTS / f"packages-python-{_OWN}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    with _alone(folder):
        if (folder / "complete").exists():
            return str(python)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        newest = Catalogue.load()
        pins = [f"{name}=={show_release(known[-1])}" for name, known in newest.packages.items()]
        _add(python, "--only-binary", ":all:", f"prefect=={show_release(newest.newest)}", *pins)
        (folder / "complete").touch()
    return str(python)


def find_python(version: str) -> str | None:
    """An interpreter with this version (``"3.10"``): this one, one in PATH, or one of pyenv's."""
    if version == _OWN:
        return sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    own = sorted(pyenv.glob(f"{version}*/bin/python"), key=os.path.getmtime)
    for python in (shutil.which(f"python{version}"), *map(str, reversed(own))):
        if python and _version_of(python) == version:
            return python
    return None


def _version_of(python: str) -> str:
    """The version that an interpreter prints; empty if it does not run."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _install(python: Path, release: str, settings: str | None) -> None:
    base, extra = BORROWED.get(release, (release, ()))
    pins = [f"pydantic-settings=={settings}"] if settings else []
    _add(python, f"prefect=={base}", *extra, *pins)
    if base != release:
        _add(python, "--no-deps", f"prefect=={release}")


def _add(python: Path, *arguments: str) -> None:
    """Install packages with uv, which takes seconds; pip takes most of a minute.

    uv does not read pip's configuration, so if it finds no index, pip installs them.
    """
    uv = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python)]
    if subprocess.run([*uv, *arguments], check=False).returncode == 0:
        return
    quietly = ("--quiet", "--disable-pip-version-check")
    subprocess.run([str(python), "-m", "pip", "install", *quietly, *arguments], check=True)


if __name__ == "__main__":  # prints the interpreter, for the CI job that asks other releases
    found = python_with(*sys.argv[1:])
    if found is None:
        sys.exit(f"there is no Python {sys.argv[2]} here")
    print(found)
