"""Values that Prefect refuses while it reads a source, even if another source wins."""

from __future__ import annotations

import json
from typing import Any

from prefect_toml_lsp.prefect.nodes import Node


def stops_reading(node: Node, value: Any) -> bool:
    """Whether a source with `value` for the setting `node` cannot be read at all.

    A free-form table is decoded as the source is read: text that is not JSON, and what is neither
    text nor a table, ends in an error (`PydanticBaseSettingsSource.prepare_field_value`).
    """
    if not node.is_free_form or isinstance(value, dict):
        return False
    if not isinstance(value, str):
        return True
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return True
    return False
