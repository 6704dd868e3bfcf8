"""A request that a feature answers with an error of the protocol."""

from __future__ import annotations

from lsprotocol import types as lsp


class RequestRefused(Exception):  # noqa: N818 - it is an answer
    """`message` is for the user; `code` one of LSP 3.17, Error codes."""

    def __init__(self, message: str, code: int = lsp.LSPErrorCodes.RequestFailed) -> None:
        super().__init__(message)
        self.message = message
        self.code = int(code)
