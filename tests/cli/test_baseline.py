"""`--baseline`, `--write-baseline` and `--changed`: only new findings, or only changed files."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import findings, run, write

OLD = "wrong = 1\n[server]\nport = 1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "prefect.toml", OLD)
    done = run("check", "--write-baseline", "old.json", cwd=tmp_path)
    assert (done.status, done.out) == (0, "Wrote 2 findings to old.json.\n")
    return tmp_path


def new(folder: Path) -> list[tuple[int, str]]:
    found = findings("--baseline", "old.json", cwd=folder)
    return [(each["line"], each["code"]) for each in found]


def test_old_findings_do_not_count(folder: Path) -> None:
    assert run("check", cwd=folder).status == 1
    assert new(folder) == []
    assert run("check", "--baseline", "old.json", cwd=folder).status == 0


def test_lines_may_move(folder: Path) -> None:
    write(folder / "prefect.toml", f"# a comment\n\n{OLD}")
    assert new(folder) == []


def test_new_findings_count(folder: Path) -> None:
    write(folder / "prefect.toml", f"other = 1\n{OLD}")
    assert new(folder) == [(1, "unknown-setting")]
    write(folder / "prefect.toml", OLD)
    write(folder / "sub" / "prefect.toml", OLD)
    assert len(new(folder)) == 2


def test_another_finding_with_the_same_code_counts(tmp_path: Path) -> None:
    write(tmp_path / ".env", "PREFECT_API_URLL=1\n")
    run("check", "--write-baseline", "old.json", cwd=tmp_path)
    write(tmp_path / ".env", "PREFECT_API_URLL=1\nPREFECT_API_KEYY=2\n")
    assert new(tmp_path) == [(2, "unknown-variable")]


def test_no_secret_is_in_it(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", '[api]\nkey = ["S3CRET"]\ntokn = "S3CRET"\n')
    run("check", "--write-baseline", "old.json", cwd=tmp_path)
    content = (tmp_path / "old.json").read_text("utf-8")
    assert json.loads(content)["findings"]
    assert "S3CRET" not in content


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"version": 2}', '{"version": 1, "findings": {"a": {"b": {"c": "d"}}}}',
     "[" * 100_000],
)  # fmt: skip
def test_a_file_that_is_not_a_baseline(folder: Path, content: str) -> None:
    write(folder / "old.json", content)
    done = run("check", "--baseline", "old.json", cwd=folder)
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines() == ["prefect-toml-lsp: old.json: this is not a baseline of check"]


def test_a_missing_baseline(folder: Path) -> None:
    done = run("check", "--baseline", "gone.json", cwd=folder)
    assert done.status == 2
    assert "--write-baseline" in done.err
    assert run("check", "--write-baseline", "no/such/file", cwd=folder).status == 2


# `--changed`, which asks git

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


def git(folder: Path, *arguments: str) -> None:
    names = ("-c", "user.name=x", "-c", "user.email=x@example.com")
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in ("a", "b", "c d"):
        write(tmp_path / name / "prefect.toml", OLD)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    return tmp_path


def changed(folder: Path, *arguments: str) -> list[str]:
    done = run("check", "--show-files", "--changed", *arguments, cwd=folder)
    assert done.status == 0, done.err
    return done.out.splitlines()


@needs_git
def test_folders_in_which_a_file_changed(repository: Path) -> None:
    assert changed(repository) == []
    write(repository / "a" / "prefect.toml", "x = 1\n")
    assert changed(repository) == ["a/prefect.toml"]
    write(repository / "c d" / ".env", "PREFECT_HOME=x\n")
    assert changed(repository) == ["a/prefect.toml", "c d/.env", "c d/prefect.toml"]
    assert changed(repository / "a") == ["prefect.toml"]


@needs_git
def test_since_a_revision(repository: Path) -> None:
    write(repository / "b" / "prefect.toml", "x = 1\n")
    git(repository, "commit", "--quiet", "-am", "second")
    assert changed(repository) == []
    assert changed(repository, "HEAD~1") == ["b/prefect.toml"]


@needs_git
def test_git_runs_nothing_of_the_repository(repository: Path) -> None:
    for key in ("core.fsmonitor", "diff.external"):
        git(repository, "config", key, f"touch {repository}/ran")
    write(repository / "a" / "prefect.toml", "x = 1\n")
    assert changed(repository) == ["a/prefect.toml"]
    assert not (repository / "ran").exists()


@pytest.mark.skipif(os.name != "posix", reason="writes a script")
@needs_git
def test_git_is_not_run_from_the_working_directory(repository: Path) -> None:
    script = write(repository / "git", f"#!/bin/sh\ntouch {repository}/ran\n")
    script.chmod(0o755)
    path = f".{os.pathsep}{os.environ['PATH']}"
    done = run("check", "--show-files", "--changed", cwd=repository, PATH=path)
    assert done.status == 0
    assert not (repository / "ran").exists()
    alone = run("check", "--changed", cwd=repository, PATH=".")
    assert (alone.status, "not installed" in alone.err) == (2, True)


@needs_git
@pytest.mark.parametrize("revision", ["no-such-revision", "--output=ran"])
def test_a_revision_that_does_not_exist(repository: Path, revision: str) -> None:
    done = run("check", f"--changed={revision}", cwd=repository)
    told = f"prefect-toml-lsp: there is no commit {revision!r} in this repository\n"
    assert done == (2, "", told)
    assert not (repository / "ran").exists()


@needs_git
def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "prefect.toml", OLD)
    done = run("check", "--changed", cwd=tmp_path)
    told = "prefect-toml-lsp: there is no commit 'HEAD' in this repository\n"
    assert done == (2, "", told)


@needs_git
def test_no_repository(tmp_path: Path) -> None:
    write(tmp_path / "prefect.toml", OLD)
    done = run("check", "--changed", cwd=tmp_path, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert done.status == 2
    assert "git does not say what changed" in done.err
