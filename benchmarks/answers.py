"""What our server answered, recorded once, for the floor to give the same answers.

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
    """Which of a method's answers a request gets: by what it asks about.

    ``params`` as lsprotocol has them.  Requests about the whole document get one and the same.
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
    """Takes down answers; the first one for each key counts."""

    def __init__(self) -> None:
        self.record: Record = {}

    def key(self, method: str, params: Message) -> str:
        """The key of a request as it is sent."""
        return key_of(_converter.structure(params, types.METHOD_TO_TYPES[method][2]))

    def take(self, method: str, params: Message, result: Any) -> None:
        """Take down one answer."""
        self.record.setdefault(method, {}).setdefault(self.key(method, params), result)

    def drop(self, methods: Iterable[str]) -> None:
        """Forget methods that our server could not answer."""
        for method in methods:
            self.record.pop(method, None)

    def write(self, file: Path) -> None:
        """As JSON."""
        file.write_text(json.dumps(self.record), encoding="utf-8")


def read(file: Path) -> Record:
    """A record with its results as lsprotocol's objects, as a server would return them."""
    record: Record = json.loads(file.read_text(encoding="utf-8"))
    return {
        method: {key: _structured(method, result) for key, result in results.items()}
        for method, results in record.items()
    }


def _structured(method: str, result: Any) -> Any:
    response = {"jsonrpc": "2.0", "id": 0, "result": result}
    return _converter.structure(response, types.METHOD_TO_TYPES[method][1]).result
