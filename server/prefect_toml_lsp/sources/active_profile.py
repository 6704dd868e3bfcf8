"""The active profile: the weakest of Prefect's sources, `profiles.toml`.

As `prefect.settings.sources` has it (3.8.8), every line asked of Prefect itself:

- Where: the variable ``PREFECT_PROFILES_PATH``, in the environment or else in `.env`, upper case
  only there; ``profiles_path`` in `prefect.toml`, else in `pyproject.toml`; then
  ``$PREFECT_HOME/profiles.toml`` of the environment (from 3.2.1 on); then
  ``~/.prefect/profiles.toml``.  Neither ``~`` nor ``$PREFECT_HOME`` in a path is replaced, a
  relative path starts at the working directory, an empty one counts as none, and ``home`` in a
  file or ``PREFECT_HOME`` in `.env` change nothing.
- Which: the environment's ``PREFECT_PROFILE`` (not `.env`'s), or else ``active``.  Where the file
  or that profile is missing, a profile that comes with Prefect counts, which only sets
  ``PREFECT_SERVER_EPHEMERAL_ENABLED``; it is left out here like a default.
- In test mode (``PREFECT_TEST_MODE`` or one of its siblings set to anything but the empty string)
  no profile counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from prefect_toml_lsp.prefect import Release
from prefect_toml_lsp.toml.as_data import Assigned, look_up

_TEST_MODE = (
    "PREFECT_TEST_MODE",
    "PREFECT_UNIT_TEST_MODE",
    "PREFECT_TESTING_UNIT_TEST_MODE",
    "PREFECT_TESTING_TEST_MODE",
)
_HOME_SINCE: Release = (3, 2, 1)


class ProfileVariable(NamedTuple):
    """A key of a profile and its line (0-based)."""

    name: str
    value: Any
    line: int

    def __repr__(self) -> str:
        return f"ProfileVariable(name={self.name!r}, line={self.line})"  # values may be secrets


def find_profiles(
    folder: Path,
    environment: Mapping[str, str],
    dotenv: Mapping[str, str | None],
    tables: tuple[Mapping[str, Any], ...],
    home: Path | None,
    release: Release,
) -> Path | None:
    """Where Prefect `release` looks for profiles when it runs in `folder`.

    `tables` are the settings of `prefect.toml` and of `pyproject.toml`; `home` is the user's home
    directory, None where it is not to be looked at.
    """
    if any(environment.get(name) for name in _TEST_MODE):
        return None
    stated = (
        environment.get("PREFECT_PROFILES_PATH"),
        dotenv.get("PREFECT_PROFILES_PATH"),
        *(look_up(table, ("profiles_path",)) for table in tables),
    )
    for path in stated:
        if path and isinstance(path, str):
            return folder / path
    if release >= _HOME_SINCE and environment.get("PREFECT_HOME"):
        return folder / environment["PREFECT_HOME"] / "profiles.toml"
    return home / ".prefect" / "profiles.toml" if home else None


def active_variables(
    assignments: Sequence[Assigned], environment: Mapping[str, str]
) -> list[ProfileVariable]:
    """What the active profile of a `profiles.toml` sets."""
    active: Any = environment.get("PREFECT_PROFILE")
    if not active:
        stated = [each.value for each in assignments if each.path == ("active",)]
        active = stated[0] if stated else None
    return [
        ProfileVariable(each.path[2], each.value, each.line)
        for each in assignments
        if len(each.path) == 3 and each.path[:2] == ("profiles", active)
    ]
