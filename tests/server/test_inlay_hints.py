"""`textDocument/inlayHint`, `inlayHint/resolve`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.server.wire import Wire

TEXT = "[api]\nrequest_timeout = 60\n[server.events]\nretention_period = 'P7D'\n"


def hints(
    wire: Wire, folder: Path, resolves: list[str], options: dict[str, Any]
) -> list[dict[str, Any]]:
    """Open `prefect.toml` in `folder` and ask for all of its hints."""
    offered = {"inlayHint": {"resolveSupport": {"properties": resolves}}} if resolves else {}
    params = {
        "processId": None,
        "rootUri": folder.as_uri(),
        "capabilities": {"textDocument": offered},
        "initializationOptions": options,
    }
    answer = wire.request(0, "initialize", params)
    assert answer["result"]["capabilities"]["inlayHintProvider"] == {"resolveProvider": True}
    wire.notify("initialized", {})
    uri = (folder / "prefect.toml").as_uri()
    document = {"uri": uri, "languageId": "toml", "version": 1, "text": TEXT}
    wire.notify("textDocument/didOpen", {"textDocument": document})
    end = {"line": 4, "character": 0}
    where = {"start": {"line": 0, "character": 0}, "end": end}
    params = {"textDocument": {"uri": uri}, "range": where}
    found: list[dict[str, Any]] = wire.request(1, "textDocument/inlayHint", params)["result"]
    return found


def test_hints_are_resolved_on_demand(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PREFECT_API_REQUEST_TIMEOUT=5\n")
    with Wire() as wire:
        first, second = hints(wire, tmp_path, ["tooltip", "label.location"], {})
        assert "tooltip" not in first
        assert [part["value"] for part in first["label"]] == ["→ 5.0 (", ".env", ")"]
        assert all("location" not in part for part in first["label"])
        assert second["label"] == "7 days"
        resolved = wire.request(2, "inlayHint/resolve", first)["result"]
        assert resolved["label"][1]["location"]["uri"] == (tmp_path / ".env").as_uri()
        assert "api.request_timeout" in resolved["tooltip"]["value"]
        assert resolved["position"] == first["position"] == {"line": 1, "character": 20}


def test_hints_that_are_switched_off(tmp_path: Path) -> None:
    with Wire() as wire:
        assert hints(wire, tmp_path, [], {"inlayHints": {"durations": False}}) == []


def test_a_client_that_does_not_resolve_gets_all_at_once(tmp_path: Path) -> None:
    with Wire() as wire:
        for hint in hints(wire, tmp_path, [], {}):
            assert hint["tooltip"]["value"]
            assert "data" not in hint
