"""A small neural network that reads the words of a key and scores the settings.

Every word is a vector: the sum of one for the word, of those for its letters, of one for its side
of the key and of one for its distance from the end. In one layer of self-attention (Vaswani et al.
2017) the words look at each other. What comes of it, the phrases and the sort of the value give the
scores. `schema/train.py` learns the numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, reduce
from operator import add, mul
from typing import Any, Final

from prefect_toml_lsp.records import NamedTuple

Vector = Sequence[float]
Matrix = Sequence[Vector]
"""A row for each number of the result."""

UNKNOWN: Final = "?"
"""Stands for every word that was not learned."""

TABLES: Final = ("words", "letters", "sides", "places", "phrases", "sorts")
"""What has a vector for each of its names."""

MATRICES: Final = ("query", "key", "value", "mix", "widen", "narrow", "hidden", "scores")
"""The first six are those of the layer of attention."""

BIASES: Final = ("widen", "hidden", "scores")
"""The matrices to whose results something is added."""

MOST_LETTERS: Final = 10
"""So many groups of three letters of a word are read."""

HEADS: Final = 4
"""Into so many parts attention divides a vector."""

_ZERO = 8  # the digit for it
_THOUSANDTHS = 1000
_EPSILON = 1e-5


class Part(NamedTuple):
    """A word of a key: its side (``"table"`` or ``"name"``), and its place counted from the end of
    the key, 1 for the last word.
    """

    word: str
    side: str
    place: int


class _Read(NamedTuple):
    """The vector of a part, and what it asks, answers and gives."""

    vector: Vector
    query: Vector
    key: Vector
    value: Vector


class Network:
    """The network in `schema/names.json`; `packed` writes it.

    settings
        The dotted paths that it scores, in the order of the scores.
    words
        Those that were learned.
    """

    def __init__(self, file: Mapping[str, Any]) -> None:
        self.settings: Sequence[str] = file["settings"]
        self._tables: Mapping[str, Mapping[str, str]] = file["tables"]
        self._matrices: Mapping[str, tuple[float, Matrix]] = {
            name: (matrix["unit"], [[*map(float, row)] for row in matrix["rows"]])
            for name, matrix in file["matrices"].items()
        }
        self._biases: Mapping[str, Vector] = file["biases"]
        self._size = len(file["matrices"]["query"]["rows"])
        self.words = frozenset(self._tables["words"]) - {UNKNOWN}
        self._read = lru_cache(maxsize=1024)(self._read_part)

    def scores(self, parts: Sequence[Part], phrases: Iterable[str], sort: str) -> list[float]:
        """How much speaks for each of `settings`: the logarithms of their probabilities, up to a
        number that they share. `parts` may not be empty; `sort` is empty if there is no value.
        """
        attended = self._attend([self._read(part) for part in parts])
        said = [
            *_pooled(attended),
            *_pooled(self._rows("phrases", phrases) or [self._zero()]),
            *_sum(self._rows("sorts", (sort,)) or [self._zero()]),
        ]
        return self._apply("scores", [*_positive(self._apply("hidden", said)), *said])

    def _read_part(self, part: Part) -> _Read:
        vector = self._vector(part)
        normal = _normal(vector)
        return _Read(vector, *(self._apply(name, normal) for name in ("query", "key", "value")))

    def _vector(self, part: Part) -> Vector:
        letters = self._rows("letters", letters_of(part.word))
        return _sum(
            [
                *self._rows("words", (part.word if part.word in self.words else UNKNOWN,)),
                *([_pooled(letters)] if letters else ()),
                *self._rows("sides", (part.side,)),
                *self._rows("places", (str(part.place),)),
            ]
        )

    def _attend(self, parts: Sequence[_Read]) -> Sequence[Vector]:
        """The vectors, each with what it takes from all of them, and what it makes of that."""
        keys, values = [each.key for each in parts], [each.value for each in parts]
        found = []
        for part in parts:
            looked = self._apply("mix", self._look(part.query, keys, values))
            seen = [*map(add, part.vector, looked)]
            wide = _positive(self._apply("widen", _normal(seen)))
            found.append([*map(add, seen, self._apply("narrow", wide))])
        return found

    def _look(self, query: Vector, keys: Sequence[Vector], values: Sequence[Vector]) -> Vector:
        """For each head the mean of the values, weighted by how well their keys answer."""
        width = self._size // HEADS
        found: list[float] = []
        for at in range(0, self._size, width):
            head = slice(at, at + width)
            answers = [_dot(query[head], key[head]) / math.sqrt(width) for key in keys]
            most = max(answers)
            weights = [math.exp(answer - most) for answer in answers]
            total = sum(weights)
            columns = zip(*(value[head] for value in values), strict=True)
            found += [_dot(weights, column) / total for column in columns]
        return found

    def _apply(self, name: str, vector: Vector) -> list[float]:
        unit, rows = self._matrices[name]
        found = [sum(map(mul, row, vector)) * unit for row in rows]
        return [*map(add, found, self._biases[name])] if name in self._biases else found

    def _rows(self, table: str, names: Iterable[str]) -> list[Vector]:
        """The vectors of those names that the table has."""
        rows = self._tables[table]
        return [_unpacked(rows[name]) for name in names if name in rows]

    def _zero(self) -> Vector:
        return [0.0] * self._size


def letters_of(word: str) -> list[str]:
    """Each three letters of a word in a row, at most `MOST_LETTERS` times; ``<`` and ``>`` are its
    ends.
    """
    around = f"<{word}>"
    return [around[at : at + 3] for at in range(len(around) - 2)][:MOST_LETTERS]


def packed(
    settings: Sequence[str],
    tables: Mapping[str, Mapping[str, Vector]],
    matrices: Mapping[str, Matrix],
    biases: Mapping[str, Vector],
) -> dict[str, Any]:
    """The file for a network: whole numbers, of 15 values in tables and of 255 in matrices."""
    return {
        "settings": settings,
        "tables": {
            table: {name: vector_text(rows[name]) for name in sorted(rows)}
            for table, rows in tables.items()
        },
        "matrices": {name: whole_matrix(matrix) for name, matrix in matrices.items()},
        "biases": {name: [round(each, 3) for each in bias] for name, bias in biases.items()},
    }


def vector_text(vector: Vector) -> str:
    """The unit of a vector in thousandths, and a hexadecimal digit for each number, 8 for 0."""
    unit = max(1, math.ceil(max(map(abs, vector)) * _THOUSANDTHS / (_ZERO - 1)))
    digits = (round(number * _THOUSANDTHS / unit) + _ZERO for number in vector)
    return f"{unit} {''.join(f'{digit:x}' for digit in digits)}"


def _unpacked(text: str) -> Vector:
    unit, digits = text.split()
    scale = int(unit) / _THOUSANDTHS
    return [(int(digit, 16) - _ZERO) * scale for digit in digits]


def whole_matrix(matrix: Matrix) -> dict[str, Any]:
    """Whole numbers up to 127, and the unit that they count."""
    unit = max(abs(number) for row in matrix for number in row) / 127 or 1.0
    return {
        "unit": round(unit, 7),
        "rows": [[round(number / unit) for number in row] for row in matrix],
    }


def _dot(one: Vector, other: Vector) -> float:
    found: float = sum(map(mul, one, other))
    return found


def _sum(vectors: Sequence[Vector]) -> Vector:
    return reduce(lambda one, other: [*map(add, one, other)], vectors)


def _pooled(vectors: Sequence[Vector]) -> Vector:
    """The sum, which grows with the square root of the number of vectors."""
    return [number / math.sqrt(len(vectors)) for number in _sum(vectors)]


def _normal(vector: Vector) -> Vector:
    """The vector with a mean square of 1 (Zhang and Sennrich 2019)."""
    length = math.sqrt(_dot(vector, vector) / len(vector) + _EPSILON)
    return [number / length for number in vector]


def _positive(vector: Vector) -> Vector:
    return [max(0.0, number) for number in vector]
