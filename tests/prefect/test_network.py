"""The network that reads keys, on networks small enough to calculate by hand."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from prefect_toml_lsp.prefect.network import Network, Part, letters_of, packed

SIZE = 4
ZERO = [0.0] * SIZE
SQUARE = [[0.0] * SIZE for _ in range(SIZE)]
SAME = [[float(row == column) for column in range(SIZE)] for row in range(SIZE)]
SETTINGS = ["-", "server.api.host", "server.database.host"]
DB, HOST = Part("db", "table", 2), Part("host", "name", 1)


def unit(at: int, size: int = SIZE, number: float = 1.0) -> list[float]:
    return [number * (each == at) for each in range(size)]


def network(**changes: Any) -> Network:
    """A network whose scores are the first three numbers of what the words add up to, as the file
    would have it. `changes` replace tables or matrices.
    """
    tables = {
        "words": {"?": unit(0), "db": unit(2), "host": unit(1)},
        "letters": {"hos": ZERO},
        "sides": {"table": ZERO, "name": ZERO},
        "places": {"1": ZERO, "2": ZERO},
        "phrases": {"db+host": ZERO},
        "sorts": {"str": ZERO},
    }
    hidden = [[0.0] * (3 * SIZE) for _ in range(2)]
    matrices = {
        **dict.fromkeys(("query", "key", "value", "mix", "widen", "narrow"), SQUARE),
        "hidden": hidden,
        "scores": [[0.0, 0.0, *unit(at, 3 * SIZE)] for at in range(len(SETTINGS))],
    }
    biases = {"widen": ZERO, "hidden": [0.0, 0.0], "scores": [0.0] * len(SETTINGS)}
    for name, change in changes.items():
        (tables if name in tables else matrices if name in matrices else biases)[name] = change
    tables_of_vectors: Any = tables
    file = packed(SETTINGS, tables_of_vectors, matrices, {**biases})
    return Network(json.loads(json.dumps(file)))


def near(scores: list[float]) -> Any:
    return pytest.approx(scores, abs=0.01)


def test_words_add_up() -> None:
    half = 1 / math.sqrt(2)
    assert network().scores([HOST], [], "") == near([0, 1, 0])
    assert network().scores([DB, HOST], [], "") == near([0, half, half])


def test_a_word_that_was_not_learned_counts_as_any_other_such_word() -> None:
    found = network()
    assert found.words == {"db", "host"}
    assert found.scores([Part("wombat", "name", 1)], [], "") == near([1, 0, 0])


@pytest.mark.parametrize(
    ("table", "row"), [("sides", "table"), ("places", "2"), ("letters", "<db")]
)
def test_a_word_is_more_than_itself(table: str, row: str) -> None:
    found = network(**{table: {row: unit(0, number=3.0)}})
    assert found.scores([DB], [], "") == near([3, 0, 1])
    assert found.scores([HOST], [], "") == near([0, 1, 0])


def test_phrases_and_the_sort_of_the_value_count() -> None:
    scores = [[0.0, 0.0, *ZERO, *unit(at), *unit(at)] for at in range(3)]
    found = network(
        phrases={"db+host": unit(1), "host$": unit(2)}, sorts={"str": unit(0)}, scores=scores
    )
    half = 1 / math.sqrt(2)
    assert found.scores([HOST], ["db+host", "never seen"], "") == near([0, 1, 0])
    assert found.scores([HOST], ["db+host", "host$"], "str") == near([1, half, half])
    assert found.scores([HOST], [], "date") == near([0, 0, 0])


def test_words_look_at_each_other() -> None:
    """With equal answers each word takes the mean of all: vectors of length 2 after `_normal`."""
    found = network(value=SAME, mix=SAME)
    half = 1 / math.sqrt(2)
    assert found.scores([HOST], [], "") == near([0, 1 + 2, 0])
    assert found.scores([DB, HOST], [], "") == near([0, half * 3, half * 3])


def test_a_query_chooses_where_to_look() -> None:
    """The second head of each word asks for what only `host` has, and so takes its value alone."""
    ask = [[0.0] * SIZE, [0.0, 20.0, 20.0, 0.0], [0.0] * SIZE, [0.0] * SIZE]
    found = network(query=ask, key=SAME, value=SAME, mix=SAME)
    half = 1 / math.sqrt(2)
    assert found.scores([DB, HOST], [], "") == near([0, half * (1 + 2 + 2), half * (1 + 1 + 1)])


def test_what_is_below_zero_is_cut_off_in_between() -> None:
    hidden = [[*unit(1), *ZERO, *ZERO], [*unit(1, number=-1.0), *ZERO, *ZERO]]
    scores = [
        [0.0] * (2 + 3 * SIZE),
        [1.0, *[0.0] * (1 + 3 * SIZE)],
        [0.0, 1.0, *ZERO, *ZERO, *ZERO],
    ]
    found = network(hidden=hidden, scores=scores)
    assert found.scores([HOST], [], "") == near([0, 1, 0])


def test_a_table_keeps_numbers_to_a_seventh_of_the_largest() -> None:
    vector = [0.7, -0.33, 0.04, -0.7]
    found = network(words={"?": ZERO, "host": vector}).scores([HOST], [], "")
    assert found == pytest.approx(vector[:3], abs=0.05 + 0.01)


def test_letters_have_a_bound() -> None:
    assert letters_of("db") == ["<db", "db>"]
    assert len(letters_of("x" * 1000)) == 10
