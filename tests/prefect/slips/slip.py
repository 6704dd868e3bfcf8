"""A key as someone wrote it."""

from __future__ import annotations

from typing import Any, NamedTuple

from prefect_toml_lsp.prefect.fitting import MISSING


class Slip(NamedTuple):
    """A key as it was written, and the dotted paths of which any is right; none where Prefect has
    no such setting. `value` is what it was set to, if that is known.
    """

    written: tuple[str, ...]
    right: frozenset[str]
    value: Any = MISSING

    def is_answered(self, found: list[str]) -> bool:
        """Whether the first of the suggestions is right, or there rightly is none."""
        return found[0] in self.right if found else not self.right
