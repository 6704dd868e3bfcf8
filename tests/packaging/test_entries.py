"""The entries for registries such as conda-forge and Mason agree with this project."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def read(name: str) -> str:
    return (PACKAGING / name).read_text("utf-8")


def load(name: str) -> Any:
    return tomllib.loads(read(name))


def normal(requirement: str) -> str:
    return re.sub(r"[\s=]+", "", requirement)


def test_conda_forge_needs_what_the_package_needs() -> None:
    recipe = read("conda-forge/recipe.yaml")
    needed = re.findall(
        r"^    - (.+)$", recipe.partition("  run:\n")[2].partition("tests:")[0], re.M
    )
    assert {normal(each) for each in needed if not each.startswith("python ")} == {
        normal(",".join(sorted(each.split(","), reverse=True))) for each in PROJECT["dependencies"]
    }
    assert f'python_min: "{PROJECT["requires-python"].removeprefix(">=")}"' in recipe


def test_conda_forge_installs_the_command() -> None:
    ((name, function),) = PROJECT["scripts"].items()
    assert f"- {name} = {function}\n" in read("conda-forge/recipe.yaml")


def test_conda_forge_gets_the_hash_of_an_sdist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = PACKAGING / "conda-forge" / "recipe.py"
    spec = importlib.util.spec_from_file_location("recipe", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "sdist.tar.gz").write_bytes(b"")
    assert module.main([str(tmp_path / "sdist.tar.gz")]) == 0
    printed = capsys.readouterr().out
    assert 'sha256: "e3b0c44298fc1c149afbf4c8996fb924' in printed
    assert "0000000000" not in printed


def test_mason_installs_the_command_and_names_the_configuration() -> None:
    entry = read("mason/package.yaml")
    assert f"\nname: {PROJECT['name']}\n" in entry
    assert f"\n  id: pkg:pypi/{PROJECT['name']}@" in entry
    (command,) = PROJECT["scripts"]
    assert f"\nbin:\n  {command}: pypi:{command}\n" in entry
    configuration = re.search(r"^  lspconfig: (\w+)$", entry, re.M)
    assert configuration is not None
    assert (PACKAGING / "nvim-lspconfig" / "lsp" / f"{configuration[1]}.lua").is_file()


def test_helix_starts_the_command_for_both_languages() -> None:
    entry = load("helix/languages.toml")
    ((server, how),) = entry["language-server"].items()
    assert how == {"command": next(iter(PROJECT["scripts"]))}
    assert {each["name"] for each in entry["language"]} == {"toml", "env"}
    assert all(server in each["language-servers"] for each in entry["language"])


def test_zed_finds_the_extension() -> None:
    ((name, entry),) = load("zed/extensions.toml").items()
    extension = tomllib.loads((ROOT / entry["path"] / "extension.toml").read_text("utf-8"))
    assert (name, entry["version"]) == (extension["id"], extension["version"])


@pytest.mark.skipif(os.name == "nt", reason="a shell script makes it")
def test_the_mirror_has_the_hooks_and_needs_the_package(tmp_path: Path) -> None:
    made = tmp_path / "mirror"
    subprocess.run([PACKAGING / "pre-commit-mirror" / "make.sh", made], check=True)
    names = (".pre-commit-hooks.yaml", "pyproject.toml")
    assert {path.name for path in made.iterdir()} == {".git", *names}
    assert (made / names[0]).read_bytes() == (ROOT / names[0]).read_bytes()
    (needed,) = tomllib.loads((made / names[1]).read_text("utf-8"))["project"]["dependencies"]
    assert needed.startswith(f"{PROJECT['name']}==")
