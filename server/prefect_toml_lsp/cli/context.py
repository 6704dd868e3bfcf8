"""The context of a file: the runtime of its folder, and other sources of the same settings.

What is read is cached until `forget`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from prefect_toml_lsp.analysis import Context, Severity
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.cli.exit_status import CannotRunError
from prefect_toml_lsp.cli.notes import note
from prefect_toml_lsp.prefect import Catalogue, Packages, Release, Schema
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import PROFILE
from prefect_toml_lsp.sources.profiles_use import NOT_USED, ProfilesUse

if TYPE_CHECKING:  # read when it is needed, for `check` to start fast
    from prefect_toml_lsp.analysis.configuration import Configuration
    from prefect_toml_lsp.analysis.options import Chosen
    from prefect_toml_lsp.analysis.runtimes import Runtimes
    from prefect_toml_lsp.project.class_index import ClassIndex
    from prefect_toml_lsp.project.configuration_file import ConfigurationFile
    from prefect_toml_lsp.project.runtime import Runtime
    from prefect_toml_lsp.sources.file_store import FileStore, Opened
    from prefect_toml_lsp.sources.folder import Folder, ReadBy
    from prefect_toml_lsp.sources.machine import Machine
    from prefect_toml_lsp.toml import Document

_KEPT = 64
"""The number of folders and contexts that are kept: one that is needed again is needed soon."""


class Options(NamedTuple):
    """The options that affect verdicts.

    prefect_version
        A release; None uses that of each folder.
    environment
        Whether the machine counts: the variables of this process and the user's profile.
    profile
        The active profile, regardless of the environment; None uses the environment.
    plain_secrets
        The severity of a secret in plain text, ``"hint"`` or ``"warning"``; None uses the project's
        configuration.
    is_selected
        Whether the command line selects findings, so that the project's selection does not count.
    repairs
        Whether reports carry the fixes of their findings.
    fixable
        Whether reports say if `--fix` corrects their findings.
    roots
        The folders that are checked, as absolute paths (`ClassesAround`).
    """

    prefect_version: str | None = None
    environment: bool = False
    profile: str | None = None
    plain_secrets: str | None = None
    is_selected: bool = False
    repairs: bool = False
    fixable: bool = False
    roots: tuple[str, ...] = ()


_path = lru_cache(maxsize=_KEPT)(Path)
"""The path of a folder: each file needs it several times, and it takes time to make."""
_judged: dict[Path, Opened] = {}
"""The document that is judged just now."""


@cache
def catalogue() -> Catalogue:
    """The settings of all releases, loaded once."""
    return Catalogue.load()


def named_release(text: str) -> Release:
    """The release with this number, or the nearest known one. Raises `CannotRunError`."""
    from prefect_toml_lsp.project.release import NotARelease, parse_explicit

    try:
        return parse_explicit(text, catalogue().releases).release
    except NotARelease as error:
        raise CannotRunError(str(error)) from None


@cache
def store() -> FileStore:
    """The store of all files that are read, checked or not."""
    from prefect_toml_lsp.sources.file_store import FileStore

    return FileStore(_judged)


@contextmanager
def opened(path: Path, document: Document | None) -> Iterator[None]:
    """Until the end of the block the store has this document, if any, for the file at `path`, and
    does not read it.
    """
    if document is not None:
        _judged[path] = document
    try:
        yield
    finally:
        _judged.clear()


def forget() -> None:
    """Forget all files that were read, because they may have changed."""
    for kept in (
        context_of, _read_folder, runtime_of, runtimes, store, _classes_below, machine,
    ):  # fmt: skip
        kept.cache_clear()


def newest_schema() -> Schema:
    """The settings of the newest releases that are known."""
    return catalogue().schema(packages=Packages())


def schema_of(runtime: Runtime) -> Schema:
    """The settings of the Prefect and the packages that run in a folder."""
    return catalogue().schema(runtime.release, runtime.integrations)


def newest_context(kind: str) -> Context:
    """The context of a file alone, with the newest release."""
    return Context(newest_schema(), kind=kind)


_UNSHOWN = {code.name: None for code in CODES.values() if code.is_quiet}


def reading_context(kind: str, folder: str) -> Context:
    """The context that decides whether the Prefect in `folder`, an absolute path, can read a file
    at all.
    """
    return newest_context(kind)._replace(readers=runtime_of(folder, None).readers)


@lru_cache(maxsize=_KEPT)
def context_of(folder: str, kind: str, path: str, options: Options) -> Context:
    """The context for the file of this kind (`sources.kinds`) at `path`, which Prefect reads when
    it runs in `folder`; both paths are absolute.

    A file of profiles that Prefect would not load there is judged alone.
    """
    runtime = runtime_of(folder, options.prefect_version)
    sources = _folder_around(kind, folder, options)
    use = sources.use_of_profiles(Path(path)) if kind == PROFILE else ProfilesUse()
    chosen = chosen_in(folder)
    plain_secrets = chosen.plain_secrets
    if options.plain_secrets:
        plain_secrets = Severity[options.plain_secrets.upper()]
    severities = chosen.severities if options.is_selected else chosen.all_severities
    return Context(
        schema_of(runtime),
        # without the file itself
        None if use == NOT_USED else sources,
        missing=Severity.ERROR if options.environment else None,
        plain_secrets=plain_secrets,
        kind=kind,
        is_prefect_2=runtime.decision.is_prefect_2,
        severities={**_UNSHOWN, **severities},
        readers=runtime.readers,
        profiles_use=ProfilesUse() if use == NOT_USED else use,
        allowed=chosen.allowed,
        classes=ClassesAround(folder, options.roots),
        compose_variables=runtime.compose_variables,
    )


@cache
def runtimes() -> Runtimes:
    """The runtimes of folders; each is read once."""
    from prefect_toml_lsp.analysis.runtimes import Runtimes

    return Runtimes(catalogue(), lambda _: None, _tell)


def _tell(file: ConfigurationFile, configuration: Configuration) -> None:
    """Log why a configuration is unreadable; all other mistakes are findings."""
    if not configuration.complaints and not file.prefix:
        note(*configuration.notes)


def chosen_in(folder: str) -> Chosen:
    """The options of the project's configuration for a folder (an absolute path)."""
    return runtimes().chosen(_path(folder))


class ClassesAround:
    """The settings classes of the project around a folder that is checked (`Classes`).

    The search covers the outermost checked folder that contains `folder`, or its project. All paths
    are absolute.
    """

    def __init__(self, folder: str, checked: tuple[str, ...]) -> None:
        self._folder = folder
        self._checked = checked

    @cached_property
    def root(self) -> Path:
        """See `Classes`."""
        from prefect_toml_lsp.project.search import holds, project_around

        holding = (each for each in self._checked if holds(each, self._folder))
        return project_around(Path(min(holding, key=len, default=self._folder)))

    def index(self) -> ClassIndex:
        """See `Classes`."""
        return _classes_below(self.root)


@cache
def _classes_below(root: Path) -> ClassIndex:
    from prefect_toml_lsp.project.class_search import ClassSearch

    search = ClassSearch(root, note)
    search.work()
    assert search.index is not None
    return search.index


@cache
def machine(profile: str | None) -> Machine:
    """The variables and home directory of this machine, with the given profile."""
    from prefect_toml_lsp.sources.machine import Machine

    return Machine.here(profile)


def folder_of(folder: str, options: Options) -> Folder:
    """The sources of a folder (an absolute path), read once."""
    return _read_folder(folder, options.prefect_version, options.environment, options.profile)


@lru_cache(maxsize=_KEPT)
def _read_folder(
    folder: str, version: str | None, counts_machine: bool, profile: str | None
) -> Folder:
    from prefect_toml_lsp.sources.folder import Folder

    return Folder.read(*_read_by(folder, version, counts_machine, profile))


def _folder_around(kind: str, folder: str, options: Options) -> Folder:
    """All sources of a folder except those of one kind."""
    from prefect_toml_lsp.sources.folder import Folder

    asked = options.prefect_version, options.environment, options.profile
    return Folder.read(*_read_by(folder, *asked), without=kind)


def _read_by(folder: str, version: str | None, counts_machine: bool, profile: str | None) -> ReadBy:
    runtime = runtime_of(folder, version)
    variables, home = machine(profile) if counts_machine else (None, None)
    return _path(folder), variables, schema_of(runtime), home, store(), runtime.readers


@cache
def runtime_of(folder: str, version: str | None) -> Runtime:
    """The runtime of a folder (an absolute path), or of the folder above it if it has no
    information.

    Raises `NotARelease` if `version` is not one.
    """
    runtime = runtimes().of(_path(folder), version)
    note(*runtime.notes)
    return runtime
