"""Releases as numbers that compare."""

from __future__ import annotations

import pytest

from prefect_toml_lsp.prefect.releases import Release, nearest_known

KNOWN: tuple[Release, ...] = ((3, 1, 0), (3, 1, 15), (3, 8, 8))


@pytest.mark.parametrize(
    ("release", "nearest"),
    [
        ((2, 9, 0), (3, 1, 0)),
        ((3, 1, 0), (3, 1, 0)),
        ((3, 1, 14), (3, 1, 0)),
        ((3, 1, 15), (3, 1, 15)),
        ((3, 8, 7), (3, 1, 15)),
        ((4, 0, 0), (3, 8, 8)),
    ],
)
def test_the_nearest_release_is_the_newest_that_is_not_newer(
    release: Release, nearest: Release
) -> None:
    assert nearest_known(release, KNOWN) == nearest
