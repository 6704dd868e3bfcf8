"""Changes of a document as edits of its text, which keep comments, order, quotes and spacing.

All of these are functions of the current document; none changes it. `Rewrite` makes several
changes at once. Nothing here knows of Prefect.
"""

from prefect_toml_lsp.toml.edit.insertion_points import NoPlaceError, SetAlreadyError
from prefect_toml_lsp.toml.edit.located_pair import LocatedPair, pair_at, source_of
from prefect_toml_lsp.toml.edit.rewrite import Rewrite
from prefect_toml_lsp.toml.edit.sort import sort
from prefect_toml_lsp.toml.edit.table_forms import (
    dotted_group,
    dotted_to_inline,
    dotted_to_table,
    inline_to_dotted,
    inline_to_table,
    table_to_dotted,
    table_to_inline,
)
from prefect_toml_lsp.toml.edit.value_forms import (
    join_array,
    spread_array,
    to_basic_string,
    to_literal_string,
)

__all__ = [
    "LocatedPair",
    "NoPlaceError",
    "Rewrite",
    "SetAlreadyError",
    "dotted_group",
    "dotted_to_inline",
    "dotted_to_table",
    "inline_to_dotted",
    "inline_to_table",
    "join_array",
    "pair_at",
    "sort",
    "source_of",
    "spread_array",
    "table_to_dotted",
    "table_to_inline",
    "to_basic_string",
    "to_literal_string",
]
