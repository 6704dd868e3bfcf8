"""The only module that relies on private parts of pygls.

Life cycle (LSP 3.17, Lifecycle Messages; JSON-RPC 2.0, Error object): requests before `initialize`,
after `shutdown`, with wrong parameters or in broken JSON get the error that is specified for them.

Large answers: what a feature has written as JSON (`features.raw_json`) goes out as it is.

`tests/server/test_pygls_private.py` holds what is used here against the pygls that is installed;
`pyproject.toml` admits those that were tried.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from typing import Any

from cattrs.errors import ClassValidationError
from lsprotocol import types as lsp
from pygls import exceptions
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from prefect_toml_lsp.features.raw_json import Encoded
from prefect_toml_lsp.features.uris import scheme_of, uri_of
from prefect_toml_lsp.server.unknown_values import structure_known

LATE_CANCELLATION = "Cancel notification for unknown"
"""How the record begins that pygls logs when a request was answered before it was cancelled."""
UNREAD = "Unable to deserialize message"
"""How the record begins about one that lsprotocol refuses."""
_FAILED = lsp.LSPErrorCodes.RequestFailed.value

log = logging.getLogger(__name__)


class StrictProtocol(LanguageServerProtocol):
    """pygls's protocol with the answers that the specification asks for."""

    _server: LanguageServer

    @property
    def server(self) -> LanguageServer:
        """The server that this is the protocol of."""
        return self._server

    @property
    def was_started(self) -> bool:
        """Whether the client has sent `initialize`."""
        return self._workspace is not None

    @property
    def was_shut_down(self) -> bool:
        """Whether the client has sent `shutdown`."""
        return bool(self._shutdown)

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Read one JSON object; a request whose parameters do not fit is answered at once."""
        try:
            return self._structure(data)
        except exceptions.JsonRpcException as error:
            if not str(data.get("method")).startswith("$/"):  # A server may skip these.
                log.error("a message could not be read")
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def _structure(self, data: dict[str, Any]) -> Any:
        """As pygls does it, but without formatting a trace of each value that does not fit: a
        string in the place of an array has one for each character.
        """
        if "jsonrpc" in data and "method" not in data and isinstance(data.get("id"), str):
            return self._structure_answer(data)  # pygls numbers what it asks by strings.
        method = data.get("method")
        type_ = self.get_message_type(method) if isinstance(method, str) else None
        is_answer = "id" in data and "error" in data
        if type_ is None or is_answer or "jsonrpc" not in data:
            return super().structure_message(data)
        try:
            return self._converter.structure(data, type_)
        except ClassValidationError as error:
            known = structure_known(data, self._converter, error)
            if known is None:
                raise exceptions.JsonRpcInvalidParams from None
            return known
        except Exception as error:
            raise exceptions.JsonRpcInternalError from error

    def _structure_answer(self, data: dict[str, Any]) -> Any:
        """What the client answers to the server: whoever waits for it is told, also where it
        cannot be read.
        """
        if data.get("error") is None:
            data = {"result": None, **data}
            data.pop("error", None)
        try:
            return super().structure_message(data)
        except exceptions.JsonRpcException:
            error = {"code": _FAILED, "message": "an answer of the client could not be read"}
            answer = {"jsonrpc": data["jsonrpc"], "id": data["id"], "error": error}
            return super().structure_message(answer)

    def handle_message(self, message: Any) -> None:
        """Handle a message, unless it comes before `initialize` or after `shutdown`."""
        if getattr(message, "jsonrpc", None) != self.VERSION:
            self.refuse(getattr(message, "id", None), exceptions.JsonRpcInvalidRequest())
            return
        untimely = self._untimely(message.method) if hasattr(message, "method") else None
        if untimely is None:
            super().handle_message(message)
        elif hasattr(message, "id"):
            self.refuse(message.id, untimely)

    def _untimely(self, method: str) -> exceptions.JsonRpcException | None:
        """The error for a message that comes before `initialize` or after `shutdown`; None if it
        may come.
        """
        if method == lsp.EXIT:
            return None
        if self.was_shut_down:
            return exceptions.JsonRpcInvalidRequest("the server has been shut down")
        if not self.was_started:
            is_start = method == lsp.INITIALIZE
            return None if is_start else exceptions.JsonRpcServerNotInitialized()
        if method == lsp.INITIALIZE:
            return exceptions.JsonRpcInvalidRequest("the server has been initialized before")
        return None

    @lsp_method(lsp.INITIALIZE)
    def lsp_initialize(
        self, params: lsp.InitializeParams
    ) -> Generator[Any, Any, lsp.InitializeResult]:
        """Start; a root that is not a URI, on which pygls fails, counts as none. One that is a path
        becomes a URI here: pygls fails on half a character.
        """
        if params.root_uri and not scheme_of(params.root_uri):
            params.root_uri = None
        if params.root_path and params.root_uri is None:
            params.root_uri = uri_of(params.root_path)
        return (yield from super().lsp_initialize(params))

    def refuse(self, message_id: str | int | None, error: exceptions.JsonRpcException) -> None:
        """Answer a message with an error; None if its id could not be read."""
        answer = {"code": error.code, "message": error.message}
        self._send_data({"jsonrpc": self.VERSION, "id": message_id, "error": answer})

    def _send_response(
        self, msg_id: str | int, result: Any = None, error: lsp.ResponseError | None = None
    ) -> None:
        """Send an answer; one that is JSON already goes out as it is."""
        if error is not None and error.code == exceptions.JsonRpcInternalError.CODE:
            # pygls tells the exception's message and all its frames; either may hold a value.
            error = lsp.ResponseError(error.code, error.message.partition(":")[0])
        if error is not None or not isinstance(result, Encoded) or self.writer is None:
            super()._send_response(msg_id, result, error)
            return
        self._result_types.pop(msg_id, None)
        body = f'{{"jsonrpc":"{self.VERSION}","id":{json.dumps(msg_id)},"result":{result}}}'
        # Over stdio, which is all that we serve, nothing is to be awaited.
        self.writer.write(f"Content-Length: {len(body)}\r\n\r\n{body}".encode("ascii"))

    def report(self, error: Exception) -> None:
        """Log what went wrong outside of any request."""
        if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
            self.refuse(None, exceptions.JsonRpcParseError())
        is_answer = isinstance(error, exceptions.JsonRpcException)
        if is_answer and not isinstance(error, exceptions.JsonRpcInternalError):
            return  # The client has been told what is wrong with its request.
        log.error("a message was not handled: %s", type(error).__name__)
