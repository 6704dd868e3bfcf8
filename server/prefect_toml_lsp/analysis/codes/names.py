"""What settings are called where a finding is: paths in settings files, elsewhere variables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import PREFECT, PROFILE, PYPROJECT

if TYPE_CHECKING:
    from prefect_toml_lsp.prefect import Schema


class Names(NamedTuple):
    """The names of settings in a source of a `kind`; without a schema they are paths."""

    kind: str = PREFECT
    schema: Schema | None = None

    def of(self, path: str) -> str:
        """``server.api.port`` or ``PREFECT_SERVER_API_PORT``, in backticks."""
        return f"`{self._variable(path) or path}`"

    def assignment(self, path: str, text: str) -> str:
        """How to give a setting, of the same table in a settings file, a text."""
        variable = self._variable(path)
        if variable is None or self.kind == PROFILE:
            return f'`{variable or path.rpartition(".")[2]} = "{text}"`'
        return f"`{variable}={text}`"

    def several(self, paths: Sequence[str]) -> str:
        """Settings of one table: their names in it, or the first variable with the number of the
        others, whose names are long.
        """
        first = self._variable(paths[0])
        if first is None:
            return ", ".join(f"`{path.rpartition('.')[2]}`" for path in paths)
        more = len(paths) - 1
        others = f" and {counted(more, 'other parts')}" if more else ""
        return f"`{first}`{others}"

    def _variable(self, path: str) -> str | None:
        if self.schema is None or self.kind in (PREFECT, PYPROJECT):
            return None
        node = self.schema.by_path.get(path)
        return node.environment[0] if node is not None and node.environment else None
