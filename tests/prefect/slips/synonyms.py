"""What other programs and earlier releases call Prefect's settings, as keys of prefect.toml.

`synonyms.toml` was written from memory, the other files were read in their sources. The table of
synonyms may know them except for half of the sources in `sources.toml`, drawn by a seed, and those
in `sources_later.toml`, which only measure it. There every name counts as often as it occurs:
`db_host`, which many programs have, is written more often than a name that one has.

Until 2026-11-27 it was measured with half of the rows of the collected files, each name once and
only if no other file had it. Those rows have been read since, so the table may learn from them.
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

KNOWN = ("synonyms.toml", "collected.toml", "collected_later.toml")
PARTED = "sources.toml"
ONLY_MEASURED = "sources_later.toml"
_SPLIT = "sources-2026-11-27"


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
    """All rows: what the table may know, each key once, and every row of the other sources."""
    unseen = _unseen_half()
    found = Rows([], [slip for _, slip in read(ONLY_MEASURED)])
    known: dict[tuple[str, ...], Slip] = {}
    for name in (*KNOWN, PARTED):
        for source, slip in read(name):
            if name == PARTED and source in unseen:
                found.unseen.append(slip)
            else:
                known.setdefault(tuple(map(fold, slip.written)), slip)
    found.known.extend(known.values())
    return found


def _unseen_half() -> frozenset[str]:
    """The half of the sources that only measures."""
    sources = sorted({source for source, _ in read(PARTED)})
    random.Random(_SPLIT).shuffle(sources)
    return frozenset(sources[len(sources) // 2 :])


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
