"""Single changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prefect_toml_lsp.text import Position
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.pairs import pair_at
from prefect_toml_lsp.toml.edit.rewrite import Rewrite
from prefect_toml_lsp.toml.nodes import KeyValue, Statement, Value


def remove(document: Document, *statements: Statement) -> list[Edit]:
    """Remove whole statements, and the empty line that would be one too many afterwards. Comments
    above stay; give those of `comments_above`, too, to remove them.
    """
    rewrite = Rewrite(document)
    rewrite.remove(*statements)
    return rewrite.edits()


def insert_pair(
    document: Document,
    table_path: Sequence[str],
    key_names: Sequence[str],
    value_text: str,
    comments: Iterable[str] = (),
) -> list[Edit]:
    """Set a key that the document does not set, with `comments` on the lines above it.

    It goes behind the last key of its table: of the table's section, of its inline table, of its
    dotted keys. A table that the document does not have gets a header: above the tables inside
    it, else behind the table that shares most of its path, else at the end. Raises
    `NoPlaceError`.
    """
    rewrite = Rewrite(document)
    rewrite.insert(tuple(table_path), tuple(key_names), value_text, comments)
    return rewrite.edits()


def move(
    document: Document, statement: KeyValue, table_path: Sequence[str], key_names: Sequence[str]
) -> list[Edit]:
    """Take a statement to another place, with the comments above and behind it; see `insert_pair`.

    Its old section stays, even if it is empty then. Raises `NoPlaceError`.
    """
    rewrite = Rewrite(document)
    written = pair_at(statement, Position(-1, 0))
    rewrite.move(written, tuple(table_path), tuple(key_names))
    return rewrite.edits()


def replace_value(document: Document, statement: Statement, value: Value, text: str) -> list[Edit]:
    """Write `text` in the place of a value."""
    return [Edit(document.span(statement, value.span), text)]
