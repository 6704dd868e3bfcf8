"""Other ways to write the same data, as edits of a document; knows nothing of Prefect.

Each function takes a document and a statement of it that `is_sound`. It gives the edits (spans in
the document), after which `tomllib` reads the same data, every comment is still there, and what is
not concerned keeps its order, quotes and spacing; or None where TOML does not allow the other way,
where it would lose a comment, or where it is written so already.
"""

from prefect_toml_lsp.toml.edit.restructure.arrays import join_array, spread_array
from prefect_toml_lsp.toml.edit.restructure.blocks import is_sound
from prefect_toml_lsp.toml.edit.restructure.dotted import (
    dotted_group,
    dotted_to_inline,
    dotted_to_table,
    inline_to_dotted,
    table_to_dotted,
)
from prefect_toml_lsp.toml.edit.restructure.inline import inline_to_table, table_to_inline
from prefect_toml_lsp.toml.edit.restructure.strings import to_basic_string, to_literal_string

__all__ = [
    "dotted_group",
    "dotted_to_inline",
    "dotted_to_table",
    "inline_to_dotted",
    "inline_to_table",
    "is_sound",
    "join_array",
    "spread_array",
    "table_to_dotted",
    "table_to_inline",
    "to_basic_string",
    "to_literal_string",
]
