"""Messages with values of other versions of the protocol, or invalid values."""

from __future__ import annotations

import asyncio
import copy
import json
import random
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs
import pytest
from cattrs.errors import ClassValidationError
from lsprotocol import types as lsp
from pygls.protocol import default_converter

from prefect_toml_lsp.server.app import make_server
from prefect_toml_lsp.server.unknown_values import json_name, structure_known
from tests.server.wire import INITIALIZE, Wire

BAD: tuple[Any, ...] = (None, True, -1, 99, 0.5, "compact", [], [-1, "x", None], {}, {"x": [99]})
CONVERTER = default_converter()

Path = tuple[str | int, ...]


def full(type_: Any) -> Any:
    """JSON of this type with every member."""
    if get_origin(type_) in (Union, UnionType):
        options = [each for each in get_args(type_) if each is not NoneType]
        return full(max(options, key=attrs.has))
    if attrs.has(type_):
        return {json_name(each.name): full(each.type) for each in attrs.fields(type_)}
    if isinstance(get_origin(type_), type) and issubclass(get_origin(type_), Sequence):
        return [full(get_args(type_)[0])]
    if isinstance(type_, type) and issubclass(type_, Enum):
        return next(iter(type_)).value
    return {str: "file:///work", int: 1, bool: True}.get(type_, {})


EVERYTHING = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": None}
EVERYTHING["params"] = full(lsp.InitializeParams)


def paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """The path of every member and item."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, below in items:
        yield (*above, key)
        yield from paths(below, (*above, key))


def with_changed(message: Any, path: Path, change: Callable[[Any, Any], None]) -> Any:
    changed = copy.deepcopy(message)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return changed


def put(bad: Any) -> Callable[[Any, Any], None]:
    def change(holder: Any, key: Any) -> None:
        holder[key] = copy.deepcopy(bad)

    return change


def remove(holder: Any, key: Any) -> None:
    del holder[key]


def structured(message: Any) -> Any:
    """The message as the server reads it."""
    kind = lsp.METHOD_TO_TYPES[message["method"]][0]
    assert kind
    try:
        return CONVERTER.structure(message, kind)
    except ClassValidationError as error:
        return structure_known(message, CONVERTER, error)


PLACES = [path for path in paths(EVERYTHING) if path[0] == "params"]


def test_there_are_many_places_to_change() -> None:
    assert len(PLACES) > 250
    assert isinstance(structured(EVERYTHING), lsp.InitializeRequest)


@pytest.mark.slow  # changes each of some 270 members
@pytest.mark.parametrize("bad", BAD, ids=repr)
def test_initialize_can_be_read_whatever_one_member_is(bad: Any) -> None:
    refused = []
    for path in PLACES:
        message = with_changed(EVERYTHING, path, put(bad))
        if not isinstance(structured(message), lsp.InitializeRequest):
            refused.append(path)
    assert refused == []


def test_initialize_can_be_read_whatever_is_left_out() -> None:
    messages = (with_changed(EVERYTHING, path, remove) for path in PLACES)
    assert all(isinstance(structured(each), lsp.InitializeRequest) for each in messages)
    assert structured({**INITIALIZE, "params": []}).params.capabilities
    assert structured({key: INITIALIZE[key] for key in ("jsonrpc", "id", "method")})


@pytest.mark.slow
def test_the_server_starts_with_any_of_these_values() -> None:
    chance = random.Random(12)
    for _ in range(6):
        message = EVERYTHING
        # deeper places first, because their parents may be removed
        for path in sorted(chance.sample(PLACES, 3), key=len, reverse=True):
            message = with_changed(message, path, put(chance.choice(BAD)))
        assert "result" in answer_of(message), message["params"]


def answer_of(message: Any) -> Any:
    sent = []

    class Writer:
        def write(self, data: bytes) -> None:
            sent.append(json.loads(data))

        def close(self) -> None:
            raise AssertionError

    async def start() -> None:
        server = make_server()
        server.protocol.set_writer(Writer(), include_headers=False)
        server.protocol.handle_message(server.protocol.structure_message(copy.deepcopy(message)))

    asyncio.run(start())
    return next(each for each in sent if "method" not in each)


# The valid rest of a message


def start(**capabilities: Any) -> dict[str, Any]:
    params = {"processId": None, "rootUri": None, "capabilities": capabilities}
    return {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}


def test_known_items_of_an_array_stay() -> None:
    tags = {"valueSet": [1, 2, -1, -2]}
    kinds = {"symbolKind": {"valueSet": [1, 27, 5, 99]}, "dynamicRegistration": True}
    formats = {"contentFormat": ["asciidoc", "markdown"]}
    message = start(
        textDocument={
            "publishDiagnostics": {"tagSupport": tags, "versionSupport": True},
            "documentSymbol": kinds,
            "hover": formats,
        }
    )
    document = structured(message).params.capabilities.text_document
    assert document.publish_diagnostics.tag_support.value_set == tuple(lsp.DiagnosticTag)
    assert document.publish_diagnostics.version_support is True
    assert [*document.document_symbol.symbol_kind.value_set] == [1, 5]
    assert document.document_symbol.dynamic_registration is True
    assert document.hover.content_format == (lsp.MarkupKind.Markdown,)


def test_a_member_of_another_type_counts_as_left_out() -> None:
    message = start(textDocument={"publishDiagnostics": {"tagSupport": True}})
    message["params"].update(trace="compact", processId="me", workspaceFolders={"uri": "x"})
    params = structured(message).params
    assert params.trace is None
    assert params.process_id is None
    assert params.workspace_folders is None
    assert params.capabilities.text_document.publish_diagnostics.tag_support is None


def test_a_range_of_another_type_is_not_ignored() -> None:
    edit = {"range": "here", "text": "x"}
    document = {"uri": "file:///w/prefect.toml", "version": 1}
    params = {"textDocument": document, "contentChanges": [edit]}
    message = {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}
    assert structured(message) is None


def test_a_wrong_type_together_with_an_unknown_value_is_an_error() -> None:
    params = {"textDocument": {"uri": 1}, "position": "x", "context": {"triggerKind": 99}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "textDocument/completion", "params": params}
    assert structured(message) is None


# On the wire

URI = "file:///nowhere/prefect.toml"
DOCUMENT = {"textDocument": {"uri": URI}}
LITERALS = {"codeActionKind": {"valueSet": ["", "quickfix", "of.tomorrow"]}}
CLIENT = {
    "textDocument": {
        "codeAction": {"codeActionLiteralSupport": LITERALS},
        "completion": {"completionItem": {"tagSupport": {"valueSet": [1, 2]}, "insertTextMode": 9}},
        "semanticTokens": {"requests": {"full": 5}, "formats": ["absolute"]},
        "rename": {"prepareSupportDefaultBehavior": 2},
        "publishDiagnostics": {"tagSupport": {"valueSet": [1, 2, -1, -2]}},
    },
    "workspace": {"workspaceEdit": {"failureHandling": "weird"}},
}


@pytest.mark.slow
def test_a_client_of_a_future_protocol_is_served() -> None:
    with Wire() as wire:
        wire.send(start(**CLIENT))
        assert "result" in wire.answer(0)
        wire.notify("initialized", {})
        wire.notify("$/setTrace", {"value": "compact"})
        wire.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": URI, "type": 9}]})
        item = {"uri": URI, "languageId": "x", "version": 1, "text": "debug_mod = true\n"}
        wire.notify("textDocument/didOpen", {"textDocument": item})
        found = wire.receive()["params"]["diagnostics"]
        assert found[0]["code"] == "unknown-setting"

        found[0].update(severity=9, tags=[7, 1])
        asked = {"diagnostics": found, "only": ["of.tomorrow", "quickfix"], "triggerKind": 5}
        where = {"range": found[0]["range"], "context": asked}
        fixes = wire.request(1, "textDocument/codeAction", {**DOCUMENT, **where})["result"]
        assert "debug_mode" in json.dumps(fixes)

        at = {"position": {"line": 0, "character": 3}, "context": {"triggerKind": 99}}
        items = wire.request(2, "textDocument/completion", {**DOCUMENT, **at})["result"]["items"]
        assert items[0]["label"] == "debug_mode"
        of_tomorrow = {**items[0], "kind": 99, "tags": [5], "insertTextFormat": 9}
        assert "result" in wire.request(3, "completionItem/resolve", of_tomorrow)

        wire.request(4, "shutdown")
        wire.notify("exit")
        status, _, logged = wire.finish()
        assert (status, logged) == (0, b"")


@pytest.mark.slow
@pytest.mark.parametrize("root", ["\ud800", "a\0b", "/x" * 30_000])
def test_a_root_may_be_any_text(root: str) -> None:
    with Wire() as wire:
        message = start()
        message["params"].update(rootUri=None, workspaceFolders=None, rootPath=root)
        wire.send(message)
        assert "result" in wire.answer(0)
        wire.notify("initialized", {})
        assert wire.request(1, "workspace/symbol", {"query": ""})["result"] == []
        assert wire.request(2, "shutdown")["result"] is None


@pytest.mark.slow
def test_roots_that_are_not_uris_count_as_none() -> None:
    with Wire() as wire:
        message = start()
        folders = [{"uri": "http://[x", "name": "x"}, {"uri": "", "name": ""}]
        message["params"].update(rootUri="file://[", workspaceFolders=folders, rootPath=None)
        wire.send(message)
        assert "result" in wire.answer(0)
        wire.notify("initialized", {})
        changed = {"added": folders, "removed": folders}
        wire.notify("workspace/didChangeWorkspaceFolders", {"event": changed})
        item = {"uri": "http://[s/prefect.toml", "languageId": "x", "version": 1, "text": "="}
        wire.notify("textDocument/didOpen", {"textDocument": item})
        assert wire.request(1, "shutdown")["result"] is None
        wire.notify("exit")
        status, out, logged = wire.finish()
        assert (status, out, logged) == (0, b"", b"")
