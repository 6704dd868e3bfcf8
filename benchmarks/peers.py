"""The servers that are compared: how each is started and configured.

The floor and our own server always take part; peers that are not installed are left out.
"""

from __future__ import annotations

import compileall
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from client_capabilities import Message
from documents import PUBLISHED

HERE = Path(__file__).resolve().parent


class MissingError(Exception):
    """A server is not installed; the text says how to install it."""


class Peer(NamedTuple):
    """One server.

    ``settings``: the answer to its ``workspace/configuration``.
    ``stages``: how many times it may publish for one version of a document.  It continues with
    the next stage only while there is nothing to report, so the last publication of a version is
    the first non-empty one, or the one with the number ``stages``.
    """

    name: str
    release: str
    command: list[str]
    settings: Message | None = None
    stages: int = 1


def floor() -> Peer:
    """The empty pygls server."""
    command = [sys.executable, str(HERE / "floor_server.py")]
    return Peer("floor", f"pygls {version('pygls')}", command)


def ours() -> Peer:
    """prefect-toml-lsp as installed for this Python, compiled as pip compiles a wheel: an
    editable install may have no bytecode, and with PYTHONDONTWRITEBYTECODE never gets any.
    """
    try:
        release = version("prefect-toml-lsp")
    except PackageNotFoundError:
        raise MissingError("pip install -e .") from None
    spec = find_spec("prefect_toml_lsp")
    for folder in (spec and spec.submodule_search_locations) or ():
        compileall.compile_dir(folder, quiet=1)
    return Peer("ours", release, [sys.executable, "-m", "prefect_toml_lsp"])


def tombi() -> Peer:
    """tombi, offline; ``write_workspace`` configures our schema for it."""
    program = program_of("tombi")
    release = _output([program, "--version"]).split()[1]
    return Peer("tombi", release, [program, "lsp", "--offline"])


def taplo() -> Peer:
    """The server of Even Better TOML, offline; publishes errors of syntax, structure and schema."""
    node = shutil.which("node")
    package = HERE / "node_modules" / "@taplo" / "lsp" / "package.json"
    if node is None or not package.exists():
        raise MissingError("install Node.js, then: npm install --prefix benchmarks")
    release = _output([node, "-p", "require(process.argv[1]).version", str(package)]).strip()
    settings: Message = {
        "schema": {"enabled": True, "catalogs": [], "associations": {}, "links": False},
        "taplo": {"configFile": {"enabled": True}},
    }
    command = [node, str(HERE / "taplo_server.cjs")]
    return Peer("taplo", release, command, settings, stages=3)


PEERS = {"floor": floor, "ours": ours, "tombi": tombi, "taplo": taplo}
"""Name -> a function that returns the peer, or raises MissingError if it is not installed."""


def program_of(name: str) -> str:
    """The path of a command, preferably next to this Python.  Raises MissingError."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise MissingError("pip install -r benchmarks/requirements.txt")
    return found


def write_workspace(folder: Path, files: dict[str, str], schema_file: Path = PUBLISHED) -> Path:
    """Write a project into ``folder``: ``files`` (path -> text), and our schema for the peers."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    (folder / "tombi.toml").write_text(
        "[schema]\ncatalog.paths = []\n\n"
        f"[[schemas]]\npath = '{schema_file}'\ninclude = [\"prefect.toml\"]\n",
        encoding="utf-8",
    )
    (folder / ".taplo.toml").write_text(
        f'include = ["prefect.toml"]\n\n[schema]\nenabled = true\nurl = "{schema_file.as_uri()}"\n',
        encoding="utf-8",
    )
    return folder


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
