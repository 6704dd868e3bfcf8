"""Prefect's settings and releases, and what it does with values; independent of text and LSP."""

from prefect_toml_lsp.prefect.nodes import Catalogue, Node, Schema
from prefect_toml_lsp.prefect.releases import (
    Installed,
    Packages,
    Release,
    parse_release,
    show_release,
)

__all__ = [
    "Catalogue",
    "Installed",
    "Node",
    "Packages",
    "Release",
    "Schema",
    "parse_release",
    "show_release",
]
