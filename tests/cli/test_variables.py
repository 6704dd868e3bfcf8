"""`check` on files of variables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import findings, run, write


def codes(folder: Path, *arguments: str) -> list[tuple[str, int, str]]:
    done = run("check", "--output-format", "json", *arguments, cwd=folder)
    found = json.loads(done.out)
    return [(each["severity"], each["line"], each["code"]) for each in found]


def test_a_dotenv_file_that_is_named(tmp_path: Path) -> None:
    text = "OTHER=1\nPREFECT_API_KEY=hunter2\nPREFECT_API_URI=hunter3\nPREFECT_DEBUG_MODE=hunter4"
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    assert codes(tmp_path, ".env") == [
        ("warning", 3, "unknown-variable"),
        ("error", 4, "bool-string"),
    ]
    done = run("check", ".env", cwd=tmp_path)
    assert done.status == 1
    assert "hunter" not in done.out


def test_a_profiles_file_that_is_named(tmp_path: Path) -> None:
    text = "active = 'a'\n[profiles.a]\nPREFECT_API_KEY = 'hunter2'\nPREFECT_DEBUG_MODE = 'hunter3'"
    (tmp_path / "profiles.toml").write_text(text, encoding="utf-8")
    assert codes(tmp_path, "profiles.toml") == [("error", 4, "bool-string")]
    assert "hunter" not in run("check", "profiles.toml", cwd=tmp_path).out


def test_a_folder_is_searched_for_variables_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PREFECT_API_URI=1", encoding="utf-8")
    (tmp_path / ".gitignore").write_text(".env", encoding="utf-8")
    assert codes(tmp_path, ".") == [("warning", 1, "unknown-variable")]


def test_names_that_a_compose_file_reads_from_dotenv(tmp_path: Path) -> None:
    names = ("PREFECT_DB_PASSWORD", "PREFECT_HOST", "PREFECT_API_URI", "PREFECT_UI_PORT")
    write(tmp_path / ".env", "".join(f"{name}=1\n" for name in names))
    assert len(findings(cwd=tmp_path)) == 4
    compose = "a: ${PREFECT_DB_PASSWORD:?}\nb: $PREFECT_HOST\nc: $${PREFECT_UI_PORT}\n"
    write(tmp_path / "compose.yaml", compose)
    assert [each["line"] for each in findings(cwd=tmp_path)] == [3, 4]
    (tmp_path / "compose.yaml").rename(tmp_path / "other.yaml")
    assert len(findings(cwd=tmp_path)) == 4


@pytest.mark.parametrize(
    ("envrc", "lines"),
    [
        ("dotenv\n", []),
        ("layout python\ndotenv_if_exists .env  # ours\n", []),
        ("set -a; source ./.env; set +a\n", []),
        (". .env\n", []),
        ("# dotenv\nuse flake\n", [1]),
        ("dotenv .env.local\nsource .environment\n", [1]),
        ("", [1]),
    ],
)
def test_variables_that_direnv_loads(tmp_path: Path, envrc: str, lines: list[int]) -> None:
    write(tmp_path / ".env", "export PREFECT_PROFILE=local\n")
    write(tmp_path / ".envrc", envrc)
    assert [each["line"] for each in findings(cwd=tmp_path)] == lines


PROCESS = "PREFECT_PROFILE=a\nPREFECT_LOGGING_LOGGERS_PREFECT_LEVEL=DEBUG\nPREFECT_ORION_X=1\n"


@pytest.mark.parametrize(
    ("compose", "lines"),
    [
        ("a:\n  env_file: .env\n", [3]),
        ("a:\r\n  env_file: './.env' # c\r\n", [3]),
        ("a:\n  env_file:\n    - .env\n    - b.env\n", [3]),
        ("a:\n  env_file:\n    - path: .env\n      required: false\n", [3]),
        ("a:\n  env_file: [.env, b.env]\n", [3]),
        ("a:\n  env_file:\n  - b.env\n  - .env\n", [3]),
        ("a:\n  env_file: .env.prod\n", [1, 2, 3]),
        ("a:\n  env_file: ../.env\n", [1, 2, 3]),
        ("a:\n  env_file: b.env # not .env\n  x: .env\n", [1, 2, 3]),
        ("a:\n  # env_file: .env\n", [1, 2, 3]),
        (
            "environment:\n  PREFECT_PROFILE: ${PREFECT_PROFILE}\n  X: $PREFECT_ORION_X\n",
            [2],
        ),
    ],
)
def test_variables_that_compose_passes_to_a_container(
    tmp_path: Path, compose: str, lines: list[int]
) -> None:
    write(tmp_path / ".env", PROCESS)
    assert [each["line"] for each in findings(cwd=tmp_path)] == [1, 2, 3]
    write(tmp_path / "compose.yaml", compose)
    assert [each["line"] for each in findings(cwd=tmp_path)] == lines
