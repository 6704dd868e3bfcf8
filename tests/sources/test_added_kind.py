"""Adding a settings file takes one row of `sources.kinds`; tried on a copy of the package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import command

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
BEFORE = "    FileKind(PREFECT,"
ROW = '    FileKind("local", "prefect.local.toml", "toml", Holds.SETTINGS, often_ignored=True),\n'
IN_FORCE = """
from pathlib import Path
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.sources.effective import effective_settings
from prefect_toml_lsp.sources.folder import Folder

schema = Catalogue.load().schema()
for each in effective_settings(Folder.read(Path.cwd(), None, schema), schema).settings:
    if each.sources:
        print(each.node.dotted, each.value, each.sources[0].where.name)
"""
HOVER = """
from pathlib import Path
from prefect_toml_lsp.features.hover import hover
from prefect_toml_lsp.features.documents import kind_of
from tests.features.folder import Folder
from tests.server.editor import cursor
from lsprotocol import types as lsp

for name in ("prefect.toml", "prefect.local.toml"):
    text, position = cursor("[server.api]\\npo|rt = 1")
    view = Folder(Path.cwd()).view(text, name)
    params = lsp.HoverParams(lsp.TextDocumentIdentifier(view.uri), position)
    print(hover(view, params).contents.value.split("\\n\\n")[1])
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process that imports the package with one more row."""
    copy = tmp_path_factory.mktemp("copy")
    package = copy / "server" / "prefect_toml_lsp"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "server" / "prefect_toml_lsp", package, ignore=ignored)
    shutil.copytree(ROOT / "schema", copy / "schema", ignore=ignored)
    table = package / "sources" / "kinds.py"
    before, found, after = table.read_text("utf-8").partition(BEFORE)
    assert found
    table.write_text(before + ROW + found + after, "utf-8")
    return command.environment(PYTHONPATH=os.pathsep.join((str(copy / "server"), str(ROOT))))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which two files set the same setting; git ignores the stronger one."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*.local.toml\n")
    (tmp_path / "prefect.toml").write_text('[server.api]\nport = "x"\n')
    (tmp_path / "prefect.local.toml").write_text("[server.api]\nport = 4300\n")
    return tmp_path


def run(folder: Path, environment: dict[str, str], *arguments: str) -> list[str]:
    """The lines that the interpreter prints."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert not done.stderr
    return done.stdout.splitlines()


def test_check_finds_it_and_it_wins(folder: Path, environment: dict[str, str]) -> None:
    lines = run(folder, environment, "-m", "prefect_toml_lsp", "check")
    assert lines[0] == (
        "prefect.toml:2:1: note[overridden]: Prefect ignores `server.api.port` here: "
        "`server.api.port` on line 2 of `prefect.local.toml` wins"
    )
    assert "Checked: prefect.local.toml, prefect.toml" in lines


def test_it_is_judged_like_any_settings_file(folder: Path, environment: dict[str, str]) -> None:
    (folder / "prefect.local.toml").write_text("[server.api]\nport = [1]\n")
    lines = run(folder, environment, "-m", "prefect_toml_lsp", "check")
    assert lines[0].startswith("prefect.local.toml:2:8: error[wrong-type]")


def test_a_folder_with_only_this_file_is_prefects(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "prefect.local.toml").write_text("[server]\nport = 1\n")
    lines = run(tmp_path, environment, "-m", "prefect_toml_lsp", "check")
    assert lines[0].startswith("prefect.local.toml:2:1: warning[unknown-setting]")


def test_its_values_are_in_force(folder: Path, environment: dict[str, str]) -> None:
    assert run(folder, environment, "-c", IN_FORCE) == ["server.api.port 4300 prefect.local.toml"]


def test_settings_are_moved_to_it_and_it_can_be_begun(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "prefect.toml").write_text("[server.api]\nport = 4300\n")
    command = ("-m", "prefect_toml_lsp", "migrate", "--from", "prefect.toml", "--write")
    run(tmp_path, environment, *command, "--to", "local")
    assert (tmp_path / "prefect.local.toml").read_text() == "[server.api]\nport = 4300\n"
    (tmp_path / "prefect.local.toml").unlink()
    run(tmp_path, environment, "-m", "prefect_toml_lsp", "init", "--to", "local")
    first = (tmp_path / "prefect.local.toml").read_text().splitlines()[1]
    assert first.endswith("The environment and `.env` win over this file.")


def test_the_server_opens_it_and_hover_names_it(folder: Path, environment: dict[str, str]) -> None:
    assert run(folder, environment, "-c", HOVER) == [
        "In force: 4300, set by server.api.port on line 2 of prefect.local.toml, "
        "which wins over this file",
        "This file wins over server.api.port on line 2 of prefect.toml",
    ]
