"""Work-done progress (LSP 3.17, Work Done Progress)."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from types import TracebackType

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from prefect_toml_lsp.prefect.units import counted

log = logging.getLogger(__name__)

_PAUSE = 0.2  # seconds between two reports


class Progress:
    """Shows the progress of some work; nothing is shown before the first call.

    Use as an asynchronous context manager around the work. It uses the client's own token, or asks
    the client to create one if it can. A call raises `asyncio.CancelledError` after the user has
    cancelled the work.
    """

    def __init__(self, server: LanguageServer, token: lsp.ProgressToken | None, title: str) -> None:
        self._server = server
        self._token = token
        self._title = title
        self._is_shown = False
        self._reported = 0.0

    async def __aenter__(self) -> Progress:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_shown and self._token is not None:
            self._server.work_done_progress.end(self._token, lsp.WorkDoneProgressEnd())

    async def __call__(self, files: int) -> None:
        """Show how many files were read."""
        if not self._is_shown:
            self._is_shown = True
            await self._begin()
        if self._token is None:
            return
        if self._server.work_done_progress.tokens[self._token].cancelled():
            raise asyncio.CancelledError
        now = time.monotonic()
        if now - self._reported > _PAUSE:
            self._reported = now
            self._server.work_done_progress.report(
                self._token, lsp.WorkDoneProgressReport(message=counted(files, "files"))
            )

    async def _begin(self) -> None:
        window = self._server.client_capabilities.window
        if self._token is None and window and window.work_done_progress:
            token = str(uuid.uuid4())
            try:
                await self._server.work_done_progress.create_async(token)
            except JsonRpcException as error:
                log.warning("the client shows no progress: error %d", error.code)
            else:
                self._token = token
        if self._token is not None:
            begin = lsp.WorkDoneProgressBegin(self._title, cancellable=True)
            self._server.work_done_progress.begin(self._token, begin)
