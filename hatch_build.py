"""Hatch's metadata hook: adds the metadata that depends on the project's addresses."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class AddressesHook(MetadataHookInterface):
    """Adds the project's links, and the README without relative links."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set `urls` and `readme` in the metadata."""
        root = Path(self.root)
        spec = importlib.util.spec_from_file_location(
            "releasing_metadata", root / "scripts" / "releasing" / "metadata.py"
        )
        assert spec is not None
        assert spec.loader is not None
        made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        package = root / "server" / "prefect_toml_lsp" / "__init__.py"
        addresses = made.constants(package.read_text("utf-8"))
        metadata["urls"] = made.urls(addresses)
        text = (root / "README.md").read_text("utf-8")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": made.readme(text, addresses["REPOSITORY"]),
        }
