"""A project's own settings classes and configuration, over stdio."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from prefect_toml_lsp.server import project_classes
from tests.server.test_folders import Folder, codes
from tests.server.wire import Wire

pytestmark = pytest.mark.slow

SOURCE = """\
from prefect.settings.base import PrefectBaseSettings, build_settings_config


class AcmeSettings(PrefectBaseSettings):
    model_config = build_settings_config(("acme",))
    host: str = "s3cret"
    port: "int | None" = None
"""
SETTINGS = "[acme]\nhost = 1\nhots = 2\n"


async def published(client: LanguageClient, uri: str) -> list[lsp.Diagnostic]:
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[uri])


@pytest.mark.asyncio
async def test_a_new_python_file_is_followed(client: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "prefect.toml").as_uri()
    item = lsp.TextDocumentItem(uri, "toml", 1, SETTINGS)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    assert (await published(client, uri))[0].code == "unknown-table"
    (tmp_path / "acme.py").write_text(SOURCE)
    # This client does not watch files: the server looks again when a file is saved.
    client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    while [each.code for each in await published(client, uri)] != ["unknown-setting"]:
        pass
    (found,) = client.diagnostics[uri]
    assert found.message == (
        "`AcmeSettings` (acme.py) has no field for `acme.hots` and ignores it; did you mean `host`?"
    )
    (tmp_path / "acme.py").unlink()
    client.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(uri)))
    while (await published(client, uri))[0].code != "unknown-table":
        pass


@pytest.mark.asyncio
async def test_changes_of_a_known_file_are_noticed_without_a_notification(
    client: LanguageClient, tmp_path: Path
) -> None:
    (tmp_path / "acme.py").write_text(SOURCE)
    uri = (tmp_path / "prefect.toml").as_uri()
    item = lsp.TextDocumentItem(uri, "toml", 1, SETTINGS)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    assert [each.code for each in await published(client, uri)] == ["unknown-setting"]
    (tmp_path / "acme.py").write_text(SOURCE + "    hots: int = 1\n")
    identifier = lsp.TextDocumentIdentifier(uri)
    await client.text_document_hover_async(lsp.HoverParams(identifier, lsp.Position(0, 0)))
    while await published(client, uri):
        pass


def test_python_files_are_watched_once_they_matter(tmp_path: Path) -> None:
    source = tmp_path / "src" / "acme.py"
    source.parent.mkdir()
    source.write_text(SOURCE)
    with Wire() as wire:
        folder = Folder(wire, tmp_path)
        assert codes(folder.open("debug_mode = true\n")) == []
        assert not any("**/*.py" in each for each in folder.watched)
        assert codes(folder.edit(SETTINGS)) == ["unknown-setting"]
        assert any("**/*.py" in each for each in folder.watched)
        source.write_text(SOURCE + "    hots: int = 1\n")
        assert folder.changed(source) == []
        os.remove(source)
        assert "unknown-table" in codes(folder.changed(source))


def test_hover_shows_the_type_of_a_field(tmp_path: Path) -> None:
    (tmp_path / "acme.py").write_text(SOURCE)
    with Wire() as wire:
        folder = Folder(wire, tmp_path)
        folder.open("[acme]\nhost = 1\nport = 2\n")
        assert (
            folder.hover(0, 2)
            == "**`acme`** — a table\n\nRead by `AcmeSettings` (`acme.py`, line 4)"
        )
        text = folder.hover(1, 1)
        assert text == "**`acme.host`** — `str`\n\nRead by `AcmeSettings` (`acme.py`, line 4)"
        assert "`int | None`" in folder.hover(2, 1)


def test_findings_that_do_not_need_the_search_do_not_wait(tmp_path: Path) -> None:
    # more files than one step of the search reads
    for index in range(3000):
        (tmp_path / f"f{index}.py").write_text("class A(B): pass\n" * 200)
    (tmp_path / "z.py").write_text(SOURCE)
    with Wire() as wire:
        folder = Folder(wire, tmp_path)
        text = "[acme]\nhost = 1\n[other]\nx = 1\n[server.api]\nprot = 1\n"
        assert codes(folder.open(text)) == ["unknown-setting"]
        found = folder.published()
        assert "`other`" in str(found)
        assert "`acme" not in str(found)
        assert "AcmeSettings" in folder.hover(0, 1)


def test_the_configuration_of_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    configuration = tmp_path / "prefect-toml-lsp.toml"
    with Wire() as wire:
        folder = Folder(wire, tmp_path)
        assert codes(folder.open("[acme]\n")) == ["unknown-table"]
        assert any("prefect-toml-lsp.toml" in each for each in folder.watched)
        configuration.write_text('knownTables = ["acme"]\nknownTable = []\n')
        assert folder.changed(configuration) == []
        folder.changed(configuration)
        said = [each for each in folder.logged if "knownTable " in each]
        assert len(said) == 1
        assert "line 2: knownTable is not a setting" in said[0]
        assert "did you mean `knownTables`?" in said[0]
        configuration.write_text('severities = {"unknown-table" = "hint"}\n')
        assert [each["severity"] for each in folder.changed(configuration)] == [4]


def test_the_settings_of_the_editor_win(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.prefect-toml-lsp]\nplainSecrets = "warning"\nknownTables = ["acme"]\n'
        'knownVariables = ["PREFECT_X"]\nprefectVersion = "3.1.0"\n'
    )
    with Wire() as wire:
        folder = Folder(wire, tmp_path, knownTables=["other"], prefectVersion="3.9.1")
        found = folder.open('[acme]\n[other]\n[api]\nkey = "s3cret"\n[server.logs]\n')
        assert [(each["code"], each["severity"]) for each in found] == [
            ("unknown-table", 2), ("plain-secret", 2),
        ]  # fmt: skip


def test_wrong_patterns_in_the_editor_are_shown(tmp_path: Path) -> None:
    with Wire() as wire:
        folder = Folder(wire, tmp_path, knownTables=["a..b", "acme"], knownVariables="x")
        assert folder.open("[acme]\n") == []
        assert [each for each in folder.shown if "knownTables: pattern 1" in each]
        assert [each for each in folder.shown if "knownVariables must be a list" in each]


def test_each_step_of_a_search_is_short() -> None:
    assert project_classes.AT_ONCE <= 0.02
