"""The server's state: the client, the open documents, and the folders that they are in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

from lsprotocol import types as lsp
from pygls.uris import to_fs_path

from prefect_toml_lsp.analysis import Analysis, Context
from prefect_toml_lsp.features import Client, Settings, Snapshot
from prefect_toml_lsp.schema import Catalogue
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.workspace import FolderSources, decide_release
from prefect_toml_lsp.workspace.places import PREFECT, PYPROJECT


class OpenDocument:
    """A document that the client has opened, at the version that it sent last."""

    __slots__ = ("snapshot", "uri", "version")

    def __init__(self, uri: str, version: int, snapshot: Snapshot) -> None:
        self.uri = uri
        self.version = version
        self.snapshot = snapshot


class Session:
    """All that lives from `initialize` to `exit`.

    A folder's context is read once and kept until `refresh`.
    """

    def __init__(self) -> None:
        self.client = Client()
        self.settings = Settings()
        self.roots: tuple[Path, ...] = ()
        self.catalogue = Catalogue.load()
        self._notes: dict[str, bool] = {}
        self._documents: dict[str, OpenDocument] = {}
        self._contexts: dict[tuple[Path, str], Context] = {}

    # Documents

    def open(self, item: lsp.TextDocumentItem) -> OpenDocument | None:
        """Take up a document; None for a file that is not Prefect's."""
        kind = _kind(item.uri, item.language_id)
        if kind is None:
            return None
        analysis = Analysis(Document(item.text), self._context(item.uri, kind))
        opened = OpenDocument(item.uri, item.version, self._snapshot(analysis, item.uri))
        self._documents[item.uri] = opened
        return opened

    def change(self, params: lsp.DidChangeTextDocumentParams) -> OpenDocument | None:
        """Apply edits in their order; None for a document that is not open here."""
        opened = self._documents.get(params.text_document.uri)
        if opened is None:
            return None
        snapshot = opened.snapshot
        for event in params.content_changes:
            if isinstance(event, lsp.TextDocumentContentChangePartial):
                change = snapshot.document.edit(snapshot.span(event.range), event.text)
            else:
                change = snapshot.document.replace_all(event.text)
            snapshot.analysis.update(change)
        opened.version = params.text_document.version
        return opened

    def close(self, uri: str) -> bool:
        """Forget a document; whether it was open here."""
        return self._documents.pop(uri, None) is not None

    def snapshot(self, uri: str) -> Snapshot | None:
        """The document as it is now; None where it is not open here."""
        opened = self._documents.get(uri)
        return opened.snapshot if opened else None

    def _snapshot(self, analysis: Analysis, uri: str) -> Snapshot:
        return Snapshot(analysis, self.client, self.settings, uri)

    def refresh(self) -> Iterator[OpenDocument]:
        """Look at the folders again and judge every open document anew."""
        self._contexts.clear()
        for opened in self._documents.values():
            kind = opened.snapshot.analysis.context.kind
            analysis = Analysis(opened.snapshot.document, self._context(opened.uri, kind))
            opened.snapshot = self._snapshot(analysis, opened.uri)
            yield opened

    # Folders

    def _context(self, uri: str, kind: str) -> Context:
        path = to_fs_path(uri) if urlparse(uri).scheme == "file" else None
        # What is on no disk is judged as a file at the top of the workspace would be.
        folder = Path(path).parent if path else (*self.roots, Path.cwd())[0]
        if (folder, kind) not in self._contexts:
            self._contexts[folder, kind] = self._read_folder(folder, kind)
        return self._contexts[folder, kind]

    def _read_folder(self, folder: Path, kind: str) -> Context:
        """What a folder says of its release, and of the settings of a document of this kind."""
        decision = decide_release(
            folder, self.catalogue.releases, self.settings.prefect_version, self._root(folder)
        )
        schema = self.catalogue.schema(decision.release)
        sources = None
        self.note(*decision.notes)
        if self.settings.environment:
            # The document itself is open; what is on the disk of it does not count.
            itself = {folder / kind: ""}
            sources = FolderSources.read(folder, os.environ, schema, Path.home(), itself)
            self.note(*sources.notes)
        return Context(
            schema,
            sources,
            self.settings.plain_secrets,
            kind,
            decision.is_prefect_2,
        )

    def _root(self, folder: Path) -> Path | None:
        """The workspace folder that `folder` is in, the innermost of several."""
        above = [root for root in self.roots if root in (folder, *folder.parents)]
        return max(above, key=lambda root: len(root.parts), default=None)

    def note(self, *notes: object) -> None:
        """Have something said in the log, if it has not been said yet."""
        for note in notes:
            self._notes.setdefault(str(note), False)

    def unsaid(self) -> list[str]:
        """What to say in the log; each thing is returned once in a session."""
        found = [note for note, said in self._notes.items() if not said]
        self._notes.update(dict.fromkeys(found, True))
        return found


def _kind(uri: str, language: str) -> str | None:
    """Which of Prefect's sources a document is, by its name or by the language that the client
    gives it; None for any other.
    """
    name = unquote(urlparse(uri).path).rpartition("/")[2]
    if name in (PREFECT, PYPROJECT):
        return name
    return PREFECT if language == "prefect-toml" else None
