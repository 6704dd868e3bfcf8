"""Unreadable files next to an open one: the server answers, and judges the other files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.bad_files import WAYS, is_possible
from tests.server.wire import Wire

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="makes pipes and links"),
]

NAMES = ("pyproject.toml", ".env", "profiles.toml", "uv.lock", "Dockerfile", ".gitignore")


def opened(wire: Wire, folder: Path, text: str) -> dict[str, Any]:
    """Start in `folder` and open a `prefect.toml`; returns the identifier of the document."""
    root = {"uri": folder.as_uri(), "name": "work"}
    capabilities = {
        "textDocument": {"diagnostic": {}},
        "workspace": {"diagnostics": {"refreshSupport": True}},
    }
    params = {"processId": None, "capabilities": capabilities, "workspaceFolders": [root]}
    wire.request(0, "initialize", params)
    wire.notify("initialized", {})
    uri = (folder / "prefect.toml").as_uri()
    item = {"uri": uri, "languageId": "toml", "version": 1, "text": text}
    wire.notify("textDocument/didOpen", {"textDocument": item})
    return {"textDocument": {"uri": uri}}


@pytest.mark.parametrize("way", WAYS)
def test_bad_files_next_to_an_open_one(way: str, tmp_path: Path) -> None:
    if not is_possible(way):
        pytest.skip("not possible for this user")
    for name in NAMES:
        WAYS[way](tmp_path / name)
    below = tmp_path / "below"
    below.mkdir()
    WAYS[way](below / "prefect.toml")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "prefect.toml").write_text('debug_mode = "x"\n')
    with Wire() as wire:
        document = opened(wire, tmp_path, 'debug_mode = "x"\n')
        assert wire.codes(1, document) == ["bool-string"]
        found = wire.request(2, "workspace/diagnostic", {"previousResultIds": []})["result"]
        errors = {each["uri"] for each in found["items"] if each["items"]}
        assert (tmp_path / "other" / "prefect.toml").as_uri() in errors
        at = {"position": {"line": 0, "character": 3}}
        assert wire.request(3, "textDocument/hover", {**document, **at})["result"]


def test_a_file_that_appears_changes_and_disappears(tmp_path: Path) -> None:
    with Wire() as wire:
        document = opened(wire, tmp_path, "debug_mode = true\n")
        dotenv = tmp_path / ".env"

        def changed(kind: int) -> None:
            changes = [{"uri": dotenv.as_uri(), "type": kind}]
            wire.notify("workspace/didChangeWatchedFiles", {"changes": changes})

        assert wire.codes(1, document) == []
        dotenv.write_text("PREFECT_DEBUG_MODE=false\n")
        changed(1)
        assert wire.codes(2, document) == ["overridden"]
        dotenv.unlink()
        dotenv.mkdir()
        changed(2)
        assert wire.codes(3, document) == []
        dotenv.rmdir()
        changed(3)
        assert wire.codes(4, document) == []
