"""How an outline shows values: as they are written, without secrets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from prefect_toml_lsp.analysis.outline_tables import Known
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.secrets import MASK, may_show
from prefect_toml_lsp.text.shortening import shortened
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.nodes import Array, Literal, String, Value

_LONGEST = 60  # characters of a value that are shown


class Details:
    """Tells the values of one document; spans count lines from the first line of a statement."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def of(self, node: Known | None, value: Value, line: int) -> str:
        """The value of a setting on one line, shortened, or `MASK` if it may be a secret; empty if
        it is not a setting. The statement begins on `line`.
        """
        always = _detail_of_any(node)
        if always is not None or not isinstance(node, Node):
            return always or ""
        if not (isinstance(value, Literal) or _may_show(node, value)):
            return MASK
        return shortened(self._written(value, line), _LONGEST)

    def _written(self, value: Value, line: int) -> str:
        """The value on one line, without comments."""
        if isinstance(value, Array):
            items = (self._written(item, line) for item in value.items[:_LONGEST])
            return f"[{', '.join(items)}]"
        row, column, end_row, end_column = value.span
        if row == end_row:
            return self._lines[row + line][column:end_column]
        first, last = self._lines[row + line][column:], self._lines[end_row + line][:end_column]
        middle = self._lines[row + line + 1 : end_row + line]
        return " ".join(each.strip() for each in (first, *middle, last))


def of_variable(node: Known | None, text: str) -> str:
    """The same of a value of a variable, which is text."""
    always = _detail_of_any(node)
    if always is not None or not isinstance(node, Node):
        return always or ""
    return shortened(" ".join(text.split()), _LONGEST) if may_show(node, text) else MASK


@lru_cache(maxsize=1024)
def _detail_of_any(node: Known | None) -> str | None:
    """The text shown for any value of a setting; None if it depends on the value."""
    if not isinstance(node, Node) or node.is_table:
        return ""
    return MASK if node.secret or _is_any_text(node) else None


def _may_show(node: Node, value: Value) -> bool:
    if isinstance(value, String):
        # A single word contains no address and assigns nothing; this is a quick test for many of
        # them.
        return value.value.isalnum() or may_show(node, value.value)
    try:
        return may_show(node, decode(value))
    except UndecodableError:
        return False


def _is_any_text(node: Node) -> bool:
    """Whether the value is of the user's own making, such as a header of requests: an entry of a
    free-form table of strings, or such a table written as JSON in a string.
    """
    entry = node.entry or (node if node.parent and node.parent.entry is node else None)
    keywords = entry.keywords if entry else {}
    return keywords.get("type") == "string" and "format" not in keywords
