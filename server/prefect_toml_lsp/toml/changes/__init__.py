"""Changes of a document as edits of its text, which keep comments, order, quotes and spacing.

All of these are functions of the document as it is; none changes it. `Rewrite` makes several
changes at once, `Draft` one after the other. Nothing here knows of Prefect.
"""

from prefect_toml_lsp.toml.changes.draft import Draft
from prefect_toml_lsp.toml.changes.homes import NoPlaceError
from prefect_toml_lsp.toml.changes.keys import dotted, rename_key
from prefect_toml_lsp.toml.changes.one import (
    insert_pair,
    move,
    remove,
    replace_value,
)
from prefect_toml_lsp.toml.changes.pairs import Written, comments_above, pair_at, source_of
from prefect_toml_lsp.toml.changes.rewrite import Rewrite

__all__ = [
    "Draft",
    "NoPlaceError",
    "Rewrite",
    "Written",
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
