"""Changes of a document as edits of its text, which keep comments, order, quotes and spacing.

All of these are functions of the document as it is; none changes it. `Rewrite` makes several
changes at once, `Draft` one after the other. Nothing here knows of Prefect.
"""

from prefect_toml_lsp.toml.edit.draft import Draft
from prefect_toml_lsp.toml.edit.insertion_points import NoPlaceError
from prefect_toml_lsp.toml.edit.keys import dotted, rename_key
from prefect_toml_lsp.toml.edit.one import (
    insert_pair,
    move,
    remove,
    replace_value,
)
from prefect_toml_lsp.toml.edit.pairs import LocatedPair, comments_above, pair_at, source_of
from prefect_toml_lsp.toml.edit.rewrite import Rewrite

__all__ = [
    "Draft",
    "LocatedPair",
    "NoPlaceError",
    "Rewrite",
    "comments_above",
    "dotted",
    "insert_pair",
    "move",
    "pair_at",
    "remove",
    "rename_key",
    "replace_value",
    "source_of",
]
