"""How Prefect decodes the text of an environment variable before it validates the setting."""

from __future__ import annotations

import json
from typing import Any

from prefect_toml_lsp.prefect.nodes import Node


def read_variable(node: Node, text: str) -> Any:
    """The value that the text of a variable gives to the setting `node`, to be judged next.

    If the setting accepts arrays or tables as well as other values, JSON text is decoded
    (`pydantic_settings.EnvSettingsSource.prepare_field_value`): ``["a"]`` is an array, and
    ``null`` is None, which leaves the setting unset. All other text stays a string. This is so in
    the environment and `.env`; profiles are read like TOML files.
    """
    decoded = any(branch.get("type") in ("array", "object") for branch in node.branches)
    if node.is_free_form or not decoded:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
