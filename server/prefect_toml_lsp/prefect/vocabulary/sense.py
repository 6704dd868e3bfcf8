"""The type of the rows of the vocabulary."""

from __future__ import annotations

from prefect_toml_lsp.records import NamedTuple


class Sense(NamedTuple):
    """A setting, and the things that a name for it mentions: with ``+`` between them, and
    ``/`` between those of which one is enough. A name may speak of those after ``?``, too, and of
    anything where there is ``*``. What is there twice the name speaks of twice.
    """

    setting: str
    names: str
