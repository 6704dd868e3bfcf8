"""Lines, positions and position encodings; knows nothing of TOML, Prefect or LSP."""

from prefect_toml_lsp.text.encodings import PositionEncoding
from prefect_toml_lsp.text.positions import Position, Span
from prefect_toml_lsp.text.source import LineChange, Source

__all__ = ["LineChange", "Position", "PositionEncoding", "Source", "Span"]
