"""A key as someone wrote it."""

from __future__ import annotations

from typing import Any, NamedTuple

from prefect_toml_lsp.prefect.fitting import MISSING


class Slip(NamedTuple):
    """A wrong key, and the dotted paths that are right suggestions for it; there are none if
    Prefect has no such setting. `value` is the value of the key, if it is known.
    """

    written: tuple[str, ...]
    right: frozenset[str]
    value: Any = MISSING

    def is_answered(self, found: list[str]) -> bool:
        """Whether the first suggestion is right, or there is rightly none."""
        return found[0] in self.right if found else not self.right
