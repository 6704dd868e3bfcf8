"""The example files, which the README's first command runs on."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.cli.command import AS_NEWEST, EXAMPLES, findings, run


def found(name: str) -> list[dict[str, Any]]:
    return findings(f"{name}/prefect.toml", cwd=EXAMPLES)


def test_the_clean_one_is_clean() -> None:
    done = run("check", "clean", cwd=EXAMPLES)
    assert (done.status, done.out) == (
        0,
        f"All good: 1 file {AS_NEWEST}.\n",
    )


def test_all_of_them_in_one_run() -> None:
    done = run("check", "examples", cwd=EXAMPLES.parent)
    assert done.status == 1
    assert done.out.endswith(f" in 5 of 8 files, {AS_NEWEST}, Prefect 3.8.8 (pyproject.toml).\n")
    folders = {path.name for path in EXAMPLES.iterdir() if path.is_dir()}
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"({folder}/prefect.toml)" in listed for folder in folders)


@pytest.mark.parametrize(
    ("setting", "meant"),
    [
        ("server.host", "`host` in `[server.api]`"),
        ("server.port", "`port` in `[server.api]`"),
        ("ui.api_url", "`api_url` in `[server.ui]`"),
        ("task_runner.thread_pool_max_workers", "`thread_pool_max_workers` in `[tasks.runner]`"),
        ("PREFECT_API_URL", "`url` in `[api]`"),
        ("api.request-timeout", "`request_timeout` in `[api]`"),
        ("core.telemetry", None),
        ("storage.type", None),
        ("flush_interval", "`flush_interval` in `[server.services.event_persister]`"),
    ],
)
def test_what_is_ignored_is_named(setting: str, meant: str | None) -> None:
    messages = [each["message"] for each in found("ignored") if each["severity"] == "warning"]
    about = [message for message in messages if f"`{setting}`" in message]
    assert len(about) == 1, messages
    if meant:
        assert f"did you mean {meant}" in about[0]


def test_nothing_in_the_ignored_one_is_refused() -> None:
    assert {each["severity"] for each in found("ignored")} == {"warning", "hint"}


def test_every_kind_of_refusal_is_there() -> None:
    errors = [each["code"] for each in found("refused") if each["severity"] == "error"]
    assert {
        "wrong-type",
        "enum",
        "minimum",
        "exclusive-minimum",
        "maximum",
        "duration-syntax",
        "bool-string",
        "int-string",
        "int-fraction",
        "number-string",
    } <= set(errors)


def test_every_syntax_error_is_found_beside_the_others() -> None:
    errors = [(each["line"], each["code"]) for each in found("broken")]
    assert {
        "bad-escape",
        "duplicate-key",
        "duplicate-table",
        "invalid-value",
        "key-conflict",
        "missing-equals",
        "missing-value",
        "unclosed-array",
        "unclosed-header",
        "unclosed-inline-table",
        "unclosed-string",
        "unexpected-text",
    } <= {code for _, code in errors}
    assert (18, "unknown-setting") in errors


@pytest.mark.parametrize("name", ["ignored", "refused", "broken"])
def test_no_secret_of_an_example_is_shown(name: str) -> None:
    out = run("check", os.path.join(name, "prefect.toml"), cwd=EXAMPLES).out
    assert "***" in out
    for secret in ("hunter2", "battery", "31337", "never reaches"):
        assert secret not in out
