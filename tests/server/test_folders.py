"""The effect of a file's folder: the release in force, and sources that override the file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.server.wire import Wire

pytestmark = pytest.mark.slow

RUNNER = "[runner]\nheartbeat_frequency = 30\n"


class Folder:
    """A server and one `prefect.toml` in a folder on the disk."""

    capabilities: ClassVar[dict[str, Any]] = {
        "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}},
        "textDocument": {"hover": {"contentFormat": ["markdown"]}},
    }

    def __init__(self, wire: Wire, path: Path, **options: Any) -> None:
        self.wire = wire
        self.file = path / "prefect.toml"
        self.logged: list[str] = []
        self.watched: list[str] = []
        self.version = 1
        self.shown: list[str] = []
        params = {
            "processId": None,
            "rootUri": path.as_uri(),
            "capabilities": self.capabilities,
            "initializationOptions": options,
        }
        answer = wire.request(0, "initialize", params)
        self.offered = answer["result"]["capabilities"]
        wire.notify("initialized", {})

    def open(self, text: str) -> list[dict[str, Any]]:
        self.file.write_text(text)
        document = {"uri": self.file.as_uri(), "languageId": "toml", "version": 1, "text": text}
        self.wire.notify("textDocument/didOpen", {"textDocument": document})
        return self.published()

    def edit(self, text: str) -> list[dict[str, Any]]:
        """The diagnostics after replacing the whole text."""
        self.version += 1
        document = {"uri": self.file.as_uri(), "version": self.version}
        params = {"textDocument": document, "contentChanges": [{"text": text}]}
        self.wire.notify("textDocument/didChange", params)
        return self.published()

    def published(self) -> list[dict[str, Any]]:
        """The next diagnostics; messages before them are kept."""
        while True:
            message = self.wire.receive()
            if message.get("method") == "window/logMessage":
                self.logged.append(message["params"]["message"])
            if message.get("method") == "client/registerCapability":
                self.watched.append(str(message["params"]))
            if message.get("method") == "window/showMessage":
                self.shown.append(message["params"]["message"])
            if message.get("method") == "textDocument/publishDiagnostics":
                diagnostics: list[dict[str, Any]] = message["params"]["diagnostics"]
                return diagnostics

    def changed(self, path: Path) -> list[dict[str, Any]]:
        event = {"uri": path.as_uri(), "type": 2}
        self.wire.notify("workspace/didChangeWatchedFiles", {"changes": [event]})
        return self.published()

    def hover(self, line: int, column: int) -> str:
        position = {"line": line, "character": column}
        params = {"textDocument": {"uri": self.file.as_uri()}, "position": position}
        self.wire.send(
            {"jsonrpc": "2.0", "id": 9, "method": "textDocument/hover", "params": params}
        )
        while (message := self.wire.receive()).get("id") != 9:
            pass
        value: str = message["result"]["contents"]["value"]
        return value


def codes(diagnostics: list[dict[str, Any]]) -> list[str]:
    return [each["code"] for each in diagnostics]


def test_the_lock_file_decides_and_is_followed(tmp_path: Path) -> None:
    lock = tmp_path / "uv.lock"
    lock.write_text('version = 1\n[[package]]\nname = "prefect"\nversion = "3.4.1"\n')
    with Wire() as wire:
        folder = Folder(wire, tmp_path)
        assert folder.open(RUNNER) == []
        lock.write_text('version = 1\n[[package]]\nname = "prefect"\nversion = "3.9.1"\n')
        [found] = folder.changed(lock)
        assert found["code"] == "wrong-release"
        assert "flows" in found["message"]
        assert found["data"]["candidates"][0] == ["flows", "heartbeat_frequency"]


def test_a_setting_of_a_later_release(tmp_path: Path) -> None:
    with Wire() as wire:
        folder = Folder(wire, tmp_path, prefectVersion="3.1.0")
        [found] = folder.open('[client.custom_headers]\nX = "1"\n')[:1]
        assert found["code"] == "wrong-release"
        assert "3.4.8" in found["message"]


def test_an_unknown_release_is_reported_once_and_the_newest_used(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("prefect==3.99.0\n")
    with Wire() as wire:
        folder = Folder(wire, tmp_path)
        assert codes(folder.open(RUNNER)) == ["wrong-release"]
        folder.changed(tmp_path / "requirements.txt")
        folder.changed(tmp_path / "requirements.txt")
        assert len([text for text in folder.logged if "3.99.0" in text]) == 1


def test_prefect_2_is_one_warning(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("prefect==2.19.0\n")
    with Wire() as wire:
        found = Folder(wire, tmp_path).open("debug_mode = true\n")
        assert codes(found) == ["prefect-2"]
        assert found[0]["severity"] == 2


def test_dotenv_overrides_are_named_without_their_value(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# local\nPREFECT_API_URL=http://s3cret/api\n")
    with Wire() as wire:
        folder = Folder(wire, tmp_path)
        [found] = folder.open('[api]\nurl = "http://localhost/api"\n')
        assert (found["code"], found["severity"]) == ("overridden", 3)
        assert "`PREFECT_API_URL` on line 2 of `.env`" in found["message"]
        assert "s3cret" not in str(found)
        text = folder.hover(1, 1)
        where = f"{(tmp_path / '.env').as_uri()}#L2"
        second = (
            f"Set by [`PREFECT_API_URL` on line 2 of `.env`]({where}), which wins over this file"
        )
        assert text.split("\n\n")[1] == second
        assert "s3cret" not in text
        (tmp_path / ".env").unlink()
        assert folder.changed(tmp_path / ".env") == []


def test_a_value_that_is_overridden_is_never_refused(tmp_path: Path) -> None:
    """Prefect merges its sources before it validates."""
    (tmp_path / ".env").write_text("PREFECT_SERVER_API_PORT=7\n")
    with Wire() as wire:
        found = Folder(wire, tmp_path).open('[server.api]\nport = "x"\n')
        assert codes(found) == ["overridden"]


def test_the_machine_can_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a folder always count against each other."""
    monkeypatch.setenv("PREFECT_UI_URL", "http://x")
    (tmp_path / ".env").write_text("PREFECT_API_URL=http://x/api\n")
    with Wire() as wire:
        folder = Folder(wire, tmp_path, environment=False)
        (found,) = folder.open('ui_url = "http://y"\n[api]\nurl = "http://localhost/api"\n')
        assert (found["code"], found["range"]["start"]["line"]) == ("overridden", 2)


def test_secrets_can_be_a_warning(tmp_path: Path) -> None:
    with Wire() as wire:
        folder = Folder(wire, tmp_path, plainSecrets="warning")
        [found] = folder.open('[api]\nkey = "s3cret"\n')
        assert (found["code"], found["severity"]) == ("plain-secret", 2)
        assert "PREFECT_API_KEY" in found["message"]
        assert "s3cret" not in str(found)


@pytest.mark.parametrize(
    "options", [{"prefectVersion": 3}, {"environment": "no"}, {"plainSecrets": "error"}]
)
def test_a_wrong_setting_is_reported_and_its_default_used(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    with Wire() as wire:
        folder = Folder(wire, tmp_path, **options)
        assert folder.open("debug_mode = true\n") == []
        assert [text for text in folder.shown if next(iter(options)) in text]


def test_the_environment_of_the_server_overrides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "PREFECT_API_URL", "http://s3cret/api")
    with Wire() as wire:
        [found] = Folder(wire, tmp_path).open('[api]\nurl = "http://localhost/api"\n')
        assert found["code"] == "overridden"
        assert "`PREFECT_API_URL` in the environment" in found["message"]


def test_a_broken_lock_file_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "poetry.lock").write_text('[[package]\nname = "prefect\n')
    (tmp_path / "pyproject.toml").write_text("[project\n")
    with Wire() as wire:
        folder = Folder(wire, tmp_path)
        assert codes(folder.open(RUNNER)) == ["wrong-release"]
        folder.changed(tmp_path / "poetry.lock")
        assert any("pyproject.toml" in text for text in folder.logged)


def test_half_typed_lines_are_not_logged(tmp_path: Path) -> None:
    """The diagnostics of an open document report them; for other files the log does."""
    dotenv = tmp_path / ".env"
    with Wire() as wire:
        folder = Folder(wire, tmp_path)
        folder.open("debug_mode =\n")
        beside = tmp_path / "pyproject.toml"
        document = {"uri": beside.as_uri(), "languageId": "toml", "version": 1, "text": ""}
        wire.notify("textDocument/didOpen", {"textDocument": document})
        folder.published()
        folder.changed(dotenv)
        assert [text for text in folder.logged if "is not TOML" in text] == []
        wire.notify("textDocument/didClose", {"textDocument": {"uri": folder.file.as_uri()}})
        for _ in range(4):  # the diagnostics of both documents, and all messages before each
            folder.changed(folder.file)
        assert [text for text in folder.logged if "prefect.toml: line 1 is not TOML" in text]


def test_pyproject_is_overridden_by_prefect_toml(tmp_path: Path) -> None:
    (tmp_path / "prefect.toml").write_text("[server.api]\nport = 1\n")
    with Wire() as wire:
        folder = Folder(wire, tmp_path)
        folder.file = tmp_path / "pyproject.toml"
        [found] = folder.open("[project]\nname = 1\n[tool.prefect.server.api]\nport = 'x'\n")
        assert found["code"] == "overridden"
        assert "`server.api.port` on line 2 of `prefect.toml`" in found["message"]
        text = folder.hover(3, 1)
        where = f"{(tmp_path / 'prefect.toml').as_uri()}#L2"
        assert (
            f"In force: `1`, set by [`server.api.port` on line 2 of `prefect.toml`]({where})"
            in text
        )


class Forgetful(Folder):
    """Like Neovim 0.11 on Linux: it pulls without `refreshSupport`, and watches no files."""

    capabilities: ClassVar[dict[str, Any]] = {"textDocument": {"diagnostic": {}}}


def test_a_client_that_never_pulls_again_gets_diagnostics_pushed(tmp_path: Path) -> None:
    with Wire() as wire:
        folder = Forgetful(wire, tmp_path)
        assert "diagnosticProvider" not in folder.offered
        assert folder.offered["textDocumentSync"]["save"]
        assert folder.open("debug_mode = true\n") == []
        (tmp_path / ".env").write_text("PREFECT_DEBUG_MODE=false\n")
        saved = {"textDocument": {"uri": (tmp_path / ".env").as_uri()}}
        wire.notify("textDocument/didSave", saved)
        assert codes(folder.published()) == ["overridden"]
