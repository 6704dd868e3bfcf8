"""`explain`: codes, settings, tables, variables; and that no code goes without a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.cli.explain import explain
from prefect_toml_lsp.prefect import Catalogue, Packages
from tests.cli.command import run, write
from tests.locks import uv_lock


def test_no_code_is_the_name_of_a_setting() -> None:
    schema = Catalogue.load().schema()
    assert not CODES.keys() & schema.by_path.keys()


def test_a_code(tmp_path: Path) -> None:
    done = run("explain", "unknown-setting", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "unknown-setting (warning)"
    assert lines[-7:-4] == ["Wrong (prefect.toml):", "    [server]", "    port = 4300"]
    assert lines[-3:] == ["Right:", "    [server.api]", "    port = 4300"]
    assert "ignores" in done.out or "no effect" in done.out


def test_a_setting(tmp_path: Path) -> None:
    done = run("explain", "server.api.port", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "server.api.port (integer)"
    assert re.search(r"^Default +4200$", done.out, re.MULTILINE)
    assert re.search(r"^Environment +PREFECT_SERVER_API_PORT$", done.out, re.MULTILINE)
    assert re.search(r"^Since Prefect +3\.1\.0$", done.out, re.MULTILINE)
    assert lines[-2:] == ["[server.api]", "port = 4200"]
    description = Catalogue.load().schema().by_path["server.api.port"].description
    assert description in " ".join(lines)


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("[server.api]", ["[server.api] (table)", "port", "integer, default 4200"]),
        ("server.services", ["[server.services] (table)", "late_runs", "table"]),
        ("PREFECT_API_URL", ["api.url (string)"]),
        ("prefect_api_url", ["api.url (string)"]),
        ("server.events.retention_period", ["(duration)", '"P7D" (7 days)']),
        ("logging.level", ['"DEBUG" ', '"CRITICAL" ']),
        ("client.max_retries", ["at least 0"]),
        ("client.custom_headers", ["table of strings"]),
        ("experiments.plugins.allow", ["3.4.24 to 3.6.29", "now plugins.allow"]),
        ("api.key", ["secret string", 'key = "…"']),
    ],
)
def test_subjects(subject: str, wanted: list[str], tmp_path: Path) -> None:
    done = run("explain", subject, cwd=tmp_path)
    assert done.status == 0
    for text in wanted:
        assert text in done.out


LOCK = uv_lock(prefect="3.9.1", prefect_redis="0.2.5")


@pytest.mark.parametrize(
    ("lock", "subject", "wanted"),
    [
        ("", "redis.messaging.host",
         ["Read by        prefect-redis (here as in 0.3.0, the newest known)",
          "Since          prefect-redis 0.2.2"]),
        (LOCK, "redis.messaging.host", ["Read by        prefect-redis 0.2.5 (uv.lock)"]),
        (LOCK, "PREFECT_REDIS_MESSAGING_DB", ["Read by        prefect-redis 0.2.5 (uv.lock)"]),
        (LOCK, "redis.messaging.url", ["Not in         prefect-redis 0.2.5 (uv.lock)",
                                       "Since          prefect-redis 0.2.10"]),
        (LOCK.replace("0.2.5", "0.9.1"), "redis.messaging.url",
         ["Read by        prefect-redis 0.9.1 (uv.lock; here as in 0.3.0)"]),
        (LOCK, "integrations.kubernetes",
         ["Read by        prefect-kubernetes, which this project does not install"]),
    ],
)  # fmt: skip
def test_a_setting_of_a_package_is_that_of_the_version_here(
    lock: str, subject: str, wanted: list[str], tmp_path: Path
) -> None:
    write(tmp_path / ".git" / "HEAD", "")
    write(tmp_path / "uv.lock", lock)
    done = run("explain", subject, cwd=tmp_path)
    assert done.status == 0
    for line in wanted:
        assert line in done.out.splitlines()


def test_a_package_that_is_required_without_a_version(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "prefect[redis]>=3.9\n")
    done = run("explain", "redis.messaging.host", cwd=tmp_path)
    assert "Read by        prefect-redis (requirements.txt; here as in 0.3.0)" in done.out


@pytest.mark.parametrize(
    ("subject", "nearest"),
    [
        ("server.api.prt", "server.api.port"),
        ("unknown-seting", "unknown-setting"),
        ("PREFECT_API_URI", "api.url"),
        ("server.port", "server.api.port"),
    ],
)
def test_an_unknown_subject(subject: str, nearest: str, tmp_path: Path) -> None:
    done = run("explain", subject, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert subject in done.err
    assert nearest in done.err


@pytest.mark.parametrize("subject", ["qqqqqqqq", "", ".", "a..b", "é"])
def test_a_subject_like_nothing(subject: str, tmp_path: Path) -> None:
    done = run("explain", subject, cwd=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "did you mean" not in done.err


def test_everything_can_be_explained_within_the_width() -> None:
    subjects = [*CODES, *Catalogue.load().schema(packages=Packages()).by_path]
    assert len(subjects) > 450
    for subject in subjects:
        lines = explain(subject)
        assert lines, subject
        assert lines[0].strip("[").startswith(subject)
        prose = [line for line in lines if " = " not in line and ", default " not in line]
        assert max(map(len, prose)) <= 100, subject
