"""What a settings file says of profiles."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect import Catalogue
from prefect_toml_lsp.prefect.profile_names import part_of_profiles
from prefect_toml_lsp.prefect.suggest import suggest

PARTS: list[tuple[str, object, str | None]] = [
    ("profiles", {}, "profiles"),
    ("profiles.local", {}, "profiles"),
    ("profiles.local.PREFECT_API_URL", "http://h/api", "profiles"),
    ("profiles.local.api.url", "http://h/api", "profiles"),
    ("profiles.active", "local", "profiles"),
    ("Profile.local", {}, "profiles"),
    ("active", "local", "active"),
    ("active-profile", "local", "active"),
    ("profile", "local", "active"),
    ("active", True, None),
    ("profiles", "p.toml", None),
    ("profiles.path", "p.toml", None),
    ("server.profiles", {}, None),
    ("server.active", "local", None),
    ("profiler", {}, None),
]


@pytest.mark.parametrize(("path", "value", "part"), PARTS)
def test_parts_of_profiles(path: str, value: object, part: str | None) -> None:
    assert part_of_profiles(tuple(path.split(".")), value) == part


def test_no_release_has_a_setting_with_such_a_name() -> None:
    """`cli.secrets` relies on it that `suggest` still finds the secret that a path ends like."""
    catalogue = Catalogue.load()
    for release in [(3, 1, 0), (3, 4, 0), (3, 9, 1)]:
        schema = catalogue.schema(release)
        named = {path for path in schema.by_path if part_of_profiles(tuple(path.split(".")), "")}
        assert not named
        path = ("profiles", "local", "PREFECT_API_KEY")
        assert suggest(schema, path)[0].path == ("api", "key")
