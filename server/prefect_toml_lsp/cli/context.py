"""What a file is judged by: the release that its folder asks for, and what overrides it."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from prefect_toml_lsp.analysis import Context, Severity
from prefect_toml_lsp.prefect import Catalogue, Release, Schema

if TYPE_CHECKING:  # read when it is needed, for `check` to start fast
    from prefect_toml_lsp.sources.file_store import FileStore


class Options(NamedTuple):
    """How to judge.

    prefect_version
        A release; None finds it out for each folder.
    environment
        Whether environment variables, `.env` and the profile are looked at for overrides.
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
def _contents() -> FileStore:
    """The files around those that are checked; several may have the same profiles."""
    from prefect_toml_lsp.sources.file_store import FileStore

    return FileStore()


def newest_schema() -> Schema:
    """The settings of the newest release that is known."""
    return catalogue().schema()


@cache
def context_of(folder: str, kind: str, options: Options) -> Context:
    """What files of this kind (`workspace.places.KINDS`) in `folder`, an absolute path, are judged
    by.
    """
    release, is_prefect_2 = _release(folder, options.prefect_version)
    schema = catalogue().schema(release)
    sources = None
    if options.environment:
        from prefect_toml_lsp.sources.folder import Folder

        name = {"dotenv": ".env", "profile": "profiles.toml"}.get(kind, kind)
        # What a file has to say of itself does not count.
        others = _contents().without(Path(folder, name))
        sources = Folder.read(Path(folder), os.environ, schema, Path.home(), others)
        _note(sources.notes)
    secrets = Severity.WARNING if options.strict else Severity.HINT
    return Context(schema, sources, Severity.ERROR, secrets, kind, is_prefect_2)


@cache
def _release(folder: str, version: str | None) -> tuple[Release, bool]:
    """The release for a folder; one that says nothing is judged as the folder above it."""
    from prefect_toml_lsp.project.release import decide_release, says_something

    above = os.path.dirname(folder)
    if version is None and above != folder and not says_something(_names(folder)):
        return _release(above, None)
    decision = decide_release(Path(folder), catalogue().releases, version)
    _note(decision.notes)
    return decision.release, decision.is_prefect_2


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []  # The file in it is reported if it cannot be read, either.


_said: set[str] = set()


def _note(notes: tuple[object, ...]) -> None:
    """Say each thing once on standard error."""
    for note in map(str, notes):
        if note not in _said:
            _said.add(note)
            sys.stderr.write(f"prefect-toml-lsp: {note}\n")
