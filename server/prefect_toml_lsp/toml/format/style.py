"""The options of the style."""

from __future__ import annotations

from prefect_toml_lsp.records import NamedTuple


class Style(NamedTuple):
    """The parts of the style that an editor may change (LSP 3.17, FormattingOptions).

    step
        The indentation of a line in brackets: spaces or a tab.
    trim_trailing_whitespace
        Whether spaces at the end of a line are removed.
    insert_final_newline
        Whether a last line without a line break gets one.
    trim_final_newlines
        Whether empty lines at the end of the file are removed.
    """

    step: str = "    "
    trim_trailing_whitespace: bool = True
    insert_final_newline: bool = True
    trim_final_newlines: bool = True


DEFAULT = Style()
"""The default style."""
