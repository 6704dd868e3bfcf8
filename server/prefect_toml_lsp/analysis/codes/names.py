"""The names of settings in a message: paths in settings files, variables elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.kinds import PREFECT, PROFILE, PYPROJECT

if TYPE_CHECKING:
    from prefect_toml_lsp.prefect import Schema


def listed(words: Sequence[str], before_last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``; `before_last` is the word before the last one."""
    *others, last = words
    return f"{', '.join(others)} {before_last} {last}" if others else last


class Names(NamedTuple):
    """The names of settings in a source of a `kind`; without a schema they are paths."""

    kind: str = PREFECT
    schema: Schema | None = None

    def of(self, path: str) -> str:
        """``server.api.port`` or ``PREFECT_SERVER_API_PORT``, in backticks."""
        return f"`{self._variable(path) or path}`"

    def assignment(self, path: str, text: str) -> str:
        """The assignment of a text to a setting; in a settings file, a key of the same table."""
        variable = self._variable(path)
        if variable is None or self.kind == PROFILE:
            return f'`{variable or path.rpartition(".")[2]} = "{text}"`'
        return f"`{variable}={text}`"

    def several(self, paths: Sequence[str]) -> str:
        """Settings of one table: their keys, or the first variable and the number of the others,
        because names of variables are long.
        """
        first = self._variable(paths[0])
        if first is None:
            return listed([f"`{path.rpartition('.')[2]}`" for path in paths])
        more = len(paths) - 1
        others = f" and {counted(more, 'other parts')}" if more else ""
        return f"`{first}`{others}"

    def _variable(self, path: str) -> str | None:
        if self.schema is None or self.kind in (PREFECT, PYPROJECT):
            return None
        node = self.schema.by_path.get(path)
        return node.environment[0] if node is not None and node.environment else None
