"""The parts of pygls on which `server.pygls_private` and `server.protocol` rely."""

from __future__ import annotations

import inspect
import re
import traceback
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls import exceptions
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import JsonRPCProtocol

from prefect_toml_lsp.server import pygls_private
from prefect_toml_lsp.server.protocol import Protocol

SOURCES = Path(inspect.getfile(pygls_private)).parents[1]
PRIVATE = re.compile(r"(?:\bsuper\(\)|\b_?server|\bprotocol)\.(_[a-z]\w+)")
OWN = re.compile(r"\bself\.(_[a-z]\w+)")


@pytest.fixture
def protocol() -> LanguageServerProtocol:
    server = LanguageServer("contract", "1")
    return server.protocol


@pytest.mark.parametrize(
    "name", ["_converter", "_server", "_shutdown", "_workspace", "_result_types", "writer"]
)
def test_a_new_protocol_has_these_attributes(protocol: LanguageServerProtocol, name: str) -> None:
    assert name in vars(protocol)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("_send_data", ["self", "data"]),
        ("_send_response", ["self", "msg_id", "result", "error"]),
        ("structure_message", ["self", "data"]),
        ("handle_message", ["self", "message"]),
        ("lsp_initialize", ["self", "params"]),
    ],
)
def test_methods_accept_our_arguments(name: str, parameters: list[str]) -> None:
    assert list(inspect.signature(getattr(LanguageServerProtocol, name)).parameters) == parameters


def test_answers_are_sent_by_the_method_that_is_overridden() -> None:
    for name in ("_send_handler_result", "_handle_request"):
        assert "self._send_response(" in inspect.getsource(getattr(JsonRPCProtocol, name))


@pytest.mark.parametrize(
    "method",
    [lsp.TEXT_DOCUMENT_DID_OPEN, lsp.TEXT_DOCUMENT_DID_CHANGE, lsp.TEXT_DOCUMENT_DID_CLOSE],
)
def test_our_handlers_replace_the_built_in_ones(method: str) -> None:
    server = LanguageServer("contract", "1", protocol_cls=Protocol)
    taken = server.protocol.fm.builtin_features[method]
    assert inspect.unwrap(taken).__module__ == Protocol.__module__


def test_the_log_record_of_a_late_cancellation() -> None:
    source = inspect.getsource(JsonRPCProtocol._handle_cancel_notification)
    assert pygls_private.LATE_CANCELLATION in source


def test_the_log_record_of_a_message_that_lsprotocol_refuses() -> None:
    source = inspect.getsource(JsonRPCProtocol.structure_message)
    assert f'logger.error("{pygls_private.UNREAD}' in source
    assert "raise JsonRpcInvalidParams() from exc" in source


def test_no_traceback_is_formatted_for_a_refused_message(monkeypatch: pytest.MonkeyPatch) -> None:
    protocol = LanguageServer("contract", "1", protocol_cls=Protocol).protocol
    traces: list[str] = []
    monkeypatch.setattr(traceback, "format_exc", lambda: traces.append("a trace") or "")
    position = {"line": 0, "character": 0}
    params = {
        "textDocument": {"uri": "file:///prefect.toml"},
        "range": {"start": position, "end": position},
        "context": {"diagnostics": "x" * 100},
    }
    message = {"jsonrpc": "2.0", "method": lsp.TEXT_DOCUMENT_CODE_ACTION, "params": params}
    with pytest.raises(exceptions.JsonRpcInvalidParams):
        protocol.structure_message(message)
    assert traces == []


def test_no_other_module_uses_private_parts() -> None:
    theirs = {
        name
        for each in (LanguageServer, LanguageServerProtocol)
        for name in (*dir(each), *vars(LanguageServer("contract", "1").protocol))
        if name.startswith("_") and not name.startswith("__")
    }
    leaning = {}
    for path in SOURCES.rglob("*.py"):
        text = path.read_text("utf-8")
        derives = re.search(r"^class \w+\((?:Strict|LanguageServer)", text, re.MULTILINE)
        found = PRIVATE.findall(text) + (OWN.findall(text) if derives else [])
        if theirs.intersection(found):
            leaning[path.name] = sorted(theirs.intersection(found))
    assert list(leaning) == ["pygls_private.py"], leaning
