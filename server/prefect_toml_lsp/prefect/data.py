"""The files of the project's `schema/` folder, which a wheel carries inside this package."""

from __future__ import annotations

import json
import pkgutil
from pathlib import Path
from typing import Any


def read_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `prefect.toml` as `schema/build.py` made it."""
    try:
        # Not importlib.resources, with which come tempfile, zipfile and all their compressions.
        packaged = pkgutil.get_data("prefect_toml_lsp.prefect", "data/prefect.schema.json")
    except FileNotFoundError:
        # A checkout or an editable install: the folder stands beside `server/`.
        packaged = (Path(__file__).parents[3] / "schema" / "prefect.schema.json").read_bytes()
    assert packaged is not None  # as it would be for a loader without `get_data`
    loaded = json.loads(packaged)
    assert isinstance(loaded, dict)
    return loaded
