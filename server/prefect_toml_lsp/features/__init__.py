"""One module for each LSP feature: a document and a position in, LSP types out."""

from prefect_toml_lsp.features.completion import complete, resolve_item
from prefect_toml_lsp.features.diagnostics import diagnostics
from prefect_toml_lsp.features.hover import hover
from prefect_toml_lsp.features.settings import Settings, read_settings
from prefect_toml_lsp.features.snapshot import Client, Snapshot

__all__ = [
    "Client",
    "Settings",
    "Snapshot",
    "complete",
    "diagnostics",
    "hover",
    "read_settings",
    "resolve_item",
]
