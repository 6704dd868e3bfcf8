"""Completion of and go to definition for a project's own settings classes."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.features.completion import complete
from prefect_toml_lsp.features.completion.dotenv import complete_dotenv
from prefect_toml_lsp.features.definition import (
    definition,
    definition_of_profile,
    definition_of_variable,
)
from tests.analysis.one_file_project import OneFileProject
from tests.features.folder import Folder, at

SOURCE = b"""\
from prefect.settings.base import PrefectBaseSettings, build_settings_config


class WorkerSettings(PrefectBaseSettings):
    model_config = build_settings_config(("integrations", "acme", "worker"))
    token: "str | None" = None


class AcmeSettings(PrefectBaseSettings):
    model_config = build_settings_config(("integrations", "acme"))
    host: str = "s3cret"
    port: int = 1
    worker: WorkerSettings = WorkerSettings()


class OtherSettings(PrefectBaseSettings):
    model_config = build_settings_config(("other",))
    name: str = "x"
"""


def opened(folder: Folder, marked: str, name: str):
    text, position = at(marked)
    snapshot = folder.view(text, name)
    context = snapshot.analysis.context
    snapshot.analysis.context = context._replace(classes=OneFileProject(SOURCE))
    return snapshot, position


def proposed(folder: Folder, marked: str, name: str = "prefect.toml") -> dict[str, str]:
    """The inserted text of each item, by label."""
    snapshot, position = opened(folder, marked, name)
    params = lsp.CompletionParams(lsp.TextDocumentIdentifier(snapshot.uri), position)
    answer = complete_dotenv if name == ".env" else complete
    found = answer(snapshot, params)
    return {each.label: each.text_edit.new_text for each in found.items}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[integrations.acme]\n|", {"host": "host = ", "port": "port = "}),
        ("[integrations.acme]\nhost = 1\np|", {"port": "port = "}),
        ("[integrations.acme.worker]\nt|", {"token": "token = "}),
        ("[other]\nn|", {"name": "name = "}),
        ("other = { n| }", {"name": "name = "}),
        ("[nobodys]\nn|", {}),
    ],
)
def test_keys(folder: Folder, marked: str, expected: dict[str, str]) -> None:
    found = proposed(folder, marked)
    assert {label: text for label, text in found.items() if "=" in text} == expected


def test_keys_below_tool_prefect(folder: Folder) -> None:
    found = proposed(folder, "[tool.prefect.other]\n|", "pyproject.toml")
    assert found == {"name": "name = "}
    assert "name" not in proposed(folder, "[other]\n|", "pyproject.toml")


@pytest.mark.parametrize(
    ("marked", "name", "expected"),
    [
        ("[|]", "prefect.toml", {"other", "integrations.acme", "integrations.acme.worker"}),
        ("[integrations.a|]", "prefect.toml", {"acme", "acme.worker"}),
        ("[tool.prefect.o|]", "pyproject.toml", {"other"}),
        ("[other]\n[|]", "prefect.toml", {"integrations.acme"}),
    ],
)
def test_headers(folder: Folder, marked: str, name: str, expected: set[str]) -> None:
    found = proposed(folder, marked, name)
    assert expected <= found.keys()
    assert "server.api" in found or "." in marked
    assert ("other" in found) == ("other" in expected)


def test_variables(folder: Folder) -> None:
    found = proposed(folder, "PREFECT_OTHER_NAME=1\nPREFECT_|", ".env")
    assert found["PREFECT_INTEGRATIONS_ACME_WORKER_TOKEN"].endswith("=")
    assert "PREFECT_OTHER_NAME" not in found
    assert "PREFECT_API_URL" in found


@pytest.mark.parametrize(
    ("marked", "name", "line"),
    [
        ("[ot|her]\n", "prefect.toml", 15),
        ("[other]\nna|me = 1\n", "prefect.toml", 17),
        ("[other]\nna|mes = 1\n", "prefect.toml", None),
        ("[integrations.acme.wor|ker]\n", "prefect.toml", 3),
        ("[tool.prefect.integrations.acme]\npo|rt = 1\n", "pyproject.toml", 11),
        ("[other]\nna|me = 1\n", "pyproject.toml", None),
        ("PREFECT_OTHER_N|AME=1\n", ".env", 17),
        ("PREFECT_OTHER_X|=1\n", ".env", None),
        ("[profiles.a]\nPREFECT_OTHER_N|AME = '1'\n", "profiles.toml", 17),
    ],
)
def test_definition(folder: Folder, marked: str, name: str, line: int | None) -> None:
    snapshot, position = opened(folder, marked, name)
    answer = {".env": definition_of_variable, "profiles.toml": definition_of_profile}
    params = lsp.DefinitionParams(lsp.TextDocumentIdentifier(snapshot.uri), position)
    found = answer.get(name, definition)(snapshot, params)
    if line is None:
        assert found is None
    else:
        assert found.uri == (OneFileProject.root / "acme.py").as_uri()
        assert found.range.start == lsp.Position(line, 0)
