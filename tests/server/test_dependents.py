"""Open, unsaved documents that depend on each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

from tests.server.editor import open_at

TOML = "[server.api]\nport = 1\n"


def change(client: LanguageClient, uri: str, version: int, text: str) -> None:
    whole = lsp.TextDocumentContentChangeWholeDocument(text)
    document = lsp.VersionedTextDocumentIdentifier(version, uri)
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [whole]))


async def told(client: LanguageClient, uri: str, expected: list[str]) -> None:
    """Wait until a document's diagnostics have these messages."""
    while [each.message for each in client.diagnostics.get(uri, ())] != expected:
        await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)


@pytest.mark.asyncio
@pytest.mark.slow
async def test_one_document_overrides_the_other(client: LanguageClient, tmp_path: Path) -> None:
    def wins(line: int) -> list[str]:
        variable = "PREFECT_SERVER_API_PORT"
        return [
            f"Prefect ignores `server.api.port` here: `{variable}` on line {line} of `.env` wins"
        ]

    toml = open_at(client, tmp_path / "prefect.toml", TOML)
    dotenv = open_at(client, tmp_path / ".env", "")
    open_at(client, tmp_path / "other" / "prefect.toml", TOML)
    change(client, dotenv, 2, "PREFECT_SERVER_API_PORT=2")
    await told(client, toml, wins(1))
    change(client, dotenv, 3, "\nPREFECT_SERVER_API_PORT=2")
    await told(client, toml, wins(2))
    change(client, dotenv, 4, "\n# PREFECT_SERVER_API_PORT=2")
    await told(client, toml, [])
    change(client, dotenv, 5, "PREFECT_SERVER_API_PORT=2")
    await told(client, toml, wins(1))
    closed = lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(dotenv))
    client.text_document_did_close(closed)  # unsaved, so the file still does not exist
    await told(client, toml, [])


PROFILES = 'active = "a"\n[profiles.a]\nPREFECT_SERVER_API = \'{"port": 3}\'\n'
WINS = "Prefect ignores `server.api.port` here: `PREFECT_SERVER_API` on line 3 of `{}` wins".format


@pytest.mark.asyncio
@pytest.mark.slow
async def test_an_edited_document_names_the_profiles_it_is_judged_by(
    client: LanguageClient, tmp_path: Path
) -> None:
    (tmp_path / "a.toml").write_text(PROFILES)
    (tmp_path / "b.toml").write_text(PROFILES.replace("SERVER_API", "SERVER_DATABASE"))
    uri = open_at(client, tmp_path / "prefect.toml", TOML)
    await told(client, uri, [])
    change(client, uri, 2, 'profiles_path = "a.toml"\n' + TOML)
    await told(client, uri, [WINS("a.toml")])
    change(client, uri, 3, 'profiles_path = "b.toml"\n' + TOML)
    await told(client, uri, [])
    change(client, uri, 4, '# \nprofiles_path = "a.toml"\n' + TOML)
    await told(client, uri, [WINS("a.toml")])
    change(client, uri, 5, TOML)
    await told(client, uri, [])


@pytest.mark.asyncio
async def test_a_document_names_other_profiles_than_its_file(
    client: LanguageClient, tmp_path: Path
) -> None:
    (tmp_path / "a.toml").write_text(PROFILES)
    uri = open_at(client, tmp_path / "prefect.toml", 'profiles_path = "a.toml"\n' + TOML)
    await told(client, uri, [WINS("a.toml")])


@pytest.mark.asyncio
async def test_a_dotenv_names_the_profiles_for_the_other_files(
    client: LanguageClient, tmp_path: Path
) -> None:
    (tmp_path / "a.toml").write_text(PROFILES)
    dotenv = open_at(client, tmp_path / ".env", "PREFECT_SERVER_API_PORT=1\n")
    await told(client, dotenv, [])
    text = "PREFECT_SERVER_API_PORT=1\nPREFECT_PROFILES_PATH=a.toml\n"
    change(client, dotenv, 2, text)
    wins = "Prefect ignores `PREFECT_SERVER_API_PORT` here: `PREFECT_SERVER_API` on line 3 of "
    await told(client, dotenv, [f"{wins}`a.toml` wins"])


@pytest.mark.asyncio
@pytest.mark.slow
async def test_home_moves_the_profiles(client: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / "one" / "profiles.toml").mkdir(parents=True)
    uri = open_at(client, tmp_path / "prefect.toml", "")
    text = 'home = "{}"\nprofiles_path = "$PREFECT_HOME/profiles.toml"\n'
    folders = (str(tmp_path / "one"), str(tmp_path / "two"))
    for version, folder in enumerate(folders * 2, start=2):
        change(client, uri, version, text.format(folder))
        while True:
            await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
            codes = {each.code for each in client.diagnostics[uri]}
            if ("profiles-path-is-folder" in codes) == (folder == folders[0]):
                break
