"""Which files are searched for text that people read, with Git and without it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests import prose
from tests.prose import ROOT, tracked, unignored

PATTERNS = ("*.py", "*.md", "*.ts", "*.toml", "*.html", "editors/*.test.mjs", "schema/*")

needs_git = pytest.mark.skipif(
    not (ROOT / ".git").exists() or not shutil.which("git"), reason="needs the Git repository"
)


def git(*arguments: str) -> set[str]:
    command = ["git", "-c", "core.excludesFile=", *arguments, "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return {*filter(None, done.stdout.decode().split("\0"))}


@needs_git
def test_the_same_files_are_found_without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    new = git("ls-files", "--others", "--exclude-standard")
    with_git = {each: tracked(each) for each in PATTERNS}
    monkeypatch.setattr(prose.shutil, "which", lambda _: None)
    for pattern, names in with_git.items():
        assert names
        assert [name for name in tracked(pattern) if name not in new] == names


@needs_git
def test_unignored_files_are_those_of_git() -> None:
    assert {*unignored(ROOT)} == git("ls-files", "--cached", "--others", "--exclude-standard")


def test_a_folder_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in [
        (".gitignore", "build/\n*.log\n"),
        ("site/.gitignore", "/checker/\n"),
        ("a.py", ""),
        ("a.log", ""),
        ("build/b.py", ""),
        ("docs/build.md", ""),
        ("site/src/c.ts", ""),
        ("site/checker/d.ts", ""),
        ("node_modules/e/e.md", ""),
        (".venv/pyvenv.cfg", ""),
        (".venv/lib/f.py", ""),
    ]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(prose, "ROOT", tmp_path)
    assert tracked("*.py", "*.md", "*.ts", "*.log") == ["a.py", "docs/build.md", "site/src/c.ts"]
    assert tracked("site/*") == ["site/.gitignore", "site/src/c.ts"]
