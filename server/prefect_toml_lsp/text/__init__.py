"""Lines, positions, position encodings and edits; knows nothing of TOML, Prefect or LSP."""

from prefect_toml_lsp.text.edits import Edit, apply_edits
from prefect_toml_lsp.text.encodings import PositionEncoding
from prefect_toml_lsp.text.positions import Position, Span
from prefect_toml_lsp.text.source import LineChange, Source

__all__ = ["Edit", "LineChange", "Position", "PositionEncoding", "Source", "Span", "apply_edits"]
