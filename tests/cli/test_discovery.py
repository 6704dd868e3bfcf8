"""Which files `check` finds in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import paths_checked, run, write

pytestmark = pytest.mark.slow

WRONG = "[server]\nport = 4200\n"


def project(root: Path, *folders: str) -> None:
    """Write a prefect.toml that gives a finding into each folder."""
    for folder in folders:
        write(root / folder / "prefect.toml", WRONG)


def found(root: Path, *paths: str) -> list[str]:
    """The folders (with `/`) of the files that `check` finds from `root`."""
    checked = paths_checked(*paths, cwd=root)
    assert all(path.endswith("prefect.toml") for path in checked)
    return [os.path.dirname(path).replace(os.sep, "/") for path in checked]


def test_folders_are_searched_in_the_order_of_their_names(tmp_path: Path) -> None:
    project(tmp_path, "b/a", "b", "", "a/z/z", "c")
    write(tmp_path / "c" / "other.toml", WRONG)
    write(tmp_path / "c" / "pyproject.toml", WRONG)
    assert found(tmp_path) == ["", "a/z/z", "b", "b/a", "c"]
    assert found(tmp_path, "c", "b") == ["c", "b", "b/a"]


def test_paths_are_shown_as_they_were_named(tmp_path: Path) -> None:
    project(tmp_path, "in/ner")
    (tmp_path / "work").mkdir()
    expected = os.path.join("..", "in", "ner", "prefect.toml")
    assert paths_checked("../in", cwd=tmp_path / "work") == [expected.replace("\\", os.sep)]
    whole = str(tmp_path / "in")
    assert paths_checked(whole, cwd=tmp_path) == [os.path.join(whole, "ner", "prefect.toml")]


def test_folders_that_are_never_searched(tmp_path: Path) -> None:
    skipped = (".git", ".venv", "venv", "node_modules", "__pycache__", "a/.venv/lib")
    project(tmp_path, "a", *skipped)
    assert found(tmp_path) == ["a"]


def test_a_virtual_environment_of_any_name(tmp_path: Path) -> None:
    project(tmp_path, "mine/lib/x", "src")
    write(tmp_path / "mine" / "pyvenv.cfg", "")
    assert found(tmp_path) == ["src"]
    assert found(tmp_path, "mine") == ["mine/lib/x"]


def test_a_folder_named_prefect_toml_stops_prefect(tmp_path: Path) -> None:
    project(tmp_path, "prefect.toml", "x")
    assert found(tmp_path) == ["", "prefect.toml", "x"]
    done = run("check", cwd=tmp_path)
    assert done.out.startswith("prefect.toml:1:1: error[unreadable-file]")
    assert "2 files checked" not in done.out


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_links_to_files_count_and_links_to_folders_do_not(tmp_path: Path) -> None:
    project(tmp_path, "a")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "prefect.toml").symlink_to(tmp_path / "a" / "prefect.toml")
    assert found(tmp_path) == ["a", "c"]


@pytest.mark.parametrize(
    ("ignores", "expected"),
    [
        ({"": "build/\n"}, ["", "src", "src/deep"]),
        ({"": "/src\n"}, ["", "build", "build/src"]),
        ({"": "src\n"}, ["", "build"]),
        ({"": "# src\n\nsrc/deep\n"}, ["", "build", "build/src", "src"]),
        ({"": "**/deep\n"}, ["", "build", "build/src", "src"]),
        ({"": "prefect.toml\n"}, []),
        ({"": "prefect.toml\n!/src/prefect.toml\n"}, ["src"]),
        ({"": "src/*\n!src/deep/\n"}, ["", "build", "build/src", "src/deep"]),
        # Git does not look into an ignored folder, so no pattern can include a file in it again.
        ({"": "src/\n!src/deep/\n"}, ["", "build"]),
        ({"": "src/\n", "src": "!deep/\n"}, ["", "build"]),
        # The inner file wins.
        ({"": "prefect.toml\n", "src": "!prefect.toml\n"}, ["src", "src/deep"]),
        ({"src": "deep\n"}, ["", "build", "build/src", "src"]),
        ({"src": "/build\n"}, ["", "build", "build/src", "src", "src/deep"]),
        ({"": "\\!x\nbuil[d]\n"}, ["", "src", "src/deep"]),
        # A pattern that matches nothing does not stop the others.
        ({"": "!\nsrc\\\n[z-a\n[^ [-*]\nbuild\n"}, ["", "src", "src/deep"]),
        ({"": b"\xff\xfe/x\nbuild\n"}, ["", "src", "src/deep"]),
    ],
)
def test_gitignore(ignores: dict[str, str | bytes], expected: list[str], tmp_path: Path) -> None:
    project(tmp_path, "", "build", "build/src", "src", "src/deep")
    for folder, text in ignores.items():
        write(tmp_path / folder / ".gitignore", text)
    assert found(tmp_path) == expected
    assert _as_git_sees_it(tmp_path) == expected


def _as_git_sees_it(root: Path) -> list[str]:
    """The folders of the files that `git add` would add."""
    git = ["git", "-c", "core.excludesFile=", "-C", str(root)]
    try:
        subprocess.run([*git, "init", "-q"], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("git is not installed")
    listing = subprocess.run(
        [*git, "ls-files", "--others", "--exclude-standard", "--", ":(glob)**/prefect.toml"],
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted(os.path.dirname(line) for line in listing.stdout.splitlines())


def test_gitignore_of_the_folders_above(tmp_path: Path) -> None:
    project(tmp_path, "repo/team/keep", "repo/team/drop")
    write(tmp_path / "repo" / ".gitignore", "drop\n")
    write(tmp_path / ".gitignore", "keep\n")  # above the repository's root
    assert found(tmp_path / "repo" / "team") == ["drop", "keep"]
    (tmp_path / "repo" / ".git").mkdir()
    assert found(tmp_path / "repo" / "team") == ["keep"]
    assert found(tmp_path / "repo", "team") == ["team/keep"]


def test_an_ignored_path_named_explicitly_is_searched(tmp_path: Path) -> None:
    project(tmp_path, "build/a", "build/b")
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".gitignore", "build/\n")
    write(tmp_path / "build" / ".gitignore", "b\n")
    assert found(tmp_path) == []
    assert found(tmp_path, "build") == ["build/a"]
    assert found(tmp_path, "build/a/prefect.toml") == ["build/a"]


def test_all_folders_without_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    done = run("check", "a", "b", cwd=tmp_path)
    assert done.status == 0
    assert "a, b" in done.err


@pytest.mark.parametrize(
    ("text", "is_prefects"),
    [
        ("tool.prefect.server.api.port = 4300\n", True),
        ("[tool]\nprefect.server.api.port = 4300\n", True),
        ("tool = { prefect = { server.api.port = 4300 } }\n", True),
        ('tool.other.name = "prefect"\n', False),
        ('[project]\ndependencies = ["prefect"]\n', False),
    ],
)
def test_a_pyproject_that_is_prefects_without_a_header(
    tmp_path: Path, text: str, is_prefects: bool
) -> None:
    """Alone, the file gives no finding; here `prefect.toml` overrides it."""
    write(tmp_path / "prefect.toml", "[server.api]\nport = 4400\n")
    write(tmp_path / "pyproject.toml", text)
    assert paths_checked(cwd=tmp_path) == ["pyproject.toml"] * is_prefects


@pytest.mark.parametrize(("release", "is_prefects"), [("3.1.0", True), ("3.9.1", False)])
def test_a_dotenv_that_sets_something_by_a_bare_name(
    tmp_path: Path, release: str, is_prefects: bool
) -> None:
    write(tmp_path / "requirements.txt", f"prefect=={release}\n")
    write(tmp_path / ".env", "PORT=x\n")
    assert paths_checked(cwd=tmp_path) == [".env"] * is_prefects


@pytest.mark.parametrize("key", ["profiles_path", '"profiles\\u005fpath"', '"\\u0070rofiles_path"'])
def test_profiles_path_is_found_even_if_its_key_is_escaped(tmp_path: Path, key: str) -> None:
    write(tmp_path / "prefect.toml", f'{key} = "sub/own.toml"\n')
    write(tmp_path / "sub" / "own.toml", "[profiles.a]\nPREFECT_API_URLL = 'x'\n")
    shown = run("check", "--show-files", cwd=tmp_path).out.splitlines()
    assert shown == ["prefect.toml", "sub/own.toml"]
