"""One module for each LSP feature: a document and a position in, LSP types out."""

from prefect_toml_lsp.features.code_actions import CODE_ACTION_OPTIONS, code_actions
from prefect_toml_lsp.features.code_lens import code_lenses
from prefect_toml_lsp.features.completion import complete, resolve_item
from prefect_toml_lsp.features.definition import (
    definition,
    definition_of_profile,
    definition_of_variable,
)
from prefect_toml_lsp.features.diagnostics import (
    DIAGNOSTIC_OPTIONS,
    diagnostics,
    pull_diagnostics,
    workspace_report,
)
from prefect_toml_lsp.features.folding import folding_ranges
from prefect_toml_lsp.features.formatting import (
    format_document,
    format_on_type,
    format_range,
)
from prefect_toml_lsp.features.highlight import highlights
from prefect_toml_lsp.features.hover import hover
from prefect_toml_lsp.features.inlay_hints import inlay_hints, resolve_hint
from prefect_toml_lsp.features.links import links
from prefect_toml_lsp.features.options import ServerOptions, read_settings
from prefect_toml_lsp.features.references import references
from prefect_toml_lsp.features.selection import selection_ranges
from prefect_toml_lsp.features.snapshot import (
    Client,
    DotenvSnapshot,
    ProfilesSnapshot,
    Snapshot,
    TomlSnapshot,
    View,
)
from prefect_toml_lsp.features.symbols import document_symbols
from prefect_toml_lsp.features.workspace_symbols import symbols_of

__all__ = [
    "CODE_ACTION_OPTIONS",
    "DIAGNOSTIC_OPTIONS",
    "Client",
    "DotenvSnapshot",
    "ProfilesSnapshot",
    "ServerOptions",
    "Snapshot",
    "TomlSnapshot",
    "View",
    "code_actions",
    "code_lenses",
    "complete",
    "definition",
    "definition_of_profile",
    "definition_of_variable",
    "diagnostics",
    "document_symbols",
    "folding_ranges",
    "format_document",
    "format_on_type",
    "format_range",
    "highlights",
    "hover",
    "inlay_hints",
    "links",
    "pull_diagnostics",
    "read_settings",
    "references",
    "resolve_hint",
    "resolve_item",
    "selection_ranges",
    "symbols_of",
    "workspace_report",
]
