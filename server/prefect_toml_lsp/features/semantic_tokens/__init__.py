"""`textDocument/semanticTokens/full`, `…/full/delta` and `…/range` (LSP 3.17)."""

from prefect_toml_lsp.features.semantic_tokens.document_tokens import (
    Blocks,
    Painter,
    edits,
    numbers,
)
from prefect_toml_lsp.features.semantic_tokens.legend import LEGEND

__all__ = ["LEGEND", "Blocks", "Painter", "edits", "numbers"]
