"""What our protocol does otherwise than pygls's.

Documents (LSP 3.17, Text Document Synchronization): pygls keeps the text of open documents itself
and copies all of it at each edit. Ours are edited in place, so the three notifications are taken
over here.

Large answers: what a feature has written as JSON (`features.encoded`) goes out as it is.

Life cycle (LSP 3.17, Lifecycle Messages; JSON-RPC 2.0, Error object): requests before `initialize`,
after `shutdown`, with wrong parameters or in broken JSON get the error that is specified for them.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from cattrs import Converter
from lsprotocol import types as lsp
from pygls import exceptions
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from prefect_toml_lsp.features import diagnostics
from prefect_toml_lsp.features.raw_json import Encoded
from prefect_toml_lsp.server.dependents import Neighbours
from prefect_toml_lsp.server.session import OpenDocument, Session

log = logging.getLogger(__name__)


class Protocol(LanguageServerProtocol):
    """pygls's protocol with our documents and the answers that the specification asks for."""

    _server: LanguageServer

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self.session = Session()
        self._neighbours = Neighbours(self.session, self.renew)

    @property
    def was_shut_down(self) -> bool:
        """Whether the client has sent `shutdown`."""
        return bool(self._shutdown)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        """Take up the document and publish what there is to say about it."""
        opened = self.session.open(params.text_document)
        if opened:
            self.publish(opened)
            self.log_notes()
            self._neighbours.follow(opened.path)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        """Apply the edits and publish what there is to say now."""
        opened = self.session.change(params)
        if opened:
            self.publish(opened)
            self._neighbours.follow(opened.path)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        """Forget the document and take its diagnostics back."""
        closed = self.session.close(params.text_document.uri)
        if closed:
            self._neighbours.follow(closed.path)
        if closed and not self.session.client.pulls_diagnostics:
            self._server.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(params.text_document.uri, [])
            )

    def publish(self, opened: OpenDocument) -> None:
        """Publish what there is to say about a document at its version; a client that pulls
        diagnostics gets none pushed.
        """
        if self.session.client.pulls_diagnostics:
            return
        self._server.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(opened.uri, diagnostics(opened.snapshot), opened.version)
        )

    def renew(self) -> None:
        """Tell the client that what it knows of its documents may have changed."""
        if self._shutdown:
            return
        for opened in self.session.opened():
            self.publish(opened)
        workspace = self.client_capabilities.workspace
        asked = (
            (workspace and workspace.diagnostics, lsp.WORKSPACE_DIAGNOSTIC_REFRESH),
            (workspace and workspace.inlay_hint, lsp.WORKSPACE_INLAY_HINT_REFRESH),
            (workspace and workspace.semantic_tokens, lsp.WORKSPACE_SEMANTIC_TOKENS_REFRESH),
            (workspace and workspace.code_lens, lsp.WORKSPACE_CODE_LENS_REFRESH),
        )
        for capability, method in asked:
            if capability and capability.refresh_support:
                self.send_request(method)
        self.log_notes()

    def log_notes(self) -> None:
        """Send what the session has to say to the client's log."""
        for note in self.session.unsaid():
            self._server.window_log_message(lsp.LogMessageParams(lsp.MessageType.Warning, note))

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
        started = self._workspace is not None
        timely = (not self._shutdown) if started else message.method == lsp.INITIALIZE
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
