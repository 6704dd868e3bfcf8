"""The active profile: the weakest of Prefect's sources, `profiles.toml`.

As `prefect.settings.sources` has it (3.8.8), every line asked of Prefect itself:

- Where: the variable ``PREFECT_PROFILES_PATH``, in the environment or else (this and the files from
  3.1.1 on) in `.env`, upper case only there; ``profiles_path`` in `prefect.toml`, else in
  `pyproject.toml`; then
  ``$PREFECT_HOME/profiles.toml`` of the environment (from 3.2.1 on); then
  ``~/.prefect/profiles.toml``.  Neither ``~`` nor ``$PREFECT_HOME`` in a path is replaced, a
  relative path starts at the working directory, an empty one counts as none, and ``home`` in a
  file or ``PREFECT_HOME`` in `.env` change nothing.
- Which: the environment's ``PREFECT_PROFILE`` (not `.env`'s), or else ``active``.  Where the file
  or (from 3.1.5 on) that profile is missing, a profile that comes with Prefect counts, which only
  sets ``PREFECT_SERVER_EPHEMERAL_ENABLED``; it is left out here like a default.
- In test mode (``PREFECT_TEST_MODE`` or one of its siblings set to anything but the empty string)
  no profile counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from prefect_toml_lsp.prefect import Release, Schema
from prefect_toml_lsp.prefect.acceptance.paths import (
    HOME_TEMPLATE,
    PROFILES_OPENED_SINCE,
    TEMPLATE_SINCE,
)
from prefect_toml_lsp.project.readers import NEWEST, Readers
from prefect_toml_lsp.sources.assignment import Assignments
from prefect_toml_lsp.sources.kinds import PROFILE
from prefect_toml_lsp.sources.legacy_view import look, read_profiles_as
from prefect_toml_lsp.sources.profiles_document import BUILT_IN, Profiles, read_profiles
from prefect_toml_lsp.sources.source import Source, broken_line, not_toml, read_variables
from prefect_toml_lsp.sources.variable import Where
from prefect_toml_lsp.toml import Document

_TEST_MODE = (
    "PREFECT_TEST_MODE",
    "PREFECT_UNIT_TEST_MODE",
    "PREFECT_TESTING_UNIT_TEST_MODE",
    "PREFECT_TESTING_TEST_MODE",
)
_STATED_SINCE = PROFILES_OPENED_SINCE
_HOME_SINCE: Release = (3, 2, 1)
OWN_PROFILE_SINCE: Release = (3, 1, 5)
"""From here on Prefect's built-in profile takes the place of one that the file does not have."""


def find_profiles(
    folder: Path,
    environment: Mapping[str, str],
    stated: Iterable[str | None],
    home: Path | None,
    release: Release,
) -> Path | None:
    """Where Prefect `release` looks for profiles when it runs in `folder`.

    `stated` are the paths that `.env`, `prefect.toml` and `pyproject.toml` name, in this order;
    `home` is the user's home directory, None if it is not to be looked at.
    """
    if any(environment.get(name) for name in _TEST_MODE):
        return None
    named = stated if release >= _STATED_SINCE else ()
    for path in (environment.get("PREFECT_PROFILES_PATH"), *named):
        if path:
            return folder / path
    if release >= _HOME_SINCE and environment.get("PREFECT_HOME"):
        return folder / environment["PREFECT_HOME"] / "profiles.toml"
    return home / ".prefect" / "profiles.toml" if home else None


def profiles_of_start(
    folder: Path, assignments: Assignments, home: Path | None, release: Release
) -> Path | None:
    """Where Prefect looks for profiles once more when it has its settings: it checks the names of
    variables there, and takes no values. None if that is not known.

    Unlike `find_profiles` this follows the settings in force, ``home`` included.
    """
    path = _path_set("profiles_path", assignments)
    root = _path_set("home", assignments)
    if root == "" and home is not None:
        root = str(home / ".prefect")
    if path and (release < TEMPLATE_SINCE or HOME_TEMPLATE not in path):
        return folder / path
    if not root or path is None:
        return None
    return folder / (path.replace(HOME_TEMPLATE, root) if path else f"{root}/profiles.toml")


def _path_set(name: str, assignments: Assignments) -> str | None:
    """What a setting becomes; empty if nothing sets it, None if that is not known."""
    found = assignments.of(name)
    if not found:
        return ""
    return found[0].becomes if isinstance(found[0].becomes, str) else None


def active_name(profiles: Profiles, environment: Mapping[str, str]) -> str | None:
    """The name of the active profile; None if nothing says it."""
    named = environment.get("PREFECT_PROFILE")
    if named:
        return named
    stated = profiles.active
    return stated.value if stated and isinstance(stated.value, str) and stated.value else None


def read_profile(
    path: Path,
    document: Document,
    environment: Mapping[str, str],
    schema: Schema,
    readers: Readers = NEWEST,
) -> Source:
    """What the active profile of a `profiles.toml` assigns."""
    line = broken_line(document, readers.toml)
    if line is not None:
        return Source(PROFILE, path, notes=(not_toml(path, line, readers.toml),))
    profiles = profiles_as_read(document, readers)
    variables = profiles.profiles.get(active_name(profiles, environment) or "", {})
    return read_variables([*variables.values()], Where(PROFILE, path=path, readers=readers), schema)


def names_known(document: Document | None, readers: Readers = NEWEST) -> set[str] | None:
    """The names of the profiles that Prefect knows: those in `document`, the file that it checks at
    its start (None if there is none), and those that come with it. None if it cannot read
    the file.
    """
    if document is None:
        return {*BUILT_IN}
    if broken_line(document, readers.toml) is not None:
        return None
    return {*BUILT_IN, *profiles_as_read(document, readers).profiles}


def profiles_as_read(document: Document, readers: Readers) -> Profiles:
    """What a `profiles.toml` that can be read says, as the reader of TOML there sees it."""
    profiles = read_profiles(document)
    if readers.toml == "toml":
        profiles = read_profiles_as(profiles, look(document)).profiles
    return profiles
