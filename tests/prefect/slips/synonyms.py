"""What other programs and earlier releases call Prefect's settings, as keys of prefect.toml.

`synonyms.toml` was written from memory, the other files were read in their sources. The table of
synonyms may know them except for half of the sources in `sources.toml`, drawn by a seed, and those
in `sources_later.toml`, which only measure it. There every name counts as often as it occurs:
`db_host`, which many programs have, is written more often than a name that one has. Half of the
sources in each of `collected_further.toml` and `collected_last.toml` measured it while it was made,
so that it need not be asked how it does on those that only measure.

Until 2026-11-27 it was measured with half of the rows of the collected files, each name once and
only if no other file had it. Those rows have been read since, so the table may learn from them.
"""

from __future__ import annotations

import random
import re
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

KNOWN = ("synonyms.toml", "collected.toml", "collected_later.toml", "collected_tail.toml")
MEANWHILE = ("collected_further.toml", "collected_last.toml")
PARTED = "sources.toml"
ONLY_MEASURED = "sources_later.toml"
_SPLIT = "sources-2026-11-27"
_REPOSITORY = re.compile(r"(?<![\w./-])[\w.-]+/[\w.-]+(?=[,;]|$)")


class Rows(NamedTuple):
    """Names for the table of synonyms, those that guide its making, and those that it must not
    know.
    """

    known: list[Slip]
    trial: list[Slip]
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


def repositories(name: str) -> frozenset[str]:
    """The repositories, as `owner/name` in lower case, in which the names of a file were read."""
    data = tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    sources = " ".join(table.get("source", "") for table in data.values()).lower()
    return frozenset(_REPOSITORY.findall(sources))


@cache
def rows() -> Rows:
    """All rows: what the table may know, each key once, and every row of the other sources."""
    found = Rows([], [], [slip for _, slip in read(ONLY_MEASURED)])
    measuring = {PARTED: found.unseen, **dict.fromkeys(MEANWHILE, found.trial)}
    known: dict[tuple[str, ...], Slip] = {}
    for name in (*KNOWN, PARTED, *MEANWHILE):
        half = _measuring_half(name) if name in measuring else frozenset()
        for source, slip in read(name):
            if source in half:
                measuring[name].append(slip)
            else:
                known.setdefault(tuple(map(fold, slip.written)), slip)
    found.known.extend(known.values())
    return found


def _measuring_half(name: str) -> frozenset[str]:
    """The half of the sources of a file that only measures."""
    sources = sorted({source for source, _ in read(name)})
    random.Random(_SPLIT).shuffle(sources)
    return frozenset(sources[len(sources) // 2 :])


def known_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Those that the table of synonyms is made from."""
    return (slip for slip in rows().known if slip.right)


def unseen_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Those that it is measured with."""
    return (slip for slip in rows().unseen if slip.right)


def trial_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Those that it was measured with while it was made."""
    return (slip for slip in rows().trial if slip.right)


def known_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """Names of what Prefect has no setting for, of the half that is known."""
    return (slip for slip in rows().known if not slip.right)


def trial_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """The same of the half that it was measured with while it was made."""
    return (slip for slip in rows().trial if not slip.right)


def unseen_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """The same of the half that only measures."""
    return (slip for slip in rows().unseen if not slip.right)
