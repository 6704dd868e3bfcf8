"""How requests reach features (`features.registry`)."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInternalError

from prefect_toml_lsp.features.refusal import RequestRefused
from prefect_toml_lsp.features.registry import Feature, File, WorkspaceFeature
from prefect_toml_lsp.features.snapshot import Client
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.server.language_server import PrefectTomlServer
from prefect_toml_lsp.server.logs import describe
from prefect_toml_lsp.server.progress import Progress

log = logging.getLogger(__name__)
_TITLE = "Reading Prefect's configuration files"


def handler(method: str, feature: Feature | WorkspaceFeature) -> Callable[..., Any]:
    """The function that pygls calls for requests of `method`."""
    if isinstance(feature, Feature):
        return _on_document(method, feature)
    return _on_workspace(method, feature.answer)


def _on_document(method: str, feature: Feature) -> Callable[..., Any]:
    """Wrap `feature` in a handler for `method` that passes it the document that the request is
    about. A document that is not open, or not Prefect's, is answered with null.
    """

    def handle(server: PrefectTomlServer, params: Any) -> Any:
        view = server.session.view(params.text_document.uri)
        with _failing(server, method):
            return None if view is None else feature(view, params)

    return handle


def _on_workspace(method: str, answer: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap `answer`, a function or a coroutine function, in a handler for `method` that passes it
    the workspace.
    """

    async def wait(server: PrefectTomlServer, params: Any) -> Any:
        with _failing(server, method):
            return await answer(_Workspace(server), params)

    def handle(server: PrefectTomlServer, params: Any) -> Any:
        with _failing(server, method):
            return answer(_Workspace(server), params)

    return wait if iscoroutinefunction(answer) else handle


@contextmanager
def _failing(server: PrefectTomlServer, method: str) -> Iterator[None]:
    """Turns the exceptions of a feature into the protocol's errors; internal errors are logged."""
    try:
        yield
    except RequestRefused as refused:
        raise JsonRpcException(refused.message, refused.code) from None
    except Exception as error:
        reason = describe(error)
        log.error("%s failed\n%s", method, reason)
        server.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, reason))
        raise JsonRpcInternalError(f"{method} failed") from None


class _Workspace:
    """See `features.registry.Workspace`."""

    def __init__(self, server: PrefectTomlServer) -> None:
        self._server = server

    @property
    def catalogue(self) -> Catalogue:
        return self._server.session.catalogue

    @property
    def client(self) -> Client:
        return self._server.session.client

    def find(self, uri: str) -> File | None:
        opened = self._server.session.find(uri)
        return opened.file if opened else None

    async def files(self, params: Any) -> AsyncIterator[File]:
        async with Progress(self._server, params.work_done_token, _TITLE) as progress:
            async for each in self._server.scan.files(progress):
                yield each
        self._server.protocol.log_notes()
