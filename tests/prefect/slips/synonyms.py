"""What other programs and earlier releases call Prefect's settings, as keys of `prefect.toml`.

The rows in `schema/names/` are there to be learned from. Those in the files next to this module
only measure suggestions: no program of theirs is in the other files. Every name counts as often as
it occurs: people write `db_host`, which many programs have, more often than a name that one has.

`sources.toml` and `sources_latest.toml` hold a half of the programs of one collection each, drawn
by a seed; the other halves are in the files of the same names in `schema/names/`. `by_vote/` has
the names of 117 more programs, about which three readers voted.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from prefect_toml_lsp.prefect.spelling import fold
from schema import name_rows
from tests.prefect.slips.slip import Slip

MEASURING = Path(__file__).parent
BY_VOTE = MEASURING / "by_vote"


@cache
def known() -> Sequence[Slip]:
    """The rows that are learned, each name once."""
    found: dict[tuple[str, ...], Slip] = {}
    for slip in _slips(name_rows.FOLDER):
        found.setdefault(tuple(map(fold, slip.written)), slip)
    return tuple(found.values())


@cache
def unseen() -> Sequence[Slip]:
    """The rows that only measure."""
    return tuple(_slips(MEASURING))


@cache
def voted() -> Sequence[Slip]:
    """The rows of programs about which three readers voted."""
    return tuple(_slips(BY_VOTE))


def _slips(folder: Path) -> Iterator[Slip]:
    for path in name_rows.files(folder):
        for row in name_rows.read(path):
            yield (
                Slip(row.written, row.right, row.value)
                if not row.right
                else Slip(row.written, row.right)
            )


def known_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Names that are learned and mean a setting."""
    return (slip for slip in known() if slip.right)


def unseen_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Names that mean a setting and are not learned."""
    return (slip for slip in unseen() if slip.right)


def known_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """Names that are learned and for which Prefect has no setting."""
    return (slip for slip in known() if not slip.right)


def unseen_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """Names for which Prefect has no setting and that are not learned."""
    return (slip for slip in unseen() if not slip.right)


def voted_synonyms(_: random.Random | None = None) -> Iterator[Slip]:
    """Names that mean a setting as three readers voted."""
    return (slip for slip in voted() if slip.right)


def voted_without_setting(_: random.Random | None = None) -> Iterator[Slip]:
    """Names for which Prefect has no setting as three readers voted."""
    return (slip for slip in voted() if not slip.right)
