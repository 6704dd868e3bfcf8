"""The files of the project's `schema/` folder, which a wheel carries inside this package."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any


def read_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `prefect.toml` as `schema/build.py` made it."""
    packaged = resources.files("prefect_toml_lsp.schema").joinpath("data", "prefect.schema.json")
    if packaged.is_file():
        return _object(packaged.read_text(encoding="utf-8"))
    # A checkout or an editable install: the folder stands beside `server/`.
    checkout = Path(__file__).parents[3] / "schema" / "prefect.schema.json"
    return _object(checkout.read_text(encoding="utf-8"))


def _object(text: str) -> dict[str, Any]:
    loaded = json.loads(text)
    assert isinstance(loaded, dict)
    return loaded
