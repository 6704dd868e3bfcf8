"""Configuration files of editors that the tests cannot run are well formed and correct."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from prefect_toml_lsp import INSTALL
from prefect_toml_lsp.features.options import read_settings
from tests.editors.conftest import EDITORS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

COMMAND = "prefect-toml-lsp"


def load(name: str) -> Any:
    path = EDITORS / name
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return tomllib.loads(text)
    if path.suffix == ".md":
        text = text.partition("```json\n")[2].partition("```")[0]
    return json.loads(text)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("helix/languages.toml", "language-server/prefect-toml-lsp/command"),
        ("sublime/LSP.sublime-settings", "clients/prefect-toml/command"),
        ("kate/settings.json", "servers/prefect-toml/command"),
        ("vim/coc-settings.json", "languageserver/prefect-toml/command"),
        ("jetbrains/prefect-toml-lsp/template.json", "programArgs/default"),
    ],
)
def test_command(name: str, way: str) -> None:
    found = load(name)
    for step in way.split("/"):
        found = found[step]
    assert found in (COMMAND, [COMMAND], f"sh -c {COMMAND}")


def _objects(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield key, each
            yield from _objects(each)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("sublime/LSP.sublime-settings", "initialization_options"),
        ("kate/settings.json", "initializationOptions"),
        ("vim/coc-settings.json", "prefectToml"),
        ("zed/README.md", "initialization_options"),
    ],
)
def test_settings_exist(name: str, key: str) -> None:
    [given] = [value for each, value in _objects(load(name)) if each == key]
    assert given
    assert read_settings(given)[1] == []


def test_settings_of_jetbrains_exist() -> None:
    given = load("jetbrains/prefect-toml-lsp/initializationOptions.json")
    assert given
    assert read_settings(given)[1] == []


def test_settings_of_helix_exist() -> None:
    text = (EDITORS / "helix" / "languages.toml").read_text(encoding="utf-8")
    on = tomllib.loads(re.sub(r"(?m)^# config", "config", text))
    given = on["language-server"][COMMAND]["config"]
    assert read_settings(given)[1] == []
    assert [each["language-servers"] for each in on["language"]] == [[COMMAND], [COMMAND]]


def test_settings_that_name_a_path_are_restricted_in_untrusted_workspaces() -> None:
    package = load("vscode/package.json")
    settings = package["contributes"]["configuration"]["properties"]
    paths = {
        name
        for name, each in settings.items()
        if each["type"] == "string" and re.search(r"\bpath of\b", each["markdownDescription"], re.I)
    }
    trust = package["capabilities"]["untrustedWorkspaces"]
    assert set(trust["restrictedConfigurations"]) == paths
    assert len(paths) > 1


def test_zed() -> None:
    extension = load("zed/extension.toml")
    assert extension["language_servers"][COMMAND]["languages"] == ["TOML"]
    assert load("zed/Cargo.toml")["lib"]["crate-type"] == ["cdylib"]
    source = (EDITORS / "zed" / "src" / "lib.rs").read_text(encoding="utf-8")
    assert f'const PROGRAM: &str = "{COMMAND}";' in source


@pytest.mark.slow
def test_all_editors_name_the_same_install_command() -> None:
    """The editors' files repeat `INSTALL`, which they cannot import."""
    files = [
        path
        for path in EDITORS.rglob("*")
        if path.suffix in {".md", ".lua", ".el", ".rs", ".ts"} and "node_modules" not in path.parts
    ]
    said = {
        path: found
        for path in files
        if (found := re.findall(r"(?:pipx|uv tool) install[^`',;)\n]*", path.read_text("utf-8")))
    }
    assert len(said) >= len([path for path in EDITORS.iterdir() if path.is_dir()])
    for path, found in said.items():
        assert {each.split(" in its")[0].strip('"?') for each in found} <= {
            INSTALL,
            INSTALL.replace("pipx", "uv tool"),
        }, path


def test_every_editor_is_in_the_table() -> None:
    table = (EDITORS / "README.md").read_text(encoding="utf-8")
    folders = {path.name for path in EDITORS.iterdir() if path.is_dir()}
    assert set(re.findall(r"^\| \[[^]]+\]\((\w+)/\)", table, re.M)) == folders


def test_links_of_readmes() -> None:
    readmes = [EDITORS / "README.md", *EDITORS.glob("*/README.md")]
    links = {
        readme.parent / link
        for readme in readmes
        for link in re.findall(r"\]\(([^)#]+)\)", readme.read_text(encoding="utf-8"))
        if "://" not in link
    }
    assert len(links) > len(readmes)
    assert [link for link in links if not link.exists()] == []
