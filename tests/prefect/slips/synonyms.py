"""What other programs and earlier releases call Prefect's settings, as keys of prefect.toml.

`synonyms.toml` was written from memory. The collected rows were read in their sources before the
tables of synonyms were made from them; a seed parts each file in two halves: one for the tables,
one that only measures them.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from prefect_toml_lsp.prefect.spelling import fold
from tests.prefect.slips.slip import Slip

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_COLLECTED = ("collected.toml", "collected_later.toml")
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
    """All rows, parted by the seed; a key that an earlier file has, too, is not new."""
    found = Rows([], [])
    seen: set[tuple[str, ...]] = set()
    for name in ("synonyms.toml", *_COLLECTED):
        slips = {tuple(map(fold, slip.written)): slip for _, slip in read(name)}
        new = [slip for key, slip in slips.items() if key not in seen]
        seen |= slips.keys()
        if name in _COLLECTED:
            random.Random(_SPLIT).shuffle(new)
        half = len(new) // 2 if name in _COLLECTED else len(new)
        found.known.extend(new[:half])
        found.unseen.extend(new[half:])
    return found


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
