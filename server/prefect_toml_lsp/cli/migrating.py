"""The source and the target of a migration, as the folder and the command line give them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from prefect_toml_lsp.actions.migration import reading, writing
from prefect_toml_lsp.actions.migration.model import Contents, Item
from prefect_toml_lsp.actions.migration.planning import InForce, Look, Move, Plan, Side, plan
from prefect_toml_lsp.cli.context import machine, runtime_of, schema_of
from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.cli.meant import did_you_mean
from prefect_toml_lsp.cli.paths import as_named
from prefect_toml_lsp.cli.rewriting import content_of
from prefect_toml_lsp.cli.source_names import SOURCES
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.project.runtime import Runtime
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.active_profile import active_name, profiles_as_read
from prefect_toml_lsp.sources.effective import effective_settings
from prefect_toml_lsp.sources.file_store import FileStore
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.kinds import (
    ENVIRONMENT,
    Holds,
    file_kind,
)
from prefect_toml_lsp.sources.profiles_document import PROFILES
from prefect_toml_lsp.sources.source import (
    Source,
    dotenv_variables,
    environment_variables,
    read_toml,
)
from prefect_toml_lsp.sources.variable import Where
from prefect_toml_lsp.toml import Document

_KEPT = ("PREFECT_HOME", "PREFECT_PROFILES_PATH", "PREFECT_PROFILE")
"""Variables for the path of the profiles and the active one."""


class End(NamedTuple):
    """The source or target file; its content is None if it does not exist yet.

    shown
        Its path in messages and diffs.
    """

    kind: str
    path: Path | None
    shown: str
    content: bytes | None

    def __repr__(self) -> str:
        return f"End({self.shown})"  # the content may contain secrets

    @property
    def text(self) -> str:
        """The text; empty without a file."""
        return (self.content or b"").decode("utf-8")


class Migration(NamedTuple):
    """The planned migration."""

    source: End
    target: End
    plan: Plan
    release: str


class _Surroundings:
    """A folder in which settings move, with its runtime."""

    def __init__(self, folder: str, profile: str | None) -> None:
        self.shown = folder
        self.folder = Path(os.path.abspath(folder))
        self.runtime: Runtime = runtime_of(str(self.folder), None)
        self.schema: Schema = schema_of(self.runtime)
        variables, self.home = machine(profile)
        self.environment: Mapping[str, str] = variables or {}
        self.own_profile = os.environ.get("PREFECT_PROFILE")

    def read(self, environment: Mapping[str, str], store: FileStore | None = None) -> Folder:
        return Folder.read(
            self.folder, environment, self.schema, self.home, store, self.runtime.readers
        )

    def look(self, kind: str) -> Look:
        """The sources with the current environment, and without Prefect's variables in it unless
        the move is from the environment; each with the given profile and with the active one.
        """
        bare = {
            name: value
            for name, value in self.environment.items()
            if not name.upper().startswith(PREFIX) or name in _KEPT
        }
        environments = [self.environment] if kind == ENVIRONMENT else [self.environment, bare]
        if self.environment.get("PREFECT_PROFILE") != self.own_profile:
            own = {} if self.own_profile is None else {"PREFECT_PROFILE": self.own_profile}
            for each in [*environments]:
                rest = {name: each[name] for name in each if name != "PREFECT_PROFILE"}
                environments.append({**rest, **own})

        def found(texts: Mapping[Path, str], unset: frozenset[str]) -> list[InForce]:
            return [self._in_force(each, texts, unset) for each in environments]

        return found

    def _in_force(
        self, environment: Mapping[str, str], texts: Mapping[Path, str], unset: frozenset[str]
    ) -> InForce:
        left = {name: value for name, value in environment.items() if name not in unset}
        read = self.read(left, FileStore(texts))
        found = effective_settings(read, self.schema, lambda *_: True).settings
        return {each.node.dotted: (each.state, each.value) for each in found}


def migration(
    folder: str, source: str, target: str, profile: str | None, *, secrets: bool
) -> Migration:
    """The migration from one of `SOURCES` to another in a folder. Raises `CannotRunError`."""
    around = _Surroundings(folder, profile)
    read = around.read(around.environment)
    one, other = (_end(SOURCES[each], around, read) for each in (source, target))
    if one.content is None and one.kind != ENVIRONMENT:
        raise CannotRunError(f"{one.shown}: there is no such file")
    written = file_kind(other.kind)
    if other.content is None and (written.prefix or written.holds is Holds.PROFILES):
        raise CannotRunError(f"{other.shown}: there is no such file")
    for each in (one, other):
        _check_readable(each, read)
    contents, origin = _contents(one, around, profile)
    keeps = _is_private(one.kind) and not _is_private(other.kind)

    def without(items: Iterable[Item]) -> str:
        if origin is not None:
            return writing.without_pairs(origin, items, _profiles(one, origin, around))
        if one.kind == ENVIRONMENT:
            return ""
        return writing.without_lines(DotenvDocument(one.text), items)

    move = Move(
        contents,
        Side(one.path, "" if one.path is None else one.text),
        Side(other.path, other.text),
        _target(other, around, profile),
        origin,
        without,
        keeps and not secrets,
        around.look(one.kind),
    )
    return Migration(one, other, plan(move), str(around.runtime.explained))


def _is_private(kind: str) -> bool:
    """Whether only one user usually reads a source: it is in no repository."""
    if kind == ENVIRONMENT:
        return True
    row = file_kind(kind)
    return row.often_ignored or row.holds is Holds.PROFILES


def _end(kind: str, around: _Surroundings, read: Folder) -> End:
    """Raises `CannotRunError` for a file that cannot be read."""
    if kind == ENVIRONMENT:
        return End(kind, None, "the environment", None)
    path = around.folder / file_kind(kind).name
    if file_kind(kind).holds is Holds.PROFILES:
        if read.profiles_path is None:
            raise CannotRunError("in test mode Prefect reads no profile")
        path = read.profiles_path
    shown = as_named(os.path.abspath(path), around.shown)
    content = content_of(path, shown, file_kind(kind).largest)
    return End(kind, path, shown, content)


def _check_readable(end: End, read: Folder) -> None:
    for source in read.sources:
        if end.path is not None and source.path == end.path and source.notes:
            note = source.notes[0]
            raise CannotRunError(f"{end.shown}: {note.message}; correct the file first")


def _contents(
    end: End, around: _Surroundings, profile: str | None
) -> tuple[Contents, Document | None]:
    """The settings in a source, and its document if it is TOML. Raises `CannotRunError`."""
    schema, readers = around.schema, around.runtime.readers
    where = Where(end.kind, path=end.path, readers=readers)
    if end.kind == ENVIRONMENT:
        return reading.environment(environment_variables(os.environ), where, schema), None
    holds = file_kind(end.kind).holds
    if holds is Holds.VARIABLES:
        document = DotenvDocument(end.text)
        found = dotenv_variables(document, around.environment, schema).variables
        needed = around.runtime.compose_variables
        return reading.of_dotenv(document, found, where, schema, needed), None
    toml = Document(end.text)
    if holds is Holds.PROFILES:
        name = _profile_in(toml, end, around, profile)
        variables = [*profiles_as_read(toml, readers).profiles.get(name, {}).values()]
        return reading.of_profile(toml, variables, where, schema), toml
    assert end.path is not None
    given: Source = read_toml(end.kind, end.path, toml, schema, readers.toml)
    return reading.of_settings(toml, given, schema), toml


def _target(end: End, around: _Surroundings, profile: str | None) -> writing.Target:
    """Raises `CannotRunError`."""
    where = Where(end.kind, path=end.path, readers=around.runtime.readers)
    kind = file_kind(end.kind)
    if kind.holds is Holds.VARIABLES:
        return writing.DotenvTarget(end.text, around.schema, where)
    if kind.holds is Holds.PROFILES:
        name = _profile_in(Document(end.text), end, around, profile)
        return writing.ProfileTarget(end.text, name, around.schema, where)
    return writing.SettingsTarget(end.text, kind.name, kind.prefix)


def _profiles(end: End, document: Document, around: _Surroundings) -> set[tuple[str, ...]]:
    """The tables of profiles, including empty ones."""
    if file_kind(end.kind).holds is not Holds.PROFILES:
        return set()
    found = profiles_as_read(document, around.runtime.readers).profiles
    return {(PROFILES, name) for name in found}


def _profile_in(document: Document, end: End, around: _Surroundings, profile: str | None) -> str:
    """The given profile, or the active one. Raises `CannotRunError` if the file does not have
    it.
    """
    profiles = profiles_as_read(document, around.runtime.readers)
    name = profile or active_name(profiles, around.environment)
    if name is None:
        raise CannotRunError(f"{end.shown}: no profile is active; name one with --profile")
    if name not in profiles.profiles:
        hint = did_you_mean(name, profiles.profiles)
        raise CannotRunError(f"{end.shown} has no profile {name!r}{hint}")
    return name
