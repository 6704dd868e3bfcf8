"""What Prefect refuses while it reads a source, whatever wins over it afterwards."""

from __future__ import annotations

import json
from typing import Any

from prefect_toml_lsp.prefect.acceptance.legacy_toml import unreadable
from prefect_toml_lsp.prefect.nodes import Node


def stops_reading(node: Node, value: Any) -> bool:
    """Whether a source with `value` for the setting `node` cannot be read at all.

    A free-form table is decoded as the source is read: text that is not JSON, and what is neither
    text nor a table, ends in an error (`PydanticBaseSettingsSource.prepare_field_value`). So does
    a value that the release's TOML reader does not know.
    """
    if unreadable(value, node.release) is not None:
        return True
    if not node.is_free_form or isinstance(value, dict):
        return False
    if not isinstance(value, str):
        return True
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return True
    return False
