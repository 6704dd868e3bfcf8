"""Profiles, which Prefect only reads from `profiles.toml`, where settings are written.

A path of a profile may end like a setting (`profiles.local.PREFECT_API_URL`), but a profile only
counts while it is the active one, so no setting is what was meant.
"""

from __future__ import annotations

from typing import Literal

from prefect_toml_lsp.prefect.spelling import fold

Path = tuple[str, ...]
PartOfProfiles = Literal["profiles", "active"]

_TABLES = ("profiles", "profile")
_ACTIVE = ("active", "active_profile", "default_profile", "profile", "profiles_active")
_SETTING = "profiles_path"


def part_of_profiles(path: Path, value: object) -> PartOfProfiles | None:
    """Which part of a `profiles.toml` an unknown `path` with this value would be: profiles, or the
    name of the active one; None for anything else. The path counts from Prefect's root.
    """
    names = [fold(name) for name in path]
    if len(names) == 1 and isinstance(value, str):
        return "active" if names[0] in _ACTIVE else None
    is_there = names[0] in _TABLES and (len(names) > 1 or isinstance(value, dict))
    return "profiles" if is_there and "_".join(names) != _SETTING else None
