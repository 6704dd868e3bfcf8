"""`check` in a project with its own settings classes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.command import findings, run, severities, write

SOURCE = """\
from prefect.settings.base import PrefectBaseSettings, build_settings_config


class AcmeSettings(PrefectBaseSettings):
    model_config = build_settings_config(("acme",))
    host: str = "localhost"
    port: int = 80
"""
SETTINGS = '[acme]\nhost = "a"\nport = "not judged"\n'


def test_a_table_is_known_in_every_file(tmp_path: Path) -> None:
    write(tmp_path / "src" / "acme.py", SOURCE)
    write(tmp_path / "prefect.toml", SETTINGS)
    write(tmp_path / "pyproject.toml", SETTINGS.replace("[acme]", "[tool.prefect.acme]"))
    write(tmp_path / ".env", "PREFECT_ACME_HOST=a\nprefect_acme_port=b\n")
    assert severities(tmp_path) == []
    os.remove(tmp_path / "src" / "acme.py")
    assert len(severities(tmp_path)) == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[acme]\nhots = 1\n", "`AcmeSettings` (src/acme.py) has no field for `acme.hots` and "
         "ignores it; did you mean `host`?"),
        ("[acme.other]\n", "`AcmeSettings` (src/acme.py) has no field for `acme.other` and "
         "ignores it"),
        ("acme = {host = 1, hots = 1}\n", "`AcmeSettings` (src/acme.py) has no field for "
         "`acme.hots` and ignores it; did you mean `host`?"),
        ("acme.hots = 1\n", "`AcmeSettings` (src/acme.py) has no field for `acme.hots` and "
         "ignores it; did you mean `host`?"),
    ],
)  # fmt: skip
def test_a_key_that_the_class_does_not_have(text: str, message: str, tmp_path: Path) -> None:
    write(tmp_path / "src" / "acme.py", SOURCE)
    write(tmp_path / "prefect.toml", text)
    found = findings(cwd=tmp_path)
    assert [(each["severity"], each["code"], each["message"]) for each in found] == [
        ("warning", "unknown-setting", message)
    ]


SUB = "`AcmeSettings` (src/acme.py) has no field for `acme.sub` and ignores "


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[acme.sub]\n", [(1, SUB + "it")]),
        ("[acme.sub]\na = 1\n", [(1, SUB + "the key in it")]),
        ("[acme.sub]\na = 1\nb = 2\n", [(1, SUB + "the 2 keys in it")]),
        ("[acme.sub]\na = 1\n[acme.sub.deep]\nb = 2\nc = 3\n", [(1, SUB + "the 3 keys in it")]),
        ("[acme]\nsub.a = 1\nsub.b = 2\n", [(2, SUB + "the 2 keys in it")]),
        ("acme.sub = {a = 1, b.c = 2}\n", [(1, SUB + "the 2 keys in it")]),
        ("[acme.other]\na = 1\n[acme.sub]\na = 1\n",
         [(1, SUB.replace("sub", "other") + "the key in it"), (3, SUB + "the key in it")]),
        ("[acme.sub]\na = 1\nb = 2 # prefect-toml: ignore[unknown-setting]\n",
         [(1, SUB + "the key in it")]),
        ("[acme.sub] # prefect-toml: ignore[unknown-setting]\na = 1\nb = 2\n", []),
    ],
)  # fmt: skip
def test_a_table_that_the_class_does_not_have_is_one_finding(
    text: str, shown: list[tuple[int, str]], tmp_path: Path
) -> None:
    write(tmp_path / "src" / "acme.py", SOURCE)
    write(tmp_path / "prefect.toml", text)
    found = findings(cwd=tmp_path)
    assert [(each["line"], each["message"]) for each in found] == shown


def test_other_fields_that_a_class_may_have_are_not_reported(tmp_path: Path) -> None:
    write(tmp_path / "acme.py", SOURCE.replace("(PrefectBaseSettings)", "(CompanySettings)"))
    write(tmp_path / "prefect.toml", "[acme]\nmore = 1\n[acme.deep]\nx = 1\n")
    write(tmp_path / ".env", "PREFECT_ACME_MORE=a\n")
    assert severities(tmp_path) == []


def test_a_variable_similar_to_that_of_a_class(tmp_path: Path) -> None:
    write(tmp_path / "acme.py", SOURCE)
    write(tmp_path / ".env", "PREFECT_ACME_HOTS=a\n")
    (found,) = findings(cwd=tmp_path)
    assert (found["severity"], found["code"]) == ("warning", "unknown-variable")
    assert found["message"].endswith("Did you mean `PREFECT_ACME_HOST`?")


def test_prefect_warns_of_variables_of_classes_in_the_profile(tmp_path: Path) -> None:
    write(tmp_path / "acme.py", SOURCE)
    write(tmp_path / "profiles.toml", "[profiles.a]\nPREFECT_ACME_HOST = 'a'\n")
    (found,) = findings("profiles.toml", cwd=tmp_path)
    assert (found["severity"], found["code"]) == ("warning", "own-variable")
    assert "`AcmeSettings` (acme.py)" in found["message"]


def test_the_project_around_a_file_is_searched(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "")
    write(tmp_path / "src" / "acme.py", SOURCE)
    write(tmp_path / "deploy" / "prefect.toml", SETTINGS)
    assert severities(tmp_path / "deploy", "prefect.toml") == []
    assert severities(tmp_path / "deploy") == []
    assert severities(tmp_path, "deploy/prefect.toml") == []


def test_a_folder_that_is_checked_is_searched(tmp_path: Path) -> None:
    write(tmp_path / "src" / "acme.py", SOURCE)
    write(tmp_path / "deploy" / "prefect.toml", SETTINGS)
    assert severities(tmp_path, ".") == []
    assert len(severities(tmp_path, "deploy")) > 0


def test_no_search_if_all_names_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect_toml_lsp.project.class_search import ClassSearch

    def fail(*_: object) -> None:
        raise AssertionError("searched")

    monkeypatch.setattr(ClassSearch, "work", fail)
    write(tmp_path / "prefect.toml", "[server.api]\nport = 'x'\n")
    write(tmp_path / ".env", "PREFECT_API_URL=x\n")
    assert run("check", cwd=tmp_path).status == 1


def test_a_broken_python_file_is_reported_once(tmp_path: Path) -> None:
    write(tmp_path / "acme.py", SOURCE)
    write(tmp_path / "broken.py", SOURCE + "def (:\n")
    for folder in ("a", "b"):
        write(tmp_path / folder / "prefect.toml", SETTINGS)
    done = run("check", cwd=tmp_path)
    assert done.status == 0
    assert done.err.count("broken.py: line 8 is not Python") == 1
