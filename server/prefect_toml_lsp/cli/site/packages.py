"""The integration packages with settings in Prefect's own files."""

from __future__ import annotations

from collections.abc import Sequence

from prefect_toml_lsp.prefect import Catalogue, Node, show_release
from prefect_toml_lsp.records import NamedTuple


class Package(NamedTuple):
    """A package, its first and last known releases, and what it reads."""

    name: str
    first: str
    newest: str
    settings: Sequence[Node]


def packages_of(catalogue: Catalogue, nodes: Sequence[Node]) -> list[Package]:
    """The packages in the order of their names; `nodes` are all settings and tables."""
    return [
        Package(
            name,
            show_release(versions[0]),
            show_release(versions[-1]),
            [each for each in nodes if each.package == name and each.is_setting and each.exists],
        )
        for name, versions in sorted(catalogue.packages.items())
    ]
