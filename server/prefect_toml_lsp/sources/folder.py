"""Where a folder's settings come from: Prefect's sources, and which of them wins.

Strongest first, as `prefect.settings.base.PrefectBaseSettings.settings_customise_sources` orders
them.  Every line was asked of Prefect 3.8.8; those marked with * of 3.1.15, 3.4.25, 3.6.29 and
3.9.1, too:

1. A variable that names a whole table and holds JSON, ``PREFECT_API='{"url": "…"}'``; * it wins
   over everything else for the settings in it, even if it is in a profile. Of several the outermost
   table wins, and for one table the environment, then `.env`, then the profile.
2. The environment. *
3. `.env` in the working directory. *
4. `prefect.toml`, setting by setting, not as a whole. *
5. ``[tool.prefect]`` in `pyproject.toml`. *
6. The active profile (see `active_profile`), by names in upper case only. *
7. From 3.7.0 on: ``[experiments.plugins]``, the former place of ``[plugins]``, in `prefect.toml`.
8. The same in `pyproject.toml`.

Names of variables in 2 and 3 count in any case; of two that differ only in case the last one
does, in the order in which their spellings first appear.  A setting with two variables takes the
preferred one of the same source, but the environment's second one wins over the first one of
`.env` * (not with pydantic-settings 2.13, `Readers.ranks_names_first`).  An empty variable is set,
a ``KEY`` without ``=`` in `.env` is not, and neither is a table where a TOML file should have a
value. *  Settings that are free-form tables are merged: each of their entries comes from the
strongest source that has it.

Whether `.env` is read at all depends on the release and on pydantic-settings (`project.runtime`).

A source is read as a whole before any of them wins: what Prefect cannot read stops it even where
another source overrides it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from prefect_toml_lsp.files.reading import Note, Unreadable
from prefect_toml_lsp.prefect import Node, Release, Schema
from prefect_toml_lsp.project.readers import NEWEST, Readers, TomlReader
from prefect_toml_lsp.sources.active_profile import (
    find_profiles,
    names_known,
    profiles_of_start,
    read_profile,
)
from prefect_toml_lsp.sources.assignment import Assignment, Assignments, Values, current
from prefect_toml_lsp.sources.file_store import FileStore
from prefect_toml_lsp.sources.kinds import ENVIRONMENT, FILES, PROFILE, Holds
from prefect_toml_lsp.sources.machine import Variables
from prefect_toml_lsp.sources.precedence import SourceLocation, legacy_rank, rank
from prefect_toml_lsp.sources.profiles_use import ProfilesUse
from prefect_toml_lsp.sources.source import (
    Source,
    dotenv_variables,
    read_environment,
    read_places_of_profiles,
    read_toml,
    read_variables,
    stated_path,
)
from prefect_toml_lsp.sources.variable import Variable, Where
from prefect_toml_lsp.toml import Document

_PROFILES_PATH = "PREFECT_PROFILES_PATH"
ReadBy: TypeAlias = tuple[Path, Variables | None, Schema, Path | None, FileStore, Readers]
"""What `Folder.read` is given, and how: folder, environment, schema, home, contents, readers."""
_ReadToml: TypeAlias = Callable[[str, Path, Document, Schema, TomlReader], Source]


class Folder:
    """What the sources of one folder assign, read once.

    sources
        In the order of their strength.
    notes
        What is wrong with the files, to say once in the log.
    files
        The files that were looked for, existing or not, each with its `FileStore.stamp` from before
        it was read.
    profiles_path
        Where Prefect looks for profiles; None if that is unknown.
    states_profiles
        Whether a source states this path; otherwise it is the default in the user's home.
    checked_profiles
        Where it looks for them again (`profiles_of_start`); None if that is unknown.
    environment
        The variables of the process; None if nothing is known of them.
    readers
        How Prefect reads TOML and `.env` here.

    """

    def __init__(
        self,
        sources: Iterable[Source],
        release: Release,
        contents: FileStore,
        *,
        files: Mapping[Path, object],
        profiles_path: Path | None = None,
        states_profiles: bool = False,
        checked_profiles: Path | None = None,
        environment: Mapping[str, str] | None = None,
        readers: Readers = NEWEST,
    ) -> None:
        self.readers = readers
        self.sources = tuple(sources)
        self.contents = contents
        if environment is not None and not isinstance(environment, Variables):
            environment = Variables(environment)
        self.environment = environment
        self.files = files
        self.profiles_path = profiles_path
        self.states_profiles = states_profiles
        self.checked_profiles = checked_profiles
        found = (note for source in self.sources for note in source.notes)
        self.notes = tuple(dict.fromkeys(found))
        self.assignments = Assignments(
            each for source in self.sources for each in source.assignments
        )
        self._release = release

    @classmethod
    def read(
        cls,
        folder: Path,
        environment: Mapping[str, str] | None,
        schema: Schema,
        home: Path | None = None,
        contents: FileStore | None = None,
        readers: Readers = NEWEST,
        *,
        without: str = "",
    ) -> Folder:
        """Read the sources of `folder`.

        environment
            The variables; None if nothing is known of them.
        schema
            The release that applies.
        home
            The user's home directory, in which the profiles are when nothing says otherwise; None
            leaves them out then.
        contents
            What is in the files; without it, what is on the disk.
        readers
            How Prefect reads TOML and `.env` (`project.runtime.Runtime.readers`).
        without
            A kind of file that is judged by the others. The result is that of the method `without`,
            in less time: nothing of the file counts here but where it says that profiles are.
        """
        reader = _Reader(folder, environment, schema, contents or FileStore(), readers)
        return reader.read(home, without)

    @property
    def profile(self) -> str:
        """The name of the active profile where the environment gives it, else empty."""
        environment: Mapping[str, str] = self.environment or {}
        return environment.get("PREFECT_PROFILE", "")

    def use_of_profiles(self, path: Path) -> ProfilesUse:
        """What Prefect does with the file at `path` as one of profiles. Where it is not known which
        file Prefect checks, that is the one that it takes the values from.
        """
        wanted, read = os.path.abspath(path), self.profiles_path
        gives_values = read is not None and os.path.abspath(read) == wanted
        checked = self.checked_profiles
        if checked is None:
            return ProfilesUse(gives_values, gives_values)
        return ProfilesUse(gives_values, os.path.abspath(checked) == wanted)

    @property
    def files_of_profiles(self) -> list[Path]:
        """The files of profiles that Prefect opens, as far as they are there."""
        found = dict.fromkeys((self.profiles_path, self.checked_profiles))
        return [path for path in found if path and os.path.exists(path) and not os.path.isdir(path)]

    def names_of_profiles(self) -> set[str] | None:
        """The names of the profiles that Prefect knows at its start; None if that is unknown, for
        instance because their file cannot be read, which is a separate error.
        """
        if self.checked_profiles is None:
            return None
        try:
            return names_known(self.contents.document(self.checked_profiles), self.readers)
        except Unreadable:
            return None

    def looks_at(self, path: Path) -> bool:
        """Whether a file, existing or not, is one of the sources."""
        return path in self.files

    def says_the_same(self, other: Folder) -> bool:
        """Whether the sources assign the same, and the profiles are in the same place."""
        return (
            self.assignments == other.assignments
            and self.notes == other.notes
            and self.profiles_path == other.profiles_path
            and self.states_profiles == other.states_profiles
            and self.checked_profiles == other.checked_profiles
        )

    def without(self, kind: str) -> Folder:
        """A copy without the sources of the given kind. Nothing is read again. The profiles
        are unchanged, even if a removed source selected them.
        """
        left_out = {each.path for each in self.sources if each.kind == kind}
        return Folder(
            (each for each in self.sources if each.kind != kind),
            self._release,
            self.contents,
            files={path: stamp for path, stamp in self.files.items() if path not in left_out},
            profiles_path=self.profiles_path,
            states_profiles=self.states_profiles,
            checked_profiles=self.checked_profiles,
            environment=self.environment,
            readers=self.readers,
        )

    def of(self, path: str) -> list[Assignment]:
        """The assignments of a setting, the strongest first; `path` may be its former place."""
        return list(self.assignments.of(current(path, self._release)))

    def rank(self, path: str, kind: str) -> int:
        """The rank of a source for the setting that it writes as `path`; the lower one wins."""
        return rank(kind) if path == current(path, self._release) else legacy_rank(kind)

    def values_around(self, kind: str) -> tuple[Values, Values]:
        """What the settings become by sources weaker than one of this kind, and by stronger ones.

        Free-form tables, which sources share entry by entry, are left out.
        """
        if kind not in self._around:
            own = rank(kind), 0
            weaker = [each for each in self._weakest_first if each.strength > own]
            stronger = [each for each in self._weakest_first if each.strength < own]
            self._around[kind] = Values(weaker), Values(stronger)
        return self._around[kind]

    @cached_property
    def set_by_environment(self) -> frozenset[str]:
        """The settings (dotted paths) whose value the environment gives, which no file can show."""
        winners = {path: self.assignments.of(path)[0] for path in self.assignments}
        return frozenset(path for path, each in winners.items() if each.place.kind == ENVIRONMENT)

    @cached_property
    def _around(self) -> dict[str, tuple[Values, Values]]:
        return {}

    @cached_property
    def _weakest_first(self) -> list[Assignment]:
        found = (
            each
            for path in self.assignments
            for each in self.assignments.of(path)
            if not each.node.is_free_form and not each.node.is_table
        )
        return sorted(found, key=lambda each: each.strength, reverse=True)


class _Reader:
    """Reads one folder once; see `Folder.read` for the arguments."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str] | None,
        schema: Schema,
        contents: FileStore,
        readers: Readers,
    ) -> None:
        self._readers = readers
        self._folder = folder
        self._environment = environment
        self._schema = schema
        self._contents = contents
        self._stamps: dict[Path, object] = {}

    def read(self, home: Path | None, without: str) -> Folder:
        environment = self._environment or {}
        sources = [read_environment(environment, self._schema, self._readers)]
        stated: list[str | None] = []
        for row in FILES:
            path = self._folder / row.name
            if row.holds is Holds.SETTINGS:
                read = read_places_of_profiles if row.id == without else read_toml
                sources.append(self._toml(row.id, path, read))
                stated.append(stated_path(sources[-1]))
            elif row.holds is Holds.VARIABLES:
                variables, notes = self._dotenv(path)
                stated.append(_stated_in_dotenv(variables))
                where = Where(row.id, path=path, readers=self._readers)
                found = read_variables(variables, where, self._schema)
                sources.append(found._replace(notes=(*notes, *found.notes)))
        release = self._schema.release
        named = find_profiles(self._folder, environment, stated, None, release)
        profiles = named or find_profiles(self._folder, environment, stated, home, release)
        if profiles is not None:
            sources.append(self._profile(profiles, environment))
        given = Assignments(each for source in sources for each in source.assignments)
        left_out = {each.path for each in sources if each.kind == without}
        return Folder(
            (each for each in sources if each.kind != without),
            release,
            self._contents,
            files={path: stamp for path, stamp in self._stamps.items() if path not in left_out},
            profiles_path=profiles,
            states_profiles=named is not None,
            checked_profiles=profiles_of_start(self._folder, given, home, release),
            environment=self._environment,
            readers=self._readers,
        )

    def _dotenv(self, path: Path) -> tuple[list[Variable], list[Note]]:
        self._stamps[path] = self._contents.stamp(path)
        try:
            document = self._contents.dotenv(path)
        except Unreadable as error:
            return [], [error.note]
        if document is None:
            return [], []
        notes: list[Note] = []
        for each in document.statements:
            if each.name is None:
                message = f"line {each.key.line + 1} does not parse, so Prefect ignores it"
                notes.append(Note(path, message))
        found = dotenv_variables(document, self._environment, self._schema)
        for variable in found.too_long:
            message = f"`{variable.name}` expands to too much text, so its value is not checked"
            notes.append(Note(path, message))
        return [*found.variables, *found.bare], notes

    def _toml(self, kind: str, path: Path, read: _ReadToml) -> Source:
        self._stamps[path] = self._contents.stamp(path)
        try:
            document = self._contents.document(path)
        except Unreadable as error:
            return Source(kind, path, notes=(error.note,))
        if document is None:
            return Source(kind, path)
        return read(kind, path, document, self._schema, self._readers.toml)

    def _profile(self, path: Path, environment: Mapping[str, str]) -> Source:
        self._stamps[path] = self._contents.stamp(path)
        try:
            document = self._contents.document(path)
        except Unreadable as error:
            return Source(PROFILE, path, notes=(error.note,))
        if document is None:
            return Source(PROFILE, path)
        return read_profile(path, document, environment, self._schema, self._readers)


def _stated_in_dotenv(variables: Iterable[Variable]) -> str | None:
    """The path of the profiles that `.env` names, by a name in upper case only."""
    found = [each.value for each in variables if each.name == _PROFILES_PATH]
    return found[-1] if found and isinstance(found[-1], str) else None


def chain(path: str, folder: Folder, entry: str | None = None) -> list[SourceLocation]:
    """Everything that sets a setting (dotted path), the strongest first.

    `entry` asks for one key of a free-form table (``client.custom_headers``).
    """
    wanted = None if entry is None else {entry}
    found = (place for each in folder.of(path) for place in each.locations(wanted))
    return list(dict.fromkeys(found))


def overrides(path: str, of: str, folder: Folder, entry: str | None = None) -> list[SourceLocation]:
    """The places that win over what a source of kind `of` sets as `path`, the strongest first.

    `path` is as that source writes it, the legacy ``experiments.plugins.enabled`` included.  For a
    free-form table `entry` asks for one of its keys; without it, those that share a key with the
    table that `of` has, all of them where it has none.
    """
    weakest = folder.rank(path, of)
    stronger, own = [], set[str]()
    for each in folder.of(path):
        if each.strength[0] < weakest:
            stronger.append(each)
        elif each.strength[0] == weakest:
            own.update(each.entries or ())
    wanted = {entry} if entry is not None else own or None
    return list(dict.fromkeys(place for each in stronger for place in each.locations(wanted)))


def value_given(place: SourceLocation, node: Node, folder: Folder) -> object | None:
    """What a setting becomes by the assignment at `place` (`Assignment.becomes`); of a free-form
    table all that its source sets. The value may hold a secret: ask `prefect.secrets.may_show`.
    """
    for each in folder.of(node.dotted):
        if each.place == place or place in each.locations():
            return each.becomes
    return None
