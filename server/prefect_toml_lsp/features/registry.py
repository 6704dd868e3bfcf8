"""The methods of LSP 3.17 that are answered, by which function, and for which kinds of documents.

Every module of this package is imported by `load`; one that answers a method says so with a
`Feature` or with `on_workspace`, and the server offers what is registered here.
"""

from __future__ import annotations

import pkgutil
from collections.abc import AsyncIterator, Callable, Mapping
from importlib import import_module
from typing import Any, Generic, Protocol, TypeVar

from prefect_toml_lsp.features.snapshot import Client, View
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import Holds

Answer = TypeVar("Answer")
Function = TypeVar("Function", bound=Callable[..., Any])


class PerKind(Generic[Answer]):
    """A function of a view, written once for each kind of document; None for other kinds."""

    def __init__(self) -> None:
        self._functions: dict[Holds, Callable[..., Answer]] = {}

    def on(self, *kinds: Holds) -> Callable[[Function], Function]:
        """Register a function for documents of these kinds."""

        def register(function: Function) -> Function:
            self._functions.update(dict.fromkeys(kinds, function))
            return function

        return register

    def __call__(self, view: View[Any], *arguments: Any) -> Answer | None:
        """What the function for the view's kind returns."""
        function = self._functions.get(view.holds)
        return function(view, *arguments) if function else None


class Feature(PerKind[Any]):
    """A method about one document: functions of its view and the parameters of the request."""

    def __init__(self, method: str, options: Any = None) -> None:
        super().__init__()
        self.options = options
        _FEATURES[method] = self


class File(NamedTuple):
    """A file of the workspace in its current state.

    `version` is the client's of an open document; `result_id` changes with all that diagnostics
    depend on.
    """

    view: View[Any]
    version: int | None
    result_id: str


class Workspace(Protocol):
    """What a feature about more than one document may ask for."""

    @property
    def catalogue(self) -> Catalogue:
        """The settings of all releases."""

    @property
    def client(self) -> Client:
        """What the client can do."""

    def find(self, uri: str) -> File | None:
        """An open document; None if it is not open, or not Prefect's."""

    def files(self, params: Any) -> AsyncIterator[File]:
        """All configuration files, for a request whose parameters may ask for progress."""


class WorkspaceFeature(NamedTuple):
    """A method about the workspace: a function of it and the parameters of the request, which may
    be asynchronous. It is offered to clients of which `to` holds.
    """

    answer: Callable[[Workspace, Any], Any]
    options: Any
    to: Callable[[Client], bool] | None


def on_workspace(
    method: str, options: Any = None, to: Callable[[Client], bool] | None = None
) -> Callable[[Function], Function]:
    """Register a function of a `Workspace`."""

    def register(function: Function) -> Function:
        _FEATURES[method] = WorkspaceFeature(function, options, to)
        return function

    return register


_FEATURES: dict[str, Feature | WorkspaceFeature] = {}


def load() -> Mapping[str, Feature | WorkspaceFeature]:
    """All features by their methods."""
    package = __name__.rpartition(".")[0]
    for module in pkgutil.iter_modules(import_module(package).__path__):
        import_module(f"{package}.{module.name}")
    return _FEATURES
