"""Snapshots of the files of a folder, and positions in them, for tests of features."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lsprotocol import types as lsp
from pygls.uris import from_fs_path

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.features.documents import kind_of, read, view_of
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.snapshot import Client, Snapshot, View
from prefect_toml_lsp.prefect import Catalogue, parse_release
from prefect_toml_lsp.sources import folder as sources
from prefect_toml_lsp.text import Source, Span
from prefect_toml_lsp.toml import Document
from tests.server.editor import cursor

CATALOGUE = Catalogue.load()
NONE: Mapping[str, str] = MappingProxyType({})


class Folder:
    """A folder with files, the environment in which Prefect would run, and a client."""

    def __init__(
        self,
        path: Path,
        environment: Mapping[str, str] = NONE,
        release: str = "3.8.8",
        client: Client = Client(),  # noqa: B008 - it cannot be changed
        settings: ServerOptions = ServerOptions(),  # noqa: B008
    ) -> None:
        self.path = path
        self.environment = environment
        self.schema = CATALOGUE.schema(parse_release(release))
        self.client = client
        self.settings = settings

    def write(self, **files: str) -> None:
        """Write files by their names without dots: `prefect`, `pyproject`, `env`, `profiles`."""
        for name, text in files.items():
            path = self.path / _NAMES[name]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def open(self, text: str, name: str = "prefect.toml") -> Snapshot:
        """A snapshot of a `prefect.toml` or `pyproject.toml` in the folder, open with `text`."""
        home = self.path / "home"
        found = sources.Folder.read(self.path, self.environment, self.schema, home).without(name)
        context = Context(self.schema, found, kind=name)
        analysis = Analysis(Document(text), context)
        return Snapshot(analysis, self.client, self.settings, uri(self.path / name))

    def view(self, text: str, name: str) -> View[Any]:
        """A view of a `profiles.toml` or `.env` in the folder, open with `text`."""
        path = self.path / name
        home = self.path / "home"
        kind = kind_of(uri(path), "")
        assert kind is not None
        found = sources.Folder.read(self.path, self.environment, self.schema, home).without(kind)
        context = Context(self.schema, found, kind=kind)
        return view_of(read(kind, text), context, self.client, self.settings, uri(path))


_NAMES = {
    "prefect": "prefect.toml",
    "pyproject": "pyproject.toml",
    "env": ".env",
    "profiles": "home/.prefect/profiles.toml",
}


def uri(path: Path) -> str:
    """The URI of a path."""
    return from_fs_path(str(path)) or ""


def at(marked: str) -> tuple[str, lsp.Position]:
    """The text without its ``|``, and the position of that."""
    return cursor(marked)


def shown(location: lsp.Location, texts: Mapping[str, str]) -> str:
    """``file:line:text`` (0-based) of a location; `texts` has the texts by file name."""
    name = location.uri.rpartition("/")[2]
    start, end = location.range.start, location.range.end
    span = Span(start.line, start.character, end.line, end.character)
    return f"{name}:{span.line}:{Source(texts[name]).slice(span)}"
