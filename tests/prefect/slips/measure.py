"""Measure how often the first suggestion is the setting that is meant.

python -m tests.prefect.slips.measure --seed 7 --seeds 10
python -m tests.prefect.slips.measure --seed 7 --wrong known
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from prefect_toml_lsp.prefect.suggest import MISSING, suggest
from tests.prefect.slips.cases import CASES
from tests.prefect.slips.generate import KINDS, SCHEMA, value_of
from tests.prefect.slips.slip import Slip

Kind = Callable[[random.Random], Iterator[Slip]]


class Share(NamedTuple):
    """The number of slips, and the shares (0 to 1) with the right setting first, with it among the
    first three, with a wrong one first, and the most that any ranking could have right, because
    one path may stand for several settings.
    """

    slips: int
    first: float
    three: float
    wrong: float
    ceiling: float


def answers(
    slips: Iterable[Slip], rng: random.Random | None
) -> Iterator[tuple[Slip, object, list[str]]]:
    """(slip, value, suggestions) for each slip; without `rng` the value is missing."""
    for slip in slips:
        value = MISSING if rng is None else value_of(slip, rng)
        found = suggest(SCHEMA, slip.written, value)
        yield slip, value, [".".join(each.path) for each in found]


def measure(kind: Kind, seed: int, with_value: bool) -> Share:
    """The shares for the slips of one kind."""
    rng = random.Random(seed)
    slips = list(kind(rng))
    told = list(answers(slips, rng if with_value else None))
    groups: dict[object, Counter[frozenset[str]]] = defaultdict(Counter)
    for slip, value, _ in told:
        groups[slip.written, repr(value)][slip.right] += 1
    count = len(told)
    return Share(
        count,
        sum(slip.is_answered(found) for slip, _, found in told) / count,
        sum(_is_among_three(slip, found) for slip, _, found in told) / count,
        sum(found[:1] != [] and found[0] not in slip.right for slip, _, found in told) / count,
        sum(max(group.values()) for group in groups.values()) / count,
    )


def over(shares: Sequence[Share]) -> Share:
    """The shares for all slips of several measurements together."""
    count = sum(share.slips for share in shares)
    columns = [
        [share[field] * share.slips for share in shares] for field in range(1, len(Share._fields))
    ]
    return Share(count, *(sum(column) / count for column in columns))


def _is_among_three(slip: Slip, found: list[str]) -> bool:
    return not slip.right.isdisjoint(found[:3]) if slip.right else not found


def wrong_cases() -> list[str]:
    """The keys of `CASES` for which the suggestion is still wrong."""
    wrong = []
    for written, value, right in CASES:
        found = suggest(SCHEMA, tuple(written.split(".")), value)
        if (found[0].path if found else ()) != tuple(right.split(".") if right else ()):
            wrong.append(written)
    return wrong


def main() -> None:
    """Print the shares of all kinds, and with `--wrong` the slips with wrong suggestions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds, from that one on")
    parser.add_argument("--wrong", default="", help="show what is wrong of kinds with this word")
    options = parser.parse_args()
    print(f"seed {options.seed}; right first, among three, wrong first, ceiling")
    for kind in KINDS:
        for with_value in (False, True):
            seeds = range(options.seed, options.seed + options.seeds)
            share = over([measure(kind, seed, with_value) for seed in seeds])
            values = "value" if with_value else "     "
            numbers = "".join(f"{each:8.1%}" for each in share[1:])
            print(f"{kind.__name__:26}{values}{share.slips:6}{numbers}")
        if options.wrong and options.wrong in kind.__name__:
            rng = random.Random(options.seed)
            for slip, value, found in answers(list(kind(rng)), rng):
                if not slip.is_answered(found):
                    shown = "" if value is MISSING else repr(value)[:30]
                    print("   ", ".".join(slip.written), shown, *slip.right, "got", found)
    print("cases wrong:", wrong_cases())


if __name__ == "__main__":
    main()
