"""The contexts by which documents are judged: one for each folder and kind of document."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis import Context, Severity
from prefect_toml_lsp.analysis.runtimes import Runtimes
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.project.readers import Readers
from prefect_toml_lsp.project.release import Decision
from prefect_toml_lsp.project.search import holds, project_around
from prefect_toml_lsp.project.surroundings import Surroundings
from prefect_toml_lsp.sources.folder import Folder, ReadBy
from prefect_toml_lsp.sources.kinds import FILES, PREFECT, PROFILE
from prefect_toml_lsp.sources.machine import Machine
from prefect_toml_lsp.sources.profiles_use import NOT_USED, ProfilesUse

if TYPE_CHECKING:
    from prefect_toml_lsp.server.session import Session


class Contexts:
    """Reads the folder of each document once, until it is forgotten: all folders by `clear`, and
    some by `forget`. `read_again` reads those that an edited file is about.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._machine = Machine.here()
        self._surroundings = Surroundings()
        self._read: dict[tuple[Path, str], Context] = {}
        self._of_profiles: dict[tuple[Path, ProfilesUse], tuple[Context, Context]] = {}
        notes = session.notes
        self._runtimes = Runtimes(
            session.catalogue, self.root_of, lambda _, found: notes.add(*found.notes)
        )

    # Reading

    def of(self, path: Path | None, kind: str) -> Context:
        """The context for a document of this kind at `path`; None for one that is on no disk."""
        folder = self.place(path, kind)
        context = self._of_folder(folder, kind)
        if kind == PROFILE and path is not None:
            return self._for_profiles(folder, context, context.use_of_profiles(path))
        return context

    def of_folder(self, folder: Path) -> Context:
        """The context for a `prefect.toml` in a folder."""
        return self.of(folder / PREFECT, PREFECT)

    def decision_of(self, folder: Path) -> Decision:
        """The release that reads a folder, and why; `Session.configure` reports a malformed release
        in the user's settings.
        """
        return self._runtimes.of(folder).decision

    def read_folder(self, folder: Path, schema: Schema, readers: Readers) -> Folder:
        """The sources of a folder; those of the machine only if the user's settings include
        them.
        """
        return Folder.read(*self._read_by(folder, schema, readers))

    def _of_folder(self, folder: Path, kind: str) -> Context:
        """The context for documents of this kind if Prefect runs in `folder`."""
        if (folder, kind) not in self._read:
            self._read[folder, kind] = self._read_folder(folder, kind)
        return self._read[folder, kind]

    def _for_profiles(self, folder: Path, context: Context, use: ProfilesUse) -> Context:
        """The context for profiles that Prefect uses in this way when it runs in `folder`; profiles
        that it would not open there are judged alone.
        """
        around, found = self._of_profiles.get((folder, use), (None, context))
        if around is not context:
            found = context._replace(profiles_use=use)
            if use == NOT_USED:
                is_foreign = folder.name != ".prefect"
                found = context._replace(folder=None, may_be_foreign=is_foreign)
            self._of_profiles[folder, use] = context, found
        return found

    def _read_folder(self, folder: Path, kind: str) -> Context:
        """The release of a folder, and what its other sources set for a document of this kind."""
        session = self._session
        if not session.is_told_of_files:
            self._surroundings.add(folder, self.root_of(folder))
        runtime = self._runtimes.of(folder)
        readers = runtime.readers
        schema = session.catalogue.schema(runtime.release, runtime.integrations)
        session.notes.add(*runtime.notes)
        # without the document itself
        found = Folder.read(*self._read_by(folder, schema, readers), without=kind)
        open_here = {each.path for each in session.opened()}  # Their own findings say it.
        session.notes.add(*(each for each in found.notes if each.where not in open_here))
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
            classes=session.classes.below(self.root_of(folder) or project_around(folder)),
            compose_variables=runtime.compose_variables,
        )

    def _read_by(self, folder: Path, schema: Schema, readers: Readers) -> ReadBy:
        machine = self._machine if self._session.settings.environment else Machine()
        contents = self._session.contents
        return folder, machine.variables, schema, machine.home, contents, readers

    # Places

    @property
    def top(self) -> Path:
        """The first folder of the workspace."""
        return self._session.roots[0] if self._session.roots else _working_directory()

    def root_of(self, folder: Path) -> Path | None:
        """The workspace folder that `folder` is in, the innermost of several."""
        above = [root for root in self._session.roots if holds(str(root), str(folder))]
        return max(above, key=lambda root: len(root.parts), default=None)

    def place(self, path: Path | None, kind: str) -> Path:
        """The folder in which Prefect is assumed to run when it reads a document of this kind at
        `path`: the document's folder or, for profiles, the workspace folder in which Prefect opens
        them, if there is one. If `path` is None, the top folder of the workspace.
        """
        # a document that is not on the disk is judged like a file at the top of the workspace
        folder = path.parent if path else self.top
        if kind == PROFILE:  # Prefect reads it wherever it runs.
            return self.reader_of_profiles(path) or folder
        return folder

    def reader_of_profiles(self, path: Path | None) -> Path | None:
        """The workspace folder in which Prefect opens the profiles at `path`."""
        if path is None:
            return None
        for root in self._session.roots:
            if self._of_folder(root, PROFILE).use_of_profiles(path) != NOT_USED:
                return root
        return None

    # Changes

    def use_options(self) -> None:
        """Take over the session's settings and catalogue; folders that were read do not change."""
        self._runtimes.use(self._session.settings.chosen.over, self._session.catalogue)

    def clear(self) -> None:
        """Forget all folders, and look at the machine again."""
        self._machine = Machine.here()
        self._surroundings.clear()
        self._read.clear()
        self._of_profiles.clear()
        self._runtimes.clear()

    def forget(self, folders: Collection[Path]) -> None:
        """Forget folders; they are read again when needed."""
        self._surroundings.forget(folders)
        for folder in folders:
            self._runtimes.forget(folder)
            if self.root_of(folder) is None:
                self._session.classes.forget(project_around(folder))
            for row in FILES:
                self._read.pop((folder, row.id), None)
        for key in [key for key in self._of_profiles if key[0] in folders]:
            del self._of_profiles[key]

    def forget_changed(self, kept: Collection[Path]) -> bool:
        """Forget the folders that have changed on the disk, except for those that are `kept`;
        returns whether there are any.
        """
        changed = self.changed({folder for folder, _ in self._read}.difference(kept))
        if changed:
            self.forget(changed)
            self._runtimes.clear()  # a file in a folder above them may have changed
        return bool(changed)

    def changed(self, folders: set[Path]) -> set[Path]:
        """Which of these folders have changed on the disk since they were read."""
        changed = self._surroundings.changed(folders)
        for (folder, _), context in self._read.items():
            if folder in folders and folder not in changed and context.folder:
                files = context.folder.files.items()
                if any(self._session.contents.has_changed(path, stamp) for path, stamp in files):
                    changed.add(folder)
        return changed

    def read_again(self, path: Path, kinds: Collection[str]) -> None:
        """Read the folders again that depend on the edited file at `path`, a document of these
        kinds; one whose sources say the same as before keeps its context.
        """
        keys = {(self.place(path, kind), kind) for kind in kinds}
        for key, context in [*self._read.items()]:
            if context.folder is None or not (key in keys or context.folder.looks_at(path)):
                continue
            found = self._read_folder(*key)
            if found.folder is None or not found.folder.says_the_same(context.folder):
                self._read[key] = found


def _working_directory() -> Path:
    """The working directory of the server; the root of the disk if it was removed."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.sep)
