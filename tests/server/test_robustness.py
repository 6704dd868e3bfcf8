"""Whatever a client sends, the server gives the specified answer and goes on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.server.wire import INITIALIZE, Wire

pytestmark = pytest.mark.slow

URI = "file:///work/prefect.toml"
HOVER = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}


def opened(text: str, uri: str = URI) -> dict[str, Any]:
    return {"textDocument": {"uri": uri, "languageId": "toml", "version": 1, "text": text}}


def edit(line: int, new: str, uri: str = URI) -> dict[str, Any]:
    where = {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 0}}
    return {
        "textDocument": {"uri": uri, "version": 2},
        "contentChanges": [{"range": where, "text": new}],
    }


def test_an_unknown_request_is_an_error_and_an_unknown_notification_nothing() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.notify("$/nonsense", {"a": 1})
        wire.notify("nonsense", {"a": 1})
        assert wire.request(1, "nonsense", {})["error"]["code"] == -32601
        assert wire.request(2, "textDocument/hover", HOVER)["result"] is None


def test_broken_json_is_a_parse_error() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.send_body(b'{"jsonrpc": "2.0", "id": 7,')
        assert wire.answer(None)["error"]["code"] == -32700
        wire.send_body(b"\xff\xfe")
        assert wire.answer(None)["error"]["code"] == -32700
        assert wire.request(1, "textDocument/hover", HOVER)["result"] is None


def test_json_that_is_not_a_message_is_an_invalid_request() -> None:
    with Wire() as wire:
        wire.initialize()
        for body in (b"[]", b"1", b'"x"', b"{}", b'{"id": 3}'):
            wire.send_body(body)
            assert wire.answer(None)["error"]["code"] == -32600, body
        assert wire.request(1, "textDocument/hover", HOVER)["result"] is None


def test_wrong_parameters_are_answered() -> None:
    with Wire() as wire:
        wire.initialize()
        answer = wire.request(1, "textDocument/hover", {"position": "here"})
        assert answer["error"]["code"] == -32602
        assert wire.request(2, "textDocument/hover", HOVER)["result"] is None


def test_requests_before_initialize_and_after_shutdown_are_refused() -> None:
    with Wire() as wire:
        assert wire.request(1, "textDocument/hover", HOVER)["error"]["code"] == -32002
        wire.notify("textDocument/didOpen", opened("x = "))
        wire.initialize()
        again = wire.request(2, "initialize", {"capabilities": {}, "processId": None})
        assert again["error"]["code"] == -32600
        assert wire.request(3, "shutdown")["result"] is None
        assert wire.request(4, "textDocument/hover", HOVER)["error"]["code"] == -32600
        assert wire.request(5, "initialize", INITIALIZE["params"])["error"]["code"] == -32600
        assert wire.request(6, "shutdown")["error"]["code"] == -32600
        wire.notify("exit")
        assert wire.finish() == (0, b"", b"")


def test_another_version_of_json_rpc_is_an_invalid_request() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.send({"jsonrpc": "1.0", "id": 4, "method": "textDocument/hover", "params": HOVER})
        assert wire.answer(4)["error"]["code"] == -32600


def test_exit_without_shutdown_is_exit_status_1() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.notify("exit")
        assert wire.finish()[:2] == (1, b"")


def test_the_server_ends_with_its_input() -> None:
    with Wire() as wire:
        wire.initialize()
        status, out, _ = wire.finish()
        assert (status, out) == (1, b"")  # there was no shutdown request


def test_changes_of_documents_that_are_not_open_are_skipped() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.notify("textDocument/didChange", edit(0, "x"))
        wire.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
        wire.notify("textDocument/didOpen", opened("debug_mode ="))
        published = wire.receive()
        assert published["method"] == "textDocument/publishDiagnostics"
        assert [each["code"] for each in published["params"]["diagnostics"]] == ["missing-value"]


def test_other_files_are_left_alone() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.notify("textDocument/didOpen", opened("x =", "file:///work/other.toml"))
        wire.notify("textDocument/didOpen", opened("x =", "file:///work/my%20dir/prefect.toml"))
        published = wire.receive()
        assert published["params"]["uri"] == "file:///work/my%20dir/prefect.toml"


def test_negative_positions_do_not_stop_the_server() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.notify("textDocument/didOpen", opened("debug_mode = true"))
        wire.receive()
        wire.notify("textDocument/didChange", edit(-1, "x"))
        hover = {**HOVER, "position": {"line": 0, "character": 2}}
        assert (
            "debug_mode"
            in wire.request(1, "textDocument/hover", hover)["result"]["contents"]["value"]
        )


def test_a_cancelled_request_is_answered_once() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.notify("$/cancelRequest", {"id": 99})
        assert wire.request(1, "textDocument/hover", HOVER)["result"] is None


def test_logs_do_not_repeat_the_document() -> None:
    with Wire() as wire:
        wire.initialize()
        wire.notify("textDocument/didOpen", opened('api.key = "s3cret"'))
        wire.receive()
        broken = edit(0, "s3cret")
        broken["contentChanges"][0]["range"] = "s3cret"
        wire.notify("textDocument/didChange", broken)
        wire.request(1, "textDocument/hover", {"position": "s3cret"})
        wire.request(2, "s3cret", {"s3cret": "s3cret"})
        wire.request(3, "shutdown")
        wire.notify("exit")
        _, out, err = wire.finish()
        assert err  # the log names the failure
        assert b"s3cret" not in err + out


def test_messages_to_the_client_are_not_logged() -> None:
    with Wire() as wire:
        wire.initialize()
        document = {"uri": "file:///nowhere/prefect.toml", "languageId": "toml", "version": 1}
        wire.notify("textDocument/didOpen", {"textDocument": {**document, "text": "a = 1"}})
        where = {
            "textDocument": {"uri": document["uri"]},
            "position": {"line": 0, "character": 0},
        }
        assert wire.request(1, "textDocument/prepareRename", where)["error"]["code"] == -32803
        wrong = {"command": "prefect-toml.showRelease", "arguments": ["http://[s3cret/x"]}
        refused = wire.request(2, "workspace/executeCommand", wrong)["error"]
        assert refused["code"] == -32602
        assert "s3cret" not in str(refused)
        wire.notify("$/cancelRequest", {"id": 2})
        assert wire.request(3, "shutdown")["result"] is None
        wire.notify("exit")
        status, _, logged = wire.finish()
        assert (status, logged) == (0, b"")
