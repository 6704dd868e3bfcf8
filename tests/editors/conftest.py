"""Run real editors with an empty home folder and the server on the PATH.

If an editor is not installed, its tests are skipped, or fail with `PREFECT_TOML_EDITORS=1`, as in
CI. `tests/editors/install.sh` installs all editors.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.editors.neovim import Neovim
from tests.editors.terminal import Terminal

EDITORS = Path(__file__).parents[2] / "editors"
PREFECT = """\
[server.api]
prot = 4200
keepalive_timeout = 300

[server.events]
retention_period = "P7D"
"""
_SCRIPTS = Path(sysconfig.get_path("scripts"))
_PROGRAMS = f"{_SCRIPTS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def missing(what: str) -> NoReturn:
    """Skip the test because something is not installed, or fail with `PREFECT_TOML_EDITORS=1`."""
    reason = f"{what}; tests/editors/install.sh installs it"
    if os.environ.get("PREFECT_TOML_EDITORS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def program(name: str) -> str:
    """The path of a program on the PATH or in the environment that runs the tests."""
    found = shutil.which(name, path=_PROGRAMS)
    return found or missing(f"{name} is not installed")


class Desk:
    """A user's machine: a home folder, a project in it, and a PATH.

    home, project
        Folders; the project is a Git repository and otherwise empty.
    environment
        The environment variables of every program that is started.
    """

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.project = self.home / "project"
        self.project.mkdir(parents=True)
        self._tools = folder / "bin"
        self._tools.mkdir()
        self.environment = {
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PATH": f"{self._tools}{os.pathsep}{os.defpath}",
            "TMPDIR": str(folder),
        }
        subprocess.run(
            [program("git"), "init", "--quiet"], check=True, cwd=self.project, env=self.environment
        )

    def provide(self, name: str, script: str | None = None) -> None:
        """Put a program on the PATH, or a script with its name."""
        path = self._tools / name
        if script is None:
            path.symlink_to(program(name))
        else:
            path.write_text(script, encoding="utf-8")
            path.chmod(0o755)

    def remove(self, name: str) -> None:
        """Remove a program from the PATH."""
        (self._tools / name).unlink()

    def write(self, name: str, text: str) -> Path:
        """Write a file in the project, or in the home folder if its name starts with ``~/``."""
        path = self.home / name[2:] if name.startswith("~/") else self.project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def follow(self, readme: Path, heading: str) -> None:
        """Run the first `sh` block below a heading of a README, as in a clone."""
        script = code_block(readme, heading, "sh")
        repository = EDITORS.parent
        subprocess.run(script, shell=True, check=True, cwd=repository, env=self.environment)


def code_block(readme: Path, heading: str, language: str) -> str:
    """The first code block in a language below a heading."""
    section = readme.read_text(encoding="utf-8").partition(f"\n{heading}\n")[2]
    assert section, f"{readme} has no heading {heading!r}"
    block = section.partition(f"```{language}\n")[2].partition("```")[0]
    assert block, f"{readme} has no {language} block below {heading!r}"
    return block


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the server on its PATH."""
    made = Desk(tmp_path)
    if not (_SCRIPTS / "prefect-toml-lsp").exists():
        missing(f"prefect-toml-lsp is not installed for {sys.executable}")
    made.provide("prefect-toml-lsp")
    return made


@pytest.fixture
def terminal(desk: Desk) -> Iterator[Callable[..., Terminal]]:
    """A function that starts a program in a terminal."""
    opened: list[Terminal] = []

    def start(*command: str) -> Terminal:
        opened.append(Terminal(program("tmux"), command, desk.project, desk.environment))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


@pytest.fixture
def neovim(desk: Desk) -> Iterator[Callable[..., Neovim]]:
    """A function that starts Neovim without a terminal."""
    opened: list[Neovim] = []

    def start(*files: str) -> Neovim:
        opened.append(Neovim(desk.project, desk.environment, files))
        return opened[-1]

    yield start
    for each in opened:
        each.close()
