"""The files of the project's `schema/` folder, which a wheel carries inside this package."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

_PACKAGED = "data"


def read_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `prefect.toml` as `schema/build.py` made it."""
    return _read("prefect.schema.json")


def read_names() -> dict[str, Any]:
    """The contents of `schema/names.json`: which of Prefect's settings are meant by keys that other
    programs use, as `schema/learn_names.py` learned it.

    `digest` identifies what it was learned from; the rest is a network (`network.packed`).
    """
    return _read("names.json")


def _read(name: str) -> dict[str, Any]:
    loader: Any = __spec__.loader
    try:
        # As pkgutil does it. With importlib.resources come tempfile, zipfile and all compressions.
        packaged = loader.get_data(os.path.join(os.path.dirname(__file__), _PACKAGED, name))
    except FileNotFoundError:
        # A checkout or an editable install: the folder is next to `server/`.
        packaged = (Path(__file__).parents[3] / "schema" / name).read_bytes()
    loaded = json.loads(packaged)
    assert isinstance(loaded, dict)
    return loaded
