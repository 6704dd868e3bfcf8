"""The server's state: the client, the open documents, and the folders that they are in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documents import document_kind
from prefect_toml_lsp.features.documents import kind_of, view_of
from prefect_toml_lsp.features.options import SECTION, ServerOptions
from prefect_toml_lsp.features.snapshot import Client, View
from prefect_toml_lsp.features.uris import path_of, uri_of
from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.custom_schema import SchemaError, load_catalogue
from prefect_toml_lsp.server.contexts import Contexts
from prefect_toml_lsp.server.notes import Notes
from prefect_toml_lsp.server.open_documents import OnDisk, OpenDocument
from prefect_toml_lsp.server.project_classes import ProjectClasses
from prefect_toml_lsp.sources.file_store import FileStore
from prefect_toml_lsp.sources.kinds import PROFILE, kind_named

_LEFT = 64
"""The number of folders that are kept in memory after their last document was closed."""


class Session:
    """The state from `initialize` to `exit`.

    edits
        Grows when a document is opened, changed or closed.
    nonce
        Names this session.
    generation
        Grows when anything may have changed by which documents are judged.
    is_told_of_files
        Whether the client reports files that are created, changed or deleted.
    contexts
        By what documents are judged: read once for each folder, and again after `refresh` or
        `configure`, when a file that it depends on has changed (`forget_changed`), and while such a
        file is edited (`follow`).
    contents
        The contents of files: open documents as the client has them, others from the disk.
    """

    def __init__(self) -> None:
        self.client = Client()
        self.settings = ServerOptions()
        self.roots: tuple[Path, ...] = ()
        self.catalogue = Catalogue.load()
        self.nonce = os.urandom(4).hex()
        self.generation = 0
        self.edits = 0
        self.is_told_of_files = False
        self._results = count(1)
        self.notes = Notes()
        self._documents: dict[str, OpenDocument] = {}
        self.contents = FileStore(OnDisk(self._documents))
        self.contexts = Contexts(self)
        self._listed: set[Path] = set()
        self._left: dict[Path, None] = {}
        self.classes = ProjectClasses(self.notes.add)

    # Documents

    def open(self, item: lsp.TextDocumentItem) -> OpenDocument | None:
        """Take up a document; None for a file that is not Prefect's."""
        kind = self._kind(item.uri, item.language_id)
        if kind is None:
            return None
        view = self._view(item.uri, path_of(item.uri), kind, item.text)
        opened = OpenDocument(item.uri, item.version, view, self.new_result_id)
        self._documents[item.uri] = opened
        self.edits += 1
        return opened

    def load(self, path: Path) -> View[Any] | None:
        """A file that is not open, from the disk; None if it does not exist, or Prefect does
        not read files with its name. Raises `Unreadable`.
        """
        row = kind_named(path.name)
        if row is None:
            return None
        self._listed.add(self.contexts.place(path, row.id))
        context = self.contexts.of(path, row.id)  # reads the folder, and with it perhaps this file
        document = self.contents.take_file(path, document_kind(row.id).read)
        if document is None:
            return None
        return view_of(document, context, self.client, self.settings, uri_of(path))

    def new_result_id(self) -> str:
        """An id for diagnostics that no session has used before."""
        return f"{self.nonce}.{next(self._results)}"

    def find(self, uri: str) -> OpenDocument | None:
        """An open document."""
        return self._documents.get(uri)

    def opened(self) -> Iterator[OpenDocument]:
        """The open documents."""
        yield from self._documents.values()

    def change(self, params: lsp.DidChangeTextDocumentParams) -> OpenDocument | None:
        """Apply edits in their order; None for a document that is not open here."""
        opened = self._documents.get(params.text_document.uri)
        if opened is None:
            return None
        view = opened.view
        document = view.analysis.document
        for event in params.content_changes:
            if isinstance(event, lsp.TextDocumentContentChangePartial):
                change = document.edit(*view.edit(event.range, event.text))
            else:
                change = document.replace_all(event.text)
            view.analysis.update(change)
        opened.version = params.text_document.version
        opened.touch()
        self.edits += 1
        return opened

    def close(self, uri: str) -> OpenDocument | None:
        """Forget a document, which is returned; None if it was not open here."""
        self.edits += 1
        closed = self._documents.pop(uri, None)
        if closed is not None:
            self._leave(self.contexts.place(closed.path, closed.view.analysis.context.kind))
        return closed

    def _leave(self, folder: Path) -> None:
        """A document in a folder was closed: forget those that were left long ago, unless a
        document is open there or a search of the workspace has read it.
        """
        self._left.pop(folder, None)
        self._left[folder] = None
        if len(self._left) > 2 * _LEFT:
            old = set([*self._left][:-_LEFT])
            for each in old:
                del self._left[each]
            self.contexts.forget(old - self._listed - self._open_folders())

    def view(self, uri: str) -> View[Any] | None:
        """The current document; None if it is not open."""
        opened = self._documents.get(uri)
        return opened.view if opened else None

    def _view(self, uri: str, path: Path | None, kind: str, text: str) -> View[Any]:
        # This reads the folder, and with it perhaps this very text.
        context = self.contexts.of(path, kind)
        read = document_kind(kind).read
        document = self.contents.take(path, text, read) if path else read(text)
        return view_of(document, context, self.client, self.settings, uri)

    def _look(self, opened: OpenDocument) -> View[Any]:
        analysis = opened.view.analysis
        context = self.contexts.of(opened.path, analysis.context.kind)
        return view_of(analysis.document, context, self.client, self.settings, opened.uri)

    def refresh(self) -> None:
        """Look at the folders again and judge every open document again."""
        self.contexts.clear()
        self._listed.clear()
        self.judge_again()
        self.classes.follow()

    def judge_again(self) -> None:
        """Judge every open document again, with the current state of the folders."""
        self.generation += 1
        for opened in self._documents.values():
            opened.view = self._look(opened)

    def is_stale(self) -> bool:
        """Whether a file that open documents are judged by has changed on the disk since it was
        read.
        """
        return self.classes.have_changed() or bool(self.contexts.changed(self._open_folders()))

    def forget_changed(self) -> None:
        """Forget changed folders without open documents; they are read again when needed."""
        if self.contexts.forget_changed(self._open_folders()):
            self.generation += 1

    def _open_folders(self) -> set[Path]:
        return {
            self.contexts.place(each.path, each.view.analysis.context.kind)
            for each in self._documents.values()
        }

    def has_dependents(self, path: Path | None) -> bool:
        """Whether open documents depend on the file at `path`; the one at `path` itself does if it
        may name other profiles.
        """
        return any(
            each.looks_at(path) or (each.path == path and each.may_move_profiles)
            for each in self._documents.values()
        )

    def follow(self, path: Path) -> bool:
        """Judge the documents again that depend on the edited file at `path`. Returns whether there
        are any.
        """
        own = [each for each in self._documents.values() if each.path == path]
        self.contexts.read_again(path, [each.view.analysis.context.kind for each in own])
        for each in own:
            each.was_read()
        is_followed = any(each.looks_at(path) for each in self._documents.values())
        for opened in self._documents.values():
            context = opened.view.analysis.context
            if self.contexts.of(opened.path, context.kind) is not context:
                opened.view = self._look(opened)
                self.generation += 1
                is_followed = True
        return is_followed

    def configure(self, settings: ServerOptions) -> list[str]:
        """Use these settings from now on; returns the mistakes in them."""
        complaints: list[str] = []
        if settings == self.settings:
            return complaints
        if settings.schema != self.settings.schema:
            try:
                self.catalogue = self._catalogue(settings.schema)
            except SchemaError as error:
                complaints.append(f"{error}; the schema that comes with the server is used")
                self.catalogue = Catalogue.load()
        self.settings = settings
        self.contexts.use_options()
        asked = settings.chosen.prefect_version
        if asked and self.contexts.decision_of(self.contexts.top).source != "setting":
            complaints.append(
                f"{SECTION}.prefectVersion must be a Prefect release such as 3.4.1; "
                "its default is used"
            )
            chosen = settings.chosen._replace(prefect_version=None)
            self.settings = settings._replace(chosen=chosen)
            self.contexts.use_options()
        self.refresh()
        return complaints

    def _catalogue(self, schema: str | None) -> Catalogue:
        if schema is None:
            return Catalogue.load()
        return load_catalogue(self.contexts.top / os.path.expanduser(schema))

    def _kind(self, uri: str, language: str) -> str | None:
        """The kind of a document; None if it is not Prefect's."""
        kind = kind_of(uri, language)
        if kind is None and self.contexts.reader_of_profiles(path_of(uri)) is not None:
            return PROFILE
        return kind
