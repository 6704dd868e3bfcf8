"""The table of kinds of files, and the editors' files that repeat it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from prefect_toml_lsp.sources import kinds, precedence

EDITORS = Path(__file__).parents[2] / "editors"
ALL = set(kinds.FILE_NAMES)
TOML = {row.name for row in kinds.FILES if row.syntax == "toml"}
OWN = {row.name for row in kinds.FILES if row.syntax == "toml" and not row.prefix}
"""Names of the TOML files that only Prefect reads."""
FILES = re.compile(r"""["' ](\.env|\w[\w.]*\.toml)["' ]""")


def names_in(text: str) -> set[str]:
    """The file names in a list of an editor's file."""
    return set(FILES.findall(text))


def between(path: str, start: str, end: str) -> str:
    """The text between two strings in an editor's file."""
    _, _, rest = (EDITORS / path).read_text("utf-8").partition(start)
    found, _, _ = rest.partition(end)
    assert found, f"{path} has no {start}"
    return found


def test_names_and_ids_are_unique() -> None:
    assert len(ALL) == len(kinds.FILES) == len({row.id for row in kinds.FILES})
    assert [kinds.kind_named(row.name) for row in kinds.FILES] == list(kinds.FILES)
    assert [kinds.file_kind(row.id) for row in kinds.FILES] == list(kinds.FILES)
    assert kinds.kind_named("Cargo.toml") is None


def test_the_order_is_that_of_strength() -> None:
    ranks = [precedence.rank(kind) for kind in ("environment", *(row.id for row in kinds.FILES))]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_all_files_are_watched() -> None:
    (pattern,) = kinds.watched_files()
    before, names, after = pattern[:4], pattern[4:-1], pattern[-1]
    assert (before, set(names.split(",")), after) == ("**/{", ALL, "}")


@pytest.mark.parametrize(
    ("path", "start", "end", "names"),
    [
        ("nvim/lsp/prefect_toml.lua", "local names = {", "}", ALL),
        ("vim/autoload/prefect_toml.vim", "let l:names = [", "\n", ALL),
        ("kakoune/prefect-toml.kak", "in\n            ", ")", TOML),
        ("vscode/src/language.ts", "const TOML_FILES = [", "]", TOML),
        ("vscode/src/language.ts", "const FILES = [...TOML_FILES,", "]", ALL - TOML),
        ("vscode/src/neighbours.ts", "const ASSOCIATIONS = {", "}", OWN),
    ],
)
def test_an_editor_names_the_same_files(path: str, start: str, end: str, names: set[str]) -> None:
    assert names_in(f" {between(path, start, end)} ".replace(",", " ,")) == names


def test_emacs_has_the_same_files() -> None:
    pattern = between("emacs/prefect-toml.el", '"/\\\\(?:', "\\\\)\\\\.toml")
    assert {f"{name}.toml" for name in pattern.replace("\\\\.", ".").split("\\\\|")} == TOML
    assert {".env"} == ALL - TOML
    assert '"/\\\\.env\\\\\'"' in (EDITORS / "emacs/prefect-toml.el").read_text("utf-8")


def test_jetbrains_has_the_same_files() -> None:
    template = json.loads((EDITORS / "jetbrains/prefect-toml-lsp/template.json").read_text("utf-8"))
    found = {
        each["languageId"]: set(each["fileType"]["patterns"])
        for each in template["fileTypeMappings"]
    }
    assert found == {"toml": TOML, "dotenv": ALL - TOML}


def test_helix_starts_the_server_for_toml_and_env() -> None:
    """Helix's own language `env` is for `.env` and all `.env.*`."""
    text = (EDITORS / "helix/languages.toml").read_text("utf-8")
    assert re.findall(r'^name = "(\w+)"', text, re.M) == ["toml", "env"]
    assert all(re.fullmatch(r"\.env(\..+)?", name) for name in ALL - TOML)
