"""Which variable of a document wins where several set one setting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prefect_toml_lsp.sources.variable_values import Given, Reading

# What is asked for: a setting or one entry of a free-form table.
Target = tuple[str, str | None]


class Contest:
    """The winners among the variables of one `.env` file or one profile.

    `readings` are in the order of the text; of what is equally strong the first wins, so repeated
    names must be left out before.
    """

    def __init__(self, readings: Iterable[tuple[int, Reading]]) -> None:
        self._best: dict[Target, tuple[tuple[int, int], int]] = {}
        for index, reading in readings:
            for given in reading.given:
                for target in targets(given):
                    found = self._best.get(target)
                    if found is None or given.rank < found[0]:
                        self._best[target] = given.rank, index

    def winner_over(self, index: int, given: Given) -> int | None:
        """The index of the variable that leaves nothing of what variable `index` gives."""
        winners = [self._winner(target) for target in targets(given)]
        if not winners or index in winners:
            return None
        return winners[0]

    def winner_over_all(self, index: int, reading: Reading) -> int | None:
        """The index of a variable that wins over `index`, which sets nothing with all it gives."""
        settings = [given for given in reading.given if not given.node.is_table]
        winners = [self.winner_over(index, given) for given in settings]
        return winners[0] if winners and None not in winners else None

    def _winner(self, target: Target) -> int:
        path, _ = target
        whole = self._best.get((path, None))
        best = self._best[target]
        return (whole if whole is not None and whole[0] < best[0] else best)[1]


def targets(given: Given) -> Sequence[Target]:
    """What a variable sets: the setting, or the entries of it."""
    path = given.node.dotted
    if given.entries is not None:
        return [(path, entry) for entry in given.entries]
    return [(path, None)]
