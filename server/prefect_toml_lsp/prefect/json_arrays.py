"""JSON arrays in text, for settings that take an array or text with commas between its items.

Prefect decodes JSON there only in `.env` and in the environment, and only for settings that take
an array; elsewhere it splits the text at its commas and keeps the brackets and quotes.
"""

from __future__ import annotations

import json
import re
from typing import Any

from prefect_toml_lsp.prefect.acceptance import judge, taken
from prefect_toml_lsp.prefect.acceptance.lists import TEXT_WITH_COMMAS
from prefect_toml_lsp.prefect.nodes import Node

_LOOSE = r"\s*\[([^\[\]{}]+)\]\s*"
_QUOTED = r"^(['\"])(.*)\1$"


def array_meant(node: Node, value: object) -> Any:
    """The meaning of text with a JSON array at the setting `node`: the array, or its items with
    commas between them; None for other values and for what the setting does not accept.
    """
    if not isinstance(value, str) or not value.lstrip().startswith("["):
        return None
    items = _items(value)
    if items is None:
        return None
    if node.dotted in TEXT_WITH_COMMAS:
        are_texts = all(isinstance(each, str) and "," not in each for each in items)
        return ",".join(items) if items and are_texts else None
    takes_arrays = any(branch.get("type") == "array" for branch in node.branches)
    is_taken = takes_arrays and taken(judge(node.dotted, node.keywords, items, node.release))
    return items if is_taken else None


def _items(text: str) -> list[Any] | None:
    """The items of a JSON array, or of one that is written with single quotes or without any."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        found = re.fullmatch(_LOOSE, text)
        words = found[1].split(",") if found else []
        return [re.sub(_QUOTED, r"\2", each.strip()) for each in words] if all(words) else None
    return items if isinstance(items, list) else None
