"""A workspace of open documents, for tests of workspace features."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from prefect_toml_lsp.features.registry import File
from prefect_toml_lsp.features.snapshot import Client, View
from prefect_toml_lsp.prefect import Catalogue


class Views:
    """A `registry.Workspace` of open documents."""

    def __init__(
        self, catalogue: Catalogue, client: Client, views: Sequence[View[Any]] = ()
    ) -> None:
        self.catalogue = catalogue
        self.client = client
        self._files = [File(view, 1, str(number)) for number, view in enumerate(views)]

    def find(self, uri: str) -> File | None:
        """The open document with this URI."""
        return next((each for each in self._files if each.view.uri == uri), None)

    async def files(self, _: Any) -> AsyncIterator[File]:
        """All open documents."""
        for each in self._files:
            yield each
