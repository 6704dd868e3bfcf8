"""What our protocol does otherwise than pygls's.

Documents (LSP 3.17, Text Document Synchronization): pygls keeps the text of open documents itself
and copies all of it at each edit. Ours are edited in place, so the three notifications are taken
over here.

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
from prefect_toml_lsp.server.session import OpenDocument, Session

log = logging.getLogger(__name__)


class Protocol(LanguageServerProtocol):
    """pygls's protocol with our documents and the answers that the specification asks for."""

    _server: LanguageServer

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self.session = Session()

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

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        """Apply the edits and publish what there is to say now."""
        opened = self.session.change(params)
        if opened:
            self.publish(opened)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        """Forget the document and take its diagnostics back."""
        if self.session.close(params.text_document.uri):
            self._server.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(params.text_document.uri, [])
            )

    def publish(self, opened: OpenDocument) -> None:
        """Publish what there is to say about a document at its version."""
        self._server.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(opened.uri, diagnostics(opened.snapshot), opened.version)
        )

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

    def report(self, error: Exception) -> None:
        """Say what went wrong outside of any request."""
        if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
            self.refuse(None, exceptions.JsonRpcParseError())
        log.error("a message was not handled: %s", type(error).__name__)
