"""`check` on files of variables."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import run


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
