"""What a file is judged by: what runs in its folder, and what else sets the same settings."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from prefect_toml_lsp.analysis import Context, Severity
from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.prefect import Catalogue, Packages, Schema
from prefect_toml_lsp.sources.kinds import PROFILE
from prefect_toml_lsp.sources.profiles_use import NOT_USED, ProfilesUse

if TYPE_CHECKING:  # read when it is needed, for `check` to start fast
    from prefect_toml_lsp.project.runtime import Runtime
    from prefect_toml_lsp.sources.file_store import FileStore
    from prefect_toml_lsp.sources.folder import Folder


class Options(NamedTuple):
    """How to judge.

    prefect_version
        A release; None finds it out for each folder.
    environment
        Whether what the machine adds counts: the variables of this process and the user's profile.
    strict
        Whether a secret in plain text is a warning.
    """

    prefect_version: str | None = None
    environment: bool = False
    strict: bool = False


@cache
def catalogue() -> Catalogue:
    """The settings of all releases, loaded once."""
    return Catalogue.load()


@cache
def store() -> FileStore:
    """The files around those that are checked, and these themselves."""
    from prefect_toml_lsp.sources.file_store import FileStore

    return FileStore()


def newest_schema() -> Schema:
    """The settings of the newest releases that are known."""
    return catalogue().schema(packages=Packages())


def schema_of(runtime: Runtime) -> Schema:
    """The settings of what runs in a folder."""
    return catalogue().schema(runtime.release, runtime.integrations)


def newest_context(kind: str) -> Context:
    """What a file is judged by on its own, as the newest release has it."""
    return Context(newest_schema(), kind=kind)


_UNSHOWN = {code.name: None for code in CODES.values() if code.is_quiet}


def reading_context(kind: str, folder: str) -> Context:
    """What decides whether what runs in `folder`, an absolute path, can read a file at all."""
    return newest_context(kind)._replace(readers=runtime_of(folder, None).readers)


@cache
def context_of(folder: str, kind: str, path: str, options: Options) -> Context:
    """What the file of this kind (`sources.kinds`) at `path`, which Prefect reads when it runs in
    `folder`, is judged by; both are absolute.

    A file of profiles that Prefect would not load there is judged by itself.
    """
    runtime = runtime_of(folder, options.prefect_version)
    sources = folder_of(folder, options)
    use = sources.use_of_profiles(Path(path)) if kind == PROFILE else ProfilesUse()
    return Context(
        schema_of(runtime),
        # What a file has to say of itself does not count.
        None if use == NOT_USED else sources.without(kind),
        missing=Severity.ERROR if options.environment else None,
        plain_secrets=Severity.WARNING if options.strict else Severity.HINT,
        kind=kind,
        is_prefect_2=runtime.decision.is_prefect_2,
        severities=_UNSHOWN,
        readers=runtime.readers,
        profiles_use=ProfilesUse() if use == NOT_USED else use,
    )


@cache
def folder_of(folder: str, options: Options) -> Folder:
    """What the sources of a folder, an absolute path, assign; read once."""
    from prefect_toml_lsp.sources.folder import Folder

    runtime = runtime_of(folder, options.prefect_version)
    where, schema, readers = Path(folder), schema_of(runtime), runtime.readers
    if options.environment:
        return Folder.read(where, os.environ, schema, Path.home(), store(), readers)
    return Folder.read(where, None, schema, None, store(), readers)


@cache
def runtime_of(folder: str, version: str | None) -> Runtime:
    """What runs in a folder; one that says nothing is judged as the folder above it.

    Raises `NotARelease` where `version` is not one.
    """
    from prefect_toml_lsp.project.folder import says_something
    from prefect_toml_lsp.project.runtime import decide_runtime

    above = os.path.dirname(folder)
    if version is None and above != folder and not says_something(_names(folder)):
        return runtime_of(above, None)
    runtime = decide_runtime(Path(folder), catalogue().releases, version)
    note(*runtime.notes)
    return runtime


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []  # The file in it is reported if it cannot be read, either.


_said: set[str] = set()


def note(*notes: object) -> None:
    """Say each thing once on standard error."""
    for note in map(str, notes):
        if note not in _said:
            _said.add(note)
            sys.stderr.write(f"prefect-toml-lsp: {note}\n")
