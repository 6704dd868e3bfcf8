"""The one module that leans on what pygls does not promise to keep.

Life cycle (LSP 3.17, Lifecycle Messages; JSON-RPC 2.0, Error object): requests before `initialize`,
after `shutdown`, with wrong parameters or in broken JSON get the error that is specified for them.

Large answers: what a feature has written as JSON (`features.raw_json`) goes out as it is.

`tests/server/test_pygls_private.py` holds what is used here against the pygls that is installed;
`pyproject.toml` admits those that were tried.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from lsprotocol import types as lsp
from pygls import exceptions
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from prefect_toml_lsp.features.raw_json import Encoded

LATE_CANCELLATION = "Cancel notification for unknown"
"""How the record begins that pygls logs when a request was answered before it was cancelled."""

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
            return super().structure_message(data)
        except exceptions.JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def handle_message(self, message: Any) -> None:
        """Handle a message, unless its time is not come or over."""
        if not hasattr(message, "method"):
            if hasattr(message, "jsonrpc"):
                super().handle_message(message)
            else:
                self.refuse(None, exceptions.JsonRpcInvalidRequest())
            return
        started = self.was_started
        timely = (not self.was_shut_down) if started else message.method == lsp.INITIALIZE
        if timely or message.method == lsp.EXIT:
            super().handle_message(message)
        elif hasattr(message, "id"):
            late = exceptions.JsonRpcInvalidRequest("the server has been shut down")
            early = exceptions.JsonRpcServerNotInitialized()
            self.refuse(message.id, late if started else early)

    def refuse(self, message_id: str | int | None, error: exceptions.JsonRpcException) -> None:
        """Answer a message with an error; None where its id could not be read."""
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
        """Say what went wrong outside of any request."""
        if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
            self.refuse(None, exceptions.JsonRpcParseError())
        is_answer = isinstance(error, exceptions.JsonRpcException)
        if is_answer and not isinstance(error, exceptions.JsonRpcInternalError):
            return  # The client has been told what is wrong with its request.
        log.error("a message was not handled: %s", type(error).__name__)
