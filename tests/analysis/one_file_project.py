"""A project with one Python file."""

from __future__ import annotations

from pathlib import Path

from prefect_toml_lsp.project.class_index import ClassIndex
from prefect_toml_lsp.project.settings_classes import read_classes


class OneFileProject:
    """The settings classes of a project whose only Python file has this content."""

    root = Path("/project")

    def __init__(self, content: bytes) -> None:
        self._content = content

    def index(self) -> ClassIndex:
        return ClassIndex(read_classes(self._content, self.root / "acme.py"))
