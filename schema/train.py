"""Train the network of `prefect_toml_lsp.prefect.network` with JAX.

The numbers are those that make what is right most likely (cross entropy; Adam with decoupled
weight decay, Loshchilov and Hutter 2019). Words are hidden while it learns, so that it can read a
key of which it does not know a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from name_rows import Example

from prefect_toml_lsp.prefect.learned import MOST_PARTS, MOST_PHRASES, NONE, parts_of, phrases_of
from prefect_toml_lsp.prefect.network import (
    HEADS,
    MOST_LETTERS,
    UNKNOWN,
    Network,
    letters_of,
    packed,
)

Parameters = Any
"""The arrays of the network, by table and by matrix."""

Drop = Callable[[int, Any, float], Any]
"""Leaves out a share of some values; the number tells its places apart."""

SIZE: Final = 32
_WIDE = 64
_HIDDEN = 64
EPOCHS: Final = 20
SEED: Final = 20261128
_BATCH = 256
_RATE = 2e-3  # of learning, at its height
_WARM = 300  # steps until then
_DECAY = 1e-3
_WITHOUT_VALUE = 0.3  # of all times that a row is looked at
_HIDE_WORD = 0.15
_HIDE_PHRASE = 0.3
_HIDE_RESULT = 0.1  # of attention
_HIDE_HIDDEN = 0.2
_EPSILON = 1e-5

_LEAST: Final = {"words": 3, "letters": 3, "phrases": 8}
"""What occurs less often is not learned."""


class Inputs(NamedTuple):
    """The numbers of names in the tables, for each example; 0 where there is none.

    words, sides, places, phrases
        Shape (examples, parts or phrases).
    letters
        Shape (examples, parts, letters).
    """

    words: Any
    sides: Any
    places: Any
    letters: Any
    phrases: Any


class Vocabulary:
    """The names in each table; a name's number is its index and 1."""

    def __init__(self, examples: Sequence[Example], settings: Sequence[str]) -> None:
        words = Counter(part.word for each in examples for part in parts_of(each.words))
        letters = Counter(each for word in sorted(words) for each in {*letters_of(word)})
        phrases = Counter(each for row in examples for each in phrases_of(row.words))
        self.settings = settings
        self.names: Mapping[str, Sequence[str]] = {
            "words": [UNKNOWN, *_frequent(words, _LEAST["words"])],
            "letters": _frequent(letters, _LEAST["letters"]),
            "phrases": _frequent(phrases, _LEAST["phrases"]),
            "sides": ["table", "name"],
            "places": [str(place) for place in range(1, MOST_PARTS + 1)],
            "sorts": sorted({sort for each in examples for sort in each.sorts if sort}),
        }
        self._numbers = {
            table: {name: number for number, name in enumerate(names, 1)}
            for table, names in self.names.items()
        }

    def number(self, table: str, name: str) -> int:
        """The number of a name, 0 if the table does not have it."""
        return self._numbers[table].get(name, 0)

    def inputs(self, examples: Sequence[Example]) -> Inputs:
        """The examples as numbers."""
        count, most = len(examples), MOST_PARTS
        found = Inputs(
            *(np.zeros((count, most), np.int32) for _ in range(3)),
            np.zeros((count, most, MOST_LETTERS), np.int32),
            np.zeros((count, MOST_PHRASES), np.int32),
        )
        for row, example in enumerate(examples):
            for at, part in enumerate(parts_of(example.words)):
                found.words[row, at] = self.number("words", part.word) or 1
                found.sides[row, at] = self.number("sides", part.side)
                found.places[row, at] = self.number("places", str(part.place))
                for letter, each in enumerate(letters_of(part.word)):
                    found.letters[row, at, letter] = self.number("letters", each)
            for at, each in enumerate(phrases_of(example.words)):
                found.phrases[row, at] = self.number("phrases", each)
        return found

    def targets(self, examples: Sequence[Example]) -> Any:
        """1 for what is right, shape (examples, settings)."""
        numbers = {setting: number for number, setting in enumerate(self.settings)}
        found = np.zeros((len(examples), len(numbers)), np.float32)
        for row, example in enumerate(examples):
            found[row, [numbers[each] for each in example.right]] = 1
        return found


def _frequent(counts: Counter[str], least: int) -> list[str]:
    return sorted(name for name, count in counts.items() if count >= least)


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """The network for the examples, as the file has it. It takes minutes; the same machine always
    gets the same numbers.
    """
    right = {setting for each in examples for setting in each.right}
    vocabulary = Vocabulary(examples, [NONE, *sorted(right - {NONE})])
    inputs, targets = vocabulary.inputs(examples), vocabulary.targets(examples)
    parameters = _start(vocabulary)
    moments = [jax.tree.map(jnp.zeros_like, parameters) for _ in range(2)]
    chance, key = np.random.default_rng(SEED), jax.random.PRNGKey(SEED)
    batches = len(examples) // _BATCH
    for epoch in range(EPOCHS):
        order, sorts = chance.permutation(len(examples)), _sorts(examples, vocabulary, chance)
        losses = []
        for batch in range(batches):
            step = epoch * batches + batch + 1
            rows = order[batch * _BATCH : (batch + 1) * _BATCH]
            key, part = jax.random.split(key)
            parameters, moments, loss = _step(
                parameters,
                moments,
                (Inputs(*(each[rows] for each in inputs)), sorts[rows], targets[rows]),
                part,
                float(step),
                _rate(step, batches * EPOCHS),
            )
            losses.append(loss)
        print(f"{epoch + 1} of {EPOCHS}: {np.mean(losses):.3f}", flush=True)
    file = _packed(parameters, vocabulary)
    _compare(file, parameters, examples, inputs)
    return file


def _sorts(examples: Sequence[Example], vocabulary: Vocabulary, chance: Any) -> Any:
    """For each example the number of a sort that its value may have, or 0 as if it had none."""
    return np.array(
        [
            0
            if chance.random() < _WITHOUT_VALUE
            else vocabulary.number("sorts", each.sorts[chance.integers(len(each.sorts))])
            for each in examples
        ],
        np.int32,
    )


def _rate(step: int, steps: int) -> float:
    return _RATE * min(1.0, step / _WARM) * float(0.5 + 0.5 * np.cos(np.pi * step / steps) + 0.01)


def _start(vocabulary: Vocabulary) -> Parameters:
    key = jax.random.PRNGKey(SEED + 1)
    shapes = {
        **dict.fromkeys(("query", "key", "value", "mix"), (SIZE, SIZE)),
        "widen": (_WIDE, SIZE),
        "narrow": (SIZE, _WIDE),
        "hidden": (_HIDDEN, 3 * SIZE),
        "scores": (len(vocabulary.settings), _HIDDEN + 3 * SIZE),
    }
    found: dict[str, Any] = {}
    for number, (name, shape) in enumerate(shapes.items()):
        scale = shape[1] ** -0.5 * (0.5 if name in ("mix", "narrow", "scores") else 1)
        found[name] = jax.random.normal(jax.random.fold_in(key, number), shape) * scale
    tables = {}
    for number, (table, names) in enumerate(sorted(vocabulary.names.items())):
        scale = 0.05 if table in ("letters", "phrases") else 0.1
        shape = (len(names) + 1, SIZE)
        tables[table] = jax.random.normal(jax.random.fold_in(key, 100 + number), shape) * scale
    biases = {name: jnp.zeros(shapes[name][0]) for name in ("widen", "hidden", "scores")}
    return {"tables": tables, "matrices": found, "biases": biases}


@jax.jit
def _step(
    parameters: Parameters,
    moments: Any,
    batch: Any,
    key: Any,
    step: float,
    rate: float,
) -> tuple[Parameters, Any, Any]:
    loss, slope = jax.value_and_grad(_loss)(parameters, *batch, key)
    first = jax.tree.map(lambda one, two: 0.9 * one + 0.1 * two, moments[0], slope)
    second = jax.tree.map(lambda one, two: 0.999 * one + 0.001 * two * two, moments[1], slope)

    def better(number: Any, mean: Any, square: Any) -> Any:
        change = mean / (1 - 0.9**step) / (jnp.sqrt(square / (1 - 0.999**step)) + 1e-8)
        return number - rate * (change + _DECAY * number)

    return jax.tree.map(better, parameters, first, second), [first, second], loss


def _loss(parameters: Parameters, inputs: Inputs, sorts: Any, targets: Any, key: Any) -> Any:
    scores = _scores(parameters, _hidden(inputs, key), sorts, partial(_drop, key))
    likely = jax.nn.log_softmax(scores)
    return -jax.nn.logsumexp(jnp.where(targets > 0, likely, -1e9), axis=1).mean()


def _hidden(inputs: Inputs, key: Any) -> Inputs:
    words, phrases = jax.random.split(key)
    hide = (jax.random.uniform(words, inputs.words.shape) < _HIDE_WORD) & (inputs.words > 1)
    keep = jax.random.uniform(phrases, inputs.phrases.shape) >= _HIDE_PHRASE
    return inputs._replace(
        words=jnp.where(hide, 1, inputs.words),
        letters=jnp.where(hide[..., None], 0, inputs.letters),
        phrases=jnp.where(keep, inputs.phrases, 0),
    )


def _scores(parameters: Parameters, inputs: Inputs, sorts: Any, drop: Drop) -> Any:
    """`Network.scores` for many keys, with what is dropped for learning; shape (keys, settings)."""
    tables, matrix, bias = parameters["tables"], parameters["matrices"], parameters["biases"]
    vectors = (
        tables["words"][inputs.words]
        + _pooled(tables["letters"], inputs.letters)
        + tables["sides"][inputs.sides]
        + tables["places"][inputs.places]
    )
    there = inputs.words > 0
    normal = _normal(vectors)
    looked = _look(*(normal @ matrix[name].T for name in ("query", "key", "value")), there)
    seen = vectors + drop(0, looked @ matrix["mix"].T, _HIDE_RESULT)
    wide = jax.nn.relu(_normal(seen) @ matrix["widen"].T + bias["widen"])
    found = seen + drop(1, wide @ matrix["narrow"].T, _HIDE_RESULT)
    pooled = (found * there[..., None]).sum(1) / jnp.sqrt(jnp.maximum(there.sum(1), 1))[:, None]
    sort = jnp.where((sorts > 0)[:, None], tables["sorts"][sorts], 0)
    said = jnp.concatenate([pooled, _pooled(tables["phrases"], inputs.phrases), sort], -1)
    hidden = drop(2, jax.nn.relu(said @ matrix["hidden"].T + bias["hidden"]), _HIDE_HIDDEN)
    return jnp.concatenate([hidden, said], -1) @ matrix["scores"].T + bias["scores"]


def _look(queries: Any, keys: Any, values: Any, there: Any) -> Any:
    count, most, size = queries.shape
    heads = (count, most, HEADS, size // HEADS)
    queries, keys, values = (each.reshape(heads) for each in (queries, keys, values))
    answers = jnp.einsum("nqhs,nkhs->nhqk", queries, keys) / (size // HEADS) ** 0.5
    weights = jax.nn.softmax(jnp.where(there[:, None, None, :], answers, -1e9))
    return jnp.einsum("nhqk,nkhs->nqhs", weights, values).reshape(count, most, size)


def _pooled(table: Any, numbers: Any) -> Any:
    there = numbers > 0
    count = jnp.maximum(there.sum(-1), 1)
    return (table[numbers] * there[..., None]).sum(-2) / jnp.sqrt(count)[..., None]


def _normal(vectors: Any) -> Any:
    return vectors / jnp.sqrt((vectors * vectors).mean(-1, keepdims=True) + _EPSILON)


def _drop(key: Any, number: int, values: Any, share: float) -> Any:
    kept = jax.random.uniform(jax.random.fold_in(key, number), values.shape) >= share
    return jnp.where(kept, values / (1 - share), 0)


def _keep(number: int, values: Any, share: float) -> Any:  # noqa: ARG001 - in place of _drop
    return values


def _compare(
    file: dict[str, Any], parameters: Parameters, examples: Sequence[Example], inputs: Inputs
) -> None:
    """Raise `RuntimeError` if the file, read by the server's own code, has another best setting
    than the arrays for more than 2 % of some examples.
    """
    network = Network(file)
    rows = np.random.default_rng(SEED).choice(len(examples), 500, replace=False)
    sorts = np.zeros(len(rows), np.int32)
    some = Inputs(*(each[rows] for each in inputs))
    best = np.asarray(_scores(parameters, some, sorts, _keep)).argmax(1)
    other = 0
    for row, number in zip(rows, best, strict=True):
        words = examples[row].words
        found = network.scores(parts_of(words), phrases_of(words), "")
        other += found.index(max(found)) != number
    print(f"the file answers {other} of {len(rows)} differently", flush=True)
    if other > len(rows) / 50:
        raise RuntimeError("the file does not answer as the network that was trained")


def _packed(parameters: Parameters, vocabulary: Vocabulary) -> dict[str, Any]:
    arrays = jax.tree.map(lambda array: np.asarray(array, np.float64).tolist(), parameters)
    tables = {
        table: dict(zip(names, arrays["tables"][table][1:], strict=True))
        for table, names in vocabulary.names.items()
    }
    return packed(vocabulary.settings, tables, arrays["matrices"], arrays["biases"])
