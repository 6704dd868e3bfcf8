"""Record our server's answers once, so that the floor can give the same ones.

A record is JSON: method -> key -> result; for ``workspace/executeCommand`` the key is the command.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from client_capabilities import Message
from lsprotocol import types
from lsprotocol.converters import get_converter

EXECUTE = types.WORKSPACE_EXECUTE_COMMAND

_converter = get_converter()

Record = dict[str, dict[str, Any]]


def key_of(params: Any) -> str:
    """The key under which the answer to a request with these parameters (of lsprotocol) is stored.

    All requests of a method about the whole document have the same key.
    """
    place = getattr(params, "range", None) or getattr(params, "position", None)
    if place is None and (places := getattr(params, "positions", None)):
        place = places[0]
    told = getattr(params, "previous_result_id", None) or getattr(
        params, "previous_result_ids", None
    )
    query = getattr(params, "query", None) or getattr(params, "command", "")
    return f"{place!r} {bool(told)} {query}"


class Recorder:
    """Records answers; only the first one for each key counts."""

    def __init__(self) -> None:
        self.record: Record = {}

    def key(self, method: str, params: Message) -> str:
        """The key of a request, from the JSON that is sent."""
        type_: Any = types.METHOD_TO_TYPES[method][2]
        return key_of(_converter.structure(params, type_))

    def take(self, method: str, params: Message, result: Any) -> None:
        """Record one answer."""
        self.record.setdefault(method, {}).setdefault(self.key(method, params), result)

    def drop(self, methods: Iterable[str]) -> None:
        """Drop methods that our server could not answer."""
        for method in methods:
            self.record.pop(method, None)

    def write(self, file: Path) -> None:
        """Write the record to a file as JSON."""
        file.write_text(json.dumps(self.record), encoding="utf-8")


def read(file: Path) -> Record:
    """The record in a file, with the results as the lsprotocol objects that a server returns."""
    record: Record = json.loads(file.read_text(encoding="utf-8"))
    return {
        method: {key: _structured(method, result) for key, result in results.items()}
        for method, results in record.items()
    }


def _structured(method: str, result: Any) -> Any:
    response = {"jsonrpc": "2.0", "id": 0, "result": result}
    type_: Any = types.METHOD_TO_TYPES[method][1]
    return _converter.structure(response, type_).result
