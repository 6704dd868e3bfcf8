"""Documents (LSP 3.17, Text Document Synchronization).

pygls keeps the text of open documents itself and copies all of it at each edit. Ours are edited in
place, so this module handles the three notifications.
"""

from __future__ import annotations

from typing import Any

from cattrs import Converter
from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.protocol import lsp_method

from prefect_toml_lsp.features.diagnostic import diagnostics
from prefect_toml_lsp.server.dependents import Dependents
from prefect_toml_lsp.server.open_documents import OpenDocument
from prefect_toml_lsp.server.pygls_private import StrictProtocol
from prefect_toml_lsp.server.session import Session
from prefect_toml_lsp.server.unwatched import Unwatched


class Protocol(StrictProtocol):
    """The protocol with our documents."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self.session = Session()
        self._dependents = Dependents(self.session, self.renew)
        self.session.classes.on_found = self._follow_classes
        self._unwatched = Unwatched(self.session, self.renew)

    def handle_message(self, message: Any) -> None:
        """Handle a message, after a check for files that changed on the disk."""
        if self.was_started and not self.was_shut_down:
            self._unwatched.touch()
        super().handle_message(message)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        """Open the document and publish its diagnostics."""
        opened = self.session.open(params.text_document)
        if opened:
            self.publish(opened)
            self.log_notes()
            self._dependents.follow(opened.path)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        """Apply the edits and publish the new diagnostics."""
        opened = self.session.change(params)
        if opened:
            self.publish(opened)
            self._dependents.follow(opened.path)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        """Forget the document and clear its diagnostics."""
        closed = self.session.close(params.text_document.uri)
        if closed:
            self._dependents.follow(closed.path)
        if closed and not self.session.client.pulls_diagnostics:
            self.server.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(params.text_document.uri, [])
            )

    def _follow_classes(self) -> None:
        self.session.judge_again()
        self.renew()

    def publish(self, opened: OpenDocument) -> None:
        """Publish the diagnostics of a document for its version; a client that pulls diagnostics
        gets none pushed.
        """
        if self.session.client.pulls_diagnostics:
            return
        self.server.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(opened.uri, diagnostics(opened.view), opened.version)
        )

    def renew(self) -> None:
        """Tell the client that diagnostics, tokens and hints of its documents may have changed."""
        if self.was_shut_down:
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
        """Send the session's notes to the client's log."""
        for note in self.session.notes.take():
            self.server.window_log_message(lsp.LogMessageParams(lsp.MessageType.Warning, note))
