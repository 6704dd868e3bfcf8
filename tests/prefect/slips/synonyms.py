"""Names of Prefect's settings in other programs and earlier releases, as keys of prefect.toml.

`synonyms.toml` was written from memory; the names in the other files come from the sources of
programs. The table of synonyms may be made from all of them, except for half of the sources in
`sources.toml`, chosen by a seed, and those in `sources_later.toml`: these only measure it. In them,
every name counts as often as it occurs, because `db_host`, which many programs have, is written
more often than a name of one program. Half of the sources in each of `collected_further.toml` and
`collected_last.toml` measured the table while it was made, so that nobody had to look at the
results for the sources that only measure it.

Until 2026-11-27 the table was measured with half of the rows of the collected files, each name once
and only if no other file had it. People have read those rows since, so the table may use them.
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
    """Names from which the table of synonyms is made, names that test it while it is made, and
    names that it must not know.
    """

    known: list[Slip]
    trial: list[Slip]
    unseen: list[Slip]


def read(name: str) -> Iterator[tuple[str, Slip]]:
    """(source, slip) for each row of a file."""
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
    """The repositories (`owner/name` in lower case) from which the names in a file come."""
    data = tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    sources = " ".join(table.get("source", "") for table in data.values()).lower()
    return frozenset(_REPOSITORY.findall(sources))


@cache
def rows() -> Rows:
    """All rows: each known key once, and every row of the sources that measure."""
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
    """The half of a file's sources that only measures."""
    sources = sorted({source for source, _ in read(name)})
    random.Random(_SPLIT).shuffle(sources)
    return frozenset(sources[len(sources) // 2 :])


def known_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Names from which the table of synonyms is made."""
    return (slip for slip in rows().known if slip.right)


def unseen_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Names that measure the table of synonyms."""
    return (slip for slip in rows().unseen if slip.right)


def trial_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Names that tested the table of synonyms while it was made."""
    return (slip for slip in rows().trial if slip.right)


def known_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """Known names of things for which Prefect has no setting."""
    return (slip for slip in rows().known if not slip.right)


def trial_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """Such names that tested the table while it was made."""
    return (slip for slip in rows().trial if not slip.right)


def unseen_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """Such names that only measure the table."""
    return (slip for slip in rows().unseen if not slip.right)
