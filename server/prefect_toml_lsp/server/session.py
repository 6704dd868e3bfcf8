"""The server's state: the client, the open documents, and the folders that they are in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Context, Severity
from prefect_toml_lsp.analysis.documents import document_kind
from prefect_toml_lsp.analysis.runtimes import Runtimes
from prefect_toml_lsp.features.documents import kind_of, view_of
from prefect_toml_lsp.features.options import SECTION, ServerOptions
from prefect_toml_lsp.features.snapshot import Client, View
from prefect_toml_lsp.features.uris import path_of, uri_of
from prefect_toml_lsp.prefect import Catalogue, Schema
from prefect_toml_lsp.prefect.custom_schema import SchemaError, load_catalogue
from prefect_toml_lsp.project.readers import Readers
from prefect_toml_lsp.project.release import Decision
from prefect_toml_lsp.project.runtime import Runtime
from prefect_toml_lsp.project.search import holds, project_around
from prefect_toml_lsp.project.surroundings import Surroundings
from prefect_toml_lsp.server.notes import Notes
from prefect_toml_lsp.server.open_documents import OnDisk, OpenDocument
from prefect_toml_lsp.server.project_classes import ProjectClasses
from prefect_toml_lsp.sources.file_store import FileStore
from prefect_toml_lsp.sources.folder import Folder, ReadBy
from prefect_toml_lsp.sources.kinds import FILES, PREFECT, PROFILE, kind_named
from prefect_toml_lsp.sources.machine import Machine
from prefect_toml_lsp.sources.profiles_use import NOT_USED, ProfilesUse

_LEFT = 64
"""The number of folders that are kept in memory after their last document was closed."""


def _working_directory() -> Path:
    """The working directory of the server; the root of the disk if it was removed."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.sep)


class Session:
    """The state from `initialize` to `exit`.

    A folder's context is read once, and again after `refresh` or `configure`, when a file that it
    depends on has changed (`forget_changed`), and while such a file is edited (`follow`).

    edits
        Grows when a document is opened, changed or closed.
    nonce
        Names this session.
    generation
        Grows when anything may have changed by which documents are judged.
    is_told_of_files
        Whether the client reports files that are created, changed or deleted.
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
        self._machine = Machine.here()
        self._surroundings = Surroundings()
        self._contexts: dict[tuple[Path, str], Context] = {}
        self._profiles_contexts: dict[tuple[Path, ProfilesUse], tuple[Context, Context]] = {}
        self._runtimes = Runtimes(
            self.catalogue, self._root, lambda _, found: self.notes.add(*found.notes)
        )
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
        self._listed.add(self._place(path, row.id))
        context = self._context(path, row.id)  # reads the folder, and with it perhaps this file
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
            self._leave(self._place(closed.path, closed.view.analysis.context.kind))
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
            self._forget(old - self._listed - self._open_folders())

    def view(self, uri: str) -> View[Any] | None:
        """The current document; None if it is not open."""
        opened = self._documents.get(uri)
        return opened.view if opened else None

    def _view(self, uri: str, path: Path | None, kind: str, text: str) -> View[Any]:
        context = self._context(path, kind)  # reads the folder, and with it perhaps this very text
        read = document_kind(kind).read
        document = self.contents.take(path, text, read) if path else read(text)
        return view_of(document, context, self.client, self.settings, uri)

    def _look(self, opened: OpenDocument) -> View[Any]:
        analysis = opened.view.analysis
        context = self._context(opened.path, analysis.context.kind)
        return view_of(analysis.document, context, self.client, self.settings, opened.uri)

    def refresh(self) -> None:
        """Look at the folders again and judge every open document again."""
        self._machine = Machine.here()
        self._surroundings.clear()
        self._contexts.clear()
        self._profiles_contexts.clear()
        self._runtimes.clear()
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
        return self.classes.have_changed() or bool(self._changed(self._open_folders()))

    def forget_changed(self) -> None:
        """Forget changed folders without open documents; they are read again when needed."""
        changed = self._changed({folder for folder, _ in self._contexts} - self._open_folders())
        if changed:
            self.generation += 1
            self._forget(changed)
            self._runtimes.clear()  # a file in a folder above them may have changed

    def _forget(self, folders: set[Path]) -> None:
        """Forget folders; they are read again when needed."""
        self._surroundings.forget(folders)
        for folder in folders:
            self._runtimes.forget(folder)
            if self._root(folder) is None:
                self.classes.forget(project_around(folder))
            for row in FILES:
                self._contexts.pop((folder, row.id), None)
        for key in [key for key in self._profiles_contexts if key[0] in folders]:
            del self._profiles_contexts[key]

    def _open_folders(self) -> set[Path]:
        return {
            self._place(each.path, each.view.analysis.context.kind)
            for each in self._documents.values()
        }

    def _changed(self, folders: set[Path]) -> set[Path]:
        """The folders that have changed on the disk since they were read."""
        changed = self._surroundings.changed(folders)
        for (folder, _), context in self._contexts.items():
            if folder in folders and folder not in changed and context.folder:
                files = context.folder.files.items()
                if any(self.contents.has_changed(path, stamp) for path, stamp in files):
                    changed.add(folder)
        return changed

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
        kinds = [each.view.analysis.context.kind for each in own]
        keys = {(self._place(path, kind), kind) for kind in kinds}
        for key, context in [*self._contexts.items()]:
            if context.folder is None or not (key in keys or context.folder.looks_at(path)):
                continue
            found = self._read_folder(*key)
            if found.folder is None or not found.folder.says_the_same(context.folder):
                self._contexts[key] = found
        for each in own:
            each.was_read()
        is_followed = any(each.looks_at(path) for each in self._documents.values())
        for opened in self._documents.values():
            context = opened.view.analysis.context
            if self._context(opened.path, context.kind) is not context:
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
        self._runtimes.use(settings.chosen.over, self.catalogue)
        if settings.chosen.prefect_version and self.decision_of(self._top).source != "setting":
            complaints.append(
                f"{SECTION}.prefectVersion must be a Prefect release such as 3.4.1; "
                "its default is used"
            )
            chosen = settings.chosen._replace(prefect_version=None)
            self.settings = settings._replace(chosen=chosen)
            self._runtimes.use(chosen.over, self.catalogue)
        self.refresh()
        return complaints

    @property
    def _top(self) -> Path:
        """The first folder of the workspace."""
        return self.roots[0] if self.roots else _working_directory()

    def _catalogue(self, schema: str | None) -> Catalogue:
        if schema is None:
            return Catalogue.load()
        return load_catalogue(self._top / os.path.expanduser(schema))

    # Folders

    def context_of(self, folder: Path) -> Context:
        """The context for a `prefect.toml` in a folder."""
        return self._context(folder / PREFECT, PREFECT)

    def decision_of(self, folder: Path) -> Decision:
        """The release that reads a folder, and why."""
        return self.runtime_of(folder).decision

    def runtime_of(self, folder: Path) -> Runtime:
        """The runtime of a folder; `configure` reports a malformed release in the user's
        settings.
        """
        return self._runtimes.of(folder)

    def _context(self, path: Path | None, kind: str) -> Context:
        folder = self._place(path, kind)
        context = self._folder(folder, kind)
        if kind == PROFILE and path is not None:
            return self._of_profiles(folder, context, context.use_of_profiles(path))
        return context

    def _place(self, path: Path | None, kind: str) -> Path:
        """The folder in which Prefect is assumed to run when it reads a document of this kind at
        `path`: the document's folder or, for profiles, the workspace folder in which Prefect opens
        them, if there is one. If `path` is None, the top folder of the workspace.
        """
        # a document that is not on the disk is judged like a file at the top of the workspace
        folder = path.parent if path else self._top
        if kind == PROFILE:  # Prefect reads it wherever it runs.
            return self._reader_of_profiles(path) or folder
        return folder

    def _of_profiles(self, folder: Path, context: Context, use: ProfilesUse) -> Context:
        """The context for profiles that Prefect uses in this way when it runs in `folder`; profiles
        that it would not open there are judged alone.
        """
        around, found = self._profiles_contexts.get((folder, use), (None, context))
        if around is not context:
            found = context._replace(profiles_use=use)
            if use == NOT_USED:
                is_foreign = folder.name != ".prefect"
                found = context._replace(folder=None, may_be_foreign=is_foreign)
            self._profiles_contexts[folder, use] = context, found
        return found

    def _folder(self, folder: Path, kind: str) -> Context:
        """The context for documents of this kind if Prefect runs in `folder`."""
        if (folder, kind) not in self._contexts:
            self._contexts[folder, kind] = self._read_folder(folder, kind)
        return self._contexts[folder, kind]

    def _read_folder(self, folder: Path, kind: str) -> Context:
        """The release of a folder, and what its other sources set for a document of this kind."""
        if not self.is_told_of_files:
            self._surroundings.add(folder, self._root(folder))
        runtime = self.runtime_of(folder)
        readers = runtime.readers
        schema = self.catalogue.schema(runtime.release, runtime.integrations)
        self.notes.add(*runtime.notes)
        # without the document itself
        found = Folder.read(*self._read_by(folder, schema, readers), without=kind)
        open_here = {each.path for each in self.opened()}  # Their own findings say it.
        self.notes.add(*(each for each in found.notes if each.where not in open_here))
        chosen = self._runtimes.chosen(folder)
        return Context(
            schema,
            found,
            missing=Severity.HINT,
            plain_secrets=chosen.plain_secrets,
            kind=kind,
            is_prefect_2=runtime.decision.is_prefect_2,
            severities=chosen.all_severities,
            readers=readers,
            allowed=chosen.allowed,
            classes=self.classes.below(self._root(folder) or project_around(folder)),
            compose_variables=runtime.compose_variables,
        )

    def read_folder(self, folder: Path, schema: Schema, readers: Readers) -> Folder:
        """The sources of a folder; those of the machine only if the user's settings include
        them.
        """
        return Folder.read(*self._read_by(folder, schema, readers))

    def _read_by(self, folder: Path, schema: Schema, readers: Readers) -> ReadBy:
        machine = self._machine if self.settings.environment else Machine()
        return folder, machine.variables, schema, machine.home, self.contents, readers

    def _reader_of_profiles(self, path: Path | None) -> Path | None:
        """The workspace folder in which Prefect opens the profiles at `path`."""
        if path is None:
            return None
        for root in self.roots:
            if self._folder(root, PROFILE).use_of_profiles(path) != NOT_USED:
                return root
        return None

    def _kind(self, uri: str, language: str) -> str | None:
        """The kind of a document; None if it is not Prefect's."""
        kind = kind_of(uri, language)
        if kind is None and self._reader_of_profiles(path_of(uri)) is not None:
            return PROFILE
        return kind

    def _root(self, folder: Path) -> Path | None:
        """The workspace folder that `folder` is in, the innermost of several."""
        above = [root for root in self.roots if holds(str(root), str(folder))]
        return max(above, key=lambda root: len(root.parts), default=None)
