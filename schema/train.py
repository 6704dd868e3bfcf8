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

from prefect_toml_lsp.prefect.learned import NONE, parts_of, phrases_of
from prefect_toml_lsp.prefect.network import HEADS, UNKNOWN, Network, letters_of, packed

Parameters = Any
"""The arrays of the network, by table and by matrix."""

Drop = Callable[[int, Any, float], Any]
"""Leaves out a share of some values; the number tells its places apart."""

SIZE: Final = 32
_WIDE = 64
_HIDDEN = 64
EPOCHS: Final = 24
TEACHERS: Final = 3
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
_OPINION = 0.7  # the weight of what the teachers think, against what is right
_EPSILON = 1e-5

_LEAST: Final = {"words": 2, "letters": 3, "phrases": 5}
"""What occurs less often is not learned."""

_MOST: Final = {"parts": 12, "letters": 10, "phrases": 40}


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
            "places": [str(place) for place in range(1, _MOST["parts"] + 1)],
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
        count, most = len(examples), _MOST["parts"]
        found = Inputs(
            *(np.zeros((count, most), np.int32) for _ in range(3)),
            np.zeros((count, most, _MOST["letters"]), np.int32),
            np.zeros((count, _MOST["phrases"]), np.int32),
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


class _Data(NamedTuple):
    """The examples, and the same as numbers."""

    examples: Sequence[Example]
    vocabulary: Vocabulary
    inputs: Inputs
    targets: Any


def train(examples: Sequence[Example]) -> dict[str, Any]:
    """The network for the examples, as the file has it. It takes many minutes; the same machine
    always gets the same numbers.

    Several networks learn from the rows. The one that is kept learns from what these together
    think (Hinton, Vinyals and Dean 2015), which is better than each of them.
    """
    right = {setting for each in examples for setting in each.right}
    vocabulary = Vocabulary(examples, [NONE, *sorted(right - {NONE})])
    data = _Data(examples, vocabulary, vocabulary.inputs(examples), vocabulary.targets(examples))
    teachers = tuple(_learn(data, SEED + number) for number in range(TEACHERS))
    parameters = _learn(data, SEED + TEACHERS, teachers)
    file = _packed(parameters, vocabulary)
    _compare(file, parameters, data)
    return file


def _learn(data: _Data, seed: int, teachers: tuple[Parameters, ...] = ()) -> Parameters:
    parameters = _start(data.vocabulary, seed)
    moments = [jax.tree.map(jnp.zeros_like, parameters) for _ in range(2)]
    chance, key = np.random.default_rng(seed), jax.random.PRNGKey(seed)
    count = len(data.examples)
    batches = count // _BATCH
    for epoch in range(EPOCHS):
        order, sorts = chance.permutation(count), _sorts(data, chance)
        losses = []
        for batch in range(batches):
            step = epoch * batches + batch + 1
            rows = order[batch * _BATCH : (batch + 1) * _BATCH]
            key, part = jax.random.split(key)
            inputs = Inputs(*(each[rows] for each in data.inputs))
            parameters, moments, loss = _step(
                parameters,
                moments,
                teachers,
                (inputs, sorts[rows], data.targets[rows]),
                part,
                float(step),
                _rate(step, batches * EPOCHS),
            )
            losses.append(loss)
        print(f"{seed}, {epoch + 1} of {EPOCHS}: {np.mean(losses):.3f}", flush=True)
    return parameters


def _sorts(data: _Data, chance: Any) -> Any:
    """For each example the number of a sort that its value may have, or 0 as if it had none."""
    return np.array(
        [
            0
            if chance.random() < _WITHOUT_VALUE
            else data.vocabulary.number("sorts", each.sorts[chance.integers(len(each.sorts))])
            for each in data.examples
        ],
        np.int32,
    )


def _rate(step: int, steps: int) -> float:
    return _RATE * min(1.0, step / _WARM) * float(0.5 + 0.5 * np.cos(np.pi * step / steps) + 0.01)


def _start(vocabulary: Vocabulary, seed: int) -> Parameters:
    key = jax.random.fold_in(jax.random.PRNGKey(seed), 1)
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
    teachers: tuple[Parameters, ...],
    batch: Any,
    key: Any,
    step: float,
    rate: float,
) -> tuple[Parameters, Any, Any]:
    loss, slope = jax.value_and_grad(_loss)(parameters, teachers, *batch, key)
    first = jax.tree.map(lambda one, two: 0.9 * one + 0.1 * two, moments[0], slope)
    second = jax.tree.map(lambda one, two: 0.999 * one + 0.001 * two * two, moments[1], slope)

    def better(number: Any, mean: Any, square: Any) -> Any:
        change = mean / (1 - 0.9**step) / (jnp.sqrt(square / (1 - 0.999**step)) + 1e-8)
        return number - rate * (change + _DECAY * number)

    return jax.tree.map(better, parameters, first, second), [first, second], loss


def _loss(
    parameters: Parameters,
    teachers: tuple[Parameters, ...],
    inputs: Inputs,
    sorts: Any,
    targets: Any,
    key: Any,
) -> Any:
    shown = _hidden(inputs, key)
    likely = jax.nn.log_softmax(_scores(parameters, shown, sorts, partial(_drop, key)))
    loss = -jax.nn.logsumexp(jnp.where(targets > 0, likely, -1e9), axis=1)
    if teachers:
        opinions = [jax.nn.softmax(_scores(each, shown, sorts, _keep)) for each in teachers]
        opinion = -(sum(opinions) / len(opinions) * likely).sum(1)
        loss = _OPINION * opinion + (1 - _OPINION) * loss
    return loss.mean()


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


def _compare(file: dict[str, Any], parameters: Parameters, data: _Data) -> None:
    """Raise `RuntimeError` if the file, read by the server's own code, has another best setting
    than the arrays for more than 2 % of some examples.
    """
    network = Network(file)
    rows = np.random.default_rng(SEED).choice(len(data.examples), 500, replace=False)
    sorts = np.zeros(len(rows), np.int32)
    inputs = Inputs(*(each[rows] for each in data.inputs))
    best = np.asarray(_scores(parameters, inputs, sorts, _keep)).argmax(1)
    other = 0
    for row, number in zip(rows, best, strict=True):
        words = data.examples[row].words
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
