"""What other programs and earlier releases call Prefect's settings, as keys of prefect.toml.

`synonyms.toml` was written from memory. `collected.toml` was read in its sources before the table
of synonyms was made; a seed parts it in two halves: one for the table, one that only measures it.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from prefect_toml_lsp.prefect.spelling import fold
from tests.prefect.slips.slip import Slip

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_SPLIT = "collected-2026-11-27"


class Rows(NamedTuple):
    """Names for the table of synonyms, and those that it must not know."""

    known: list[Slip]
    unseen: list[Slip]


def read(name: str) -> Iterator[tuple[str, Slip]]:
    """Each row of a file with the name of its source."""
    data = tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    for source, table in data.items():
        for row in filter(None, table["rows"].splitlines()):
            written, meant = row.split(" = ", 1)
            path = tuple(written.split("."))
            if meant.startswith("- "):
                yield (
                    source,
                    Slip(path, frozenset(), tomllib.loads(f"value = {meant[2:]}")["value"]),
                )
            else:
                yield source, Slip(path, frozenset(meant.split(" | ")))


@cache
def rows() -> Rows:
    """All rows, parted by the seed; a key that is written from memory, too, is not new."""
    known = _unique(slip for _, slip in read("synonyms.toml"))
    collected = _unique(slip for _, slip in read("collected.toml"))
    new = [slip for key, slip in collected.items() if key not in known]
    random.Random(_SPLIT).shuffle(new)
    half = len(new) // 2
    return Rows([*known.values(), *new[:half]], new[half:])


def _unique(slips: Iterable[Slip]) -> dict[tuple[str, ...], Slip]:
    return {tuple(map(fold, slip.written)): slip for slip in slips}


def known_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Those that the table of synonyms is made from."""
    return (slip for slip in rows().known if slip.right)


def unseen_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Those that it is measured with."""
    return (slip for slip in rows().unseen if slip.right)


def known_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """Names of what Prefect has no setting for, of the half that is known."""
    return (slip for slip in rows().known if not slip.right)


def unseen_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """The same of the half that only measures."""
    return (slip for slip in rows().unseen if not slip.right)
