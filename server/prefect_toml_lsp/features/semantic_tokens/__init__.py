"""`textDocument/semanticTokens/full`, `…/full/delta` and `…/range` (LSP 3.17)."""

from prefect_toml_lsp.features.semantic_tokens.legend import LEGEND
from prefect_toml_lsp.features.semantic_tokens.painter import Blocks, Painter, edits, numbers

__all__ = ["LEGEND", "Blocks", "Painter", "edits", "numbers"]
