"""The example folders, on which the README's first command runs."""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest

from tests.cli.command import AS_NEWEST, EXAMPLES, Done, findings, run, summary_line

FOLDERS = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
SCREEN = (40, 80)  # lines and columns

SECRETIVE = {
    "ignored",
    "refused",
    "broken-strings",
    "env-file",
}  # the marker where a value is masked

# The codes that each folder shows, and the exit status of `check` in it.
SHOWN: dict[str, tuple[int, set[str]]] = {
    "clean": (0, set()),
    "project": (0, {"overridden"}),
    "ignored": (1, {"unknown-setting"}),
    "ignored-tables": (1, {"unknown-table", "unknown-setting", "ignored-table"}),
    "wrong-table": (1, {"unknown-table"}),
    "moved": (1, {"wrong-release", "moved-setting"}),
    "converted": (
        0,
        {"bool-from-string", "bool-from-number", "int-from-string"},
    ),
    "refused": (1, {"wrong-type", "bool-string", "enum"}),
    "refused-numbers": (
        1,
        {"number-string", "minimum", "maximum", "int-fraction", "exclusive-minimum", "int-string"},
    ),
    "refused-durations": (1, {"duration-syntax", "exclusive-minimum", "days-to-duration"}),
    "refused-by-package": (1, {"int-string", "unknown-setting", "package-not-installed"}),
    "env-file": (1, {"number-string", "enum", "int-string", "overridden"}),
    "broken": (
        1,
        {"unclosed-header", "missing-value", "invalid-value", "unknown-setting", "missing-equals"},
    ),
    "broken-strings": (1, {"bad-escape", "unclosed-string", "unclosed-array", "invalid-value"}),
    "broken-merge": (
        1,
        {
            "duplicate-key",
            "unclosed-inline-table",
            "key-conflict",
            "duplicate-table",
            "unexpected-text",
        },
    ),
}


def test_each_has_a_page_that_shows_its_check() -> None:
    for name in FOLDERS:
        page = (EXAMPLES / name / "README.md").read_text("utf-8")
        assert f"\n$ prefect-toml-lsp check examples/{name}\n" in page, name
        assert f"]({name}/README.md)" in (EXAMPLES / "README.md").read_text("utf-8")


@functools.cache
def found(name: str) -> list[dict[str, Any]]:
    return findings(".", cwd=EXAMPLES / name)


@functools.cache
def said(name: str) -> Done:
    return run("check", ".", cwd=EXAMPLES / name)


def test_every_folder_is_described() -> None:
    listed = re.findall(r"^\| \[([\w-]+)\]\((\S+)\)", (EXAMPLES / "README.md").read_text(), re.M)
    assert sorted(name for name, _ in listed) == FOLDERS == sorted(SHOWN)
    for name, target in listed:
        assert target.startswith(f"{name}/")
        assert (EXAMPLES / target).is_file()


def test_the_clean_example_has_no_findings() -> None:
    done = run("check", "clean", cwd=EXAMPLES)
    assert (done.status, done.out) == (0, f"All good: 1 file {AS_NEWEST}.\n")


def test_all_of_them_in_one_run() -> None:
    done = run("check", "examples", cwd=EXAMPLES.parent)
    assert done.status == 1
    others = {"README.md", "pyproject.toml", "uv.lock"}
    files = [path for path in EXAMPLES.glob("*/*") if path.name not in others]
    files.append(EXAMPLES / "project" / "pyproject.toml")  # the other one has no [tool.prefect]
    last = summary_line(done.out)
    assert f"of {len(files)} files, {AS_NEWEST[:-1]}" in last
    assert re.search(r"Prefect 3\.9\.1 \((the newest known, )?pyproject\.toml, uv\.lock\)", last)
    assert "Prefect 3.8.8 (pyproject.toml)" in last


@pytest.mark.parametrize("name", FOLDERS)
def test_the_findings_of_a_folder_fit_on_one_screen(name: str) -> None:
    done = said(name)
    lines, columns = SCREEN
    rows = sum(max(1, -(-len(line) // columns)) for line in done.out.splitlines())
    assert rows <= lines
    assert done.status == SHOWN[name][0]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_shows_its_kind_of_mistake(name: str) -> None:
    assert {each["code"] for each in found(name)} == SHOWN[name][1]


@pytest.mark.parametrize(
    ("folder", "setting", "meant"),
    [
        ("ignored", "server.host", "`host` in `[server.api]`"),
        ("ignored", "server.port", "`port` in `[server.api]`"),
        ("ignored", "PREFECT_API_URL", "`url` in `[api]`"),
        ("ignored", "api.request-timeout", "`request_timeout` in `[api]`"),
        ("ignored-tables", "storage", None),
        ("wrong-table", "database", "`[server.database]`"),
        ("wrong-table", "server.service.scheduler", "`[server.services.scheduler]`"),
        (
            "ignored-tables",
            "task_runner.thread_pool_max_workers",
            "`thread_pool_max_workers` in `[tasks.runner]`",
        ),
    ],
)
def test_ignored_keys_are_named(folder: str, setting: str, meant: str | None) -> None:
    messages = [each["message"] for each in found(folder) if each["severity"] == "warning"]
    about = [message for message in messages if f"`{setting}`" in message]
    assert len(about) == 1, messages
    if meant:
        assert f"did you mean {meant}" in about[0]


@pytest.mark.parametrize("name", FOLDERS)
def test_the_severities_say_whether_prefect_starts(name: str) -> None:
    """Folders whose names say that something is refused or broken have errors, others have none."""
    stops = name.startswith(("refused", "broken", "env-file"))
    assert ("error" in {each["severity"] for each in found(name)}) == stops


@pytest.mark.parametrize("name", FOLDERS)
def test_no_secret_of_an_example_is_shown(name: str) -> None:
    out = said(name).out
    for secret in ("hunter2", "battery", "31337", "never reaches"):
        assert secret not in out
    assert ("***" in out) == (name in SECRETIVE)
