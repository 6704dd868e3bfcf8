"""The user's settings, from clients with and without `workspace/configuration`."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

from tests.server.conftest import COMMAND, capabilities
from tests.server.editor import diagnostics_of, open_file
from tests.server.test_folders import Folder, codes
from tests.server.wire import Wire

pytestmark = pytest.mark.slow

SPELT = "debug_mode = 'no'\n"


@pytest_lsp.fixture(config=ClientServerConfig(server_command=COMMAND))
async def asked_client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """An editor that answers `workspace/configuration`."""
    able = capabilities()
    able.workspace = lsp.WorkspaceClientCapabilities(
        configuration=True,
        did_change_configuration=lsp.DidChangeConfigurationClientCapabilities(
            dynamic_registration=True
        ),
    )
    registered: list[str] = []

    @lsp_client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def register(params: lsp.RegistrationParams) -> None:
        registered.extend(each.method for each in params.registrations)

    lsp_client.set_configuration({"prefectToml": {"severities": {"bool-from-string": "error"}}})
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=able))
    yield
    assert registered == [lsp.WORKSPACE_DID_CHANGE_CONFIGURATION]
    await lsp_client.shutdown_session()


async def severities(client: LanguageClient, uri: str) -> list[lsp.DiagnosticSeverity | None]:
    return [each.severity for each in await diagnostics_of(client, uri)]


@pytest.mark.asyncio
async def test_the_client_is_asked_and_asked_again(asked_client: LanguageClient) -> None:
    uri = await open_file(asked_client, SPELT)
    while [each.severity for each in asked_client.diagnostics[uri]] != [1]:
        await asked_client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    changed = {"prefectToml": {"severities": {"bool-from-string": "off"}}}
    asked_client.set_configuration(changed)
    asked_client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(None))
    assert await severities(asked_client, uri) == []


class Told(Folder):
    """A client that sends its settings with `workspace/didChangeConfiguration`."""

    def tell(self, settings: Any) -> list[dict[str, Any]]:
        self.wire.notify("workspace/didChangeConfiguration", {"settings": settings})
        return self.published()


def test_a_client_may_send_its_settings(tmp_path: Path) -> None:
    with Wire() as wire:
        folder = Told(wire, tmp_path, severities={"unknown-setting": "off"})
        assert codes(folder.open(SPELT + "prot = 1\n")) == ["bool-from-string"]
        wanted = {"severities": {"bool-from-string": "off"}}
        assert codes(folder.tell({"prefectToml": wanted})) == []
        assert codes(folder.tell({})) == ["bool-from-string"]


def test_select_and_ignore(tmp_path: Path) -> None:
    with Wire() as wire:
        folder = Told(wire, tmp_path)
        assert len(codes(folder.open(SPELT + "prot = 1\n"))) == 2
        assert codes(folder.tell({"prefectToml": {"ignore": ["unknown"]}})) == ["bool-from-string"]
        assert codes(folder.tell({"prefectToml": {"select": ["unknown"]}})) == ["unknown-setting"]
        assert codes(folder.tell({"prefectToml": {"ignore": ["all"]}})) == []


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"prefectToml": {"format": {"enable": "yes"}}}, "format.enable"),
        ({"prefectToml": {"formatting": {}}}, "formatting"),
        ({"prefectToml": {"inlayHints": {"sizes": True, "colours": True}}}, "inlayHints.colours"),
        ({"prefectToml": {"severities": {"enum": "fatal"}}}, "severities"),
        ({"prefectToml": {"severities": "off"}}, "severities"),
        ({"prefectToml": {"severities": {"wrong-typ": "off"}}}, "wrong-type"),
        ({"prefectToml": {"ignore": ["wrong-typ", "unknwon"]}}, "unknown-"),
        ({"prefectToml": {"inlayHints": True}}, "inlayHints"),
        ({"prefectToml": 5}, "prefectToml"),
        ({"prefectToml": {"prefectVersion": "foo"}}, "prefectVersion"),
    ],
)
def test_a_wrong_setting_is_shown(tmp_path: Path, settings: Any, named: str) -> None:
    with Wire() as wire:
        folder = Told(wire, tmp_path)
        folder.open(SPELT)
        assert codes(folder.tell(settings)) == ["bool-from-string"]
        wire.notify("workspace/didChangeConfiguration", {"settings": settings})
        folder.published()
        assert len(folder.shown) == 1
        assert named in folder.shown[0]


def test_the_users_own_schema(tmp_path: Path) -> None:
    own = {
        "properties": {"team": {"$ref": "#/$defs/Team"}},
        "$defs": {"Team": {"type": "object", "properties": {"size": {"type": "integer"}}}},
    }
    (tmp_path / "own.json").write_text(json.dumps(own))
    with Wire() as wire:
        folder = Told(wire, tmp_path, schema="own.json")
        found = folder.open("debug_mode = true\n[team]\nsize = 'x'\n")
        assert codes(found) == ["unknown-setting", "int-string"]
        found = folder.tell({"prefectToml": {"schema": "gone.json"}})
        assert codes(found) == ["unknown-table"]
        folder.tell({})
        assert "gone.json" in folder.shown[0]
