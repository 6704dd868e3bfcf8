"""A small neural network that reads the words of a key and scores the settings.

Every word is a vector: the sum of one for the word, of those for its letters, of one for its side
of the key and of one for its distance from the end. In one layer of self-attention (Vaswani et al.
2017) the words look at each other. What comes of it, the phrases and the sort of the value give the
scores. `schema/train.py` learns the numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from operator import add, mul
from typing import Any, Final

from prefect_toml_lsp.prefect.columns import Columns, Vector
from prefect_toml_lsp.records import NamedTuple

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
    """The vector of a part, and what it asks, answers and gives, for each head."""

    vector: Vector
    query: Sequence[Vector]
    key: Sequence[Vector]
    value: Sequence[Vector]


class Network:
    """The network in `schema/names.json`; `packed` writes it.

    settings
        The dotted paths that it scores, sorted, in the order of the scores.
    words
        Those that were learned.
    """

    def __init__(self, file: Mapping[str, Any]) -> None:
        self.settings: Sequence[str] = file["settings"]
        self._tables: Mapping[str, Mapping[str, str]] = file["tables"]
        self._matrices = {
            name: Columns(matrix["rows"], matrix["unit"], file["biases"].get(name, ()))
            for name, matrix in file["matrices"].items()
        }
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
        hidden = self._matrices["hidden"].times(said)
        return self._matrices["scores"].times([*_positive(hidden), *said])

    def _read_part(self, part: Part) -> _Read:
        vector = self._vector(part)
        normal = _normal(vector)
        asked = (self._matrices[name].times(normal) for name in ("query", "key", "value"))
        return _Read(vector, *map(self._heads, asked))

    def _heads(self, vector: Vector) -> list[Vector]:
        width = self._size // HEADS
        return [vector[at : at + width] for at in range(0, self._size, width)]

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
        keys = [*zip(*(part.key for part in parts), strict=True)]
        values = zip(*(part.value for part in parts), strict=True)
        columns = [[*zip(*head, strict=True)] for head in values]
        found = []
        for part in parts:
            looked = self._matrices["mix"].times(_look(part.query, keys, columns))
            seen = [*map(add, part.vector, looked)]
            wide = _positive(self._matrices["widen"].times(_normal(seen)))
            found.append([*map(add, seen, self._matrices["narrow"].times(wide))])
        return found

    def _rows(self, table: str, names: Iterable[str]) -> list[Vector]:
        """The vectors of those names that the table has."""
        rows = self._tables[table]
        return [_unpacked(rows[name]) for name in names if name in rows]

    def _zero(self) -> Vector:
        return [0.0] * self._size


def letters_of(word: str) -> list[str]:
    """Each three letters of a word in a row, no more than ten; ``<`` and ``>`` are its ends."""
    around = f"<{word}>"
    return [around[at : at + 3] for at in range(len(around) - 2)][:10]


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
    return [*map(_numbers(unit).__getitem__, digits)]


@cache
def _numbers(unit: str) -> Mapping[str, float]:
    """The number that each digit stands for; `unit` counts thousandths."""
    scale = int(unit) / _THOUSANDTHS
    return {f"{digit:x}": (digit - _ZERO) * scale for digit in range(16)}


def whole_matrix(matrix: Matrix) -> dict[str, Any]:
    """Whole numbers up to 127, and the unit that they count."""
    unit = max(abs(number) for row in matrix for number in row) / 127 or 1.0
    return {
        "unit": round(unit, 7),
        "rows": [[round(number / unit) for number in row] for row in matrix],
    }


def _look(
    query: Sequence[Vector], keys: Sequence[Sequence[Vector]], columns: Sequence[Sequence[Vector]]
) -> Vector:
    """For each head the mean of the values, weighted by how well their keys answer."""
    found: list[float] = []
    for asked, told, given in zip(query, keys, columns, strict=True):
        root = math.sqrt(len(asked))
        answers = [_dot(asked, key) / root for key in told]
        most = max(answers)
        weights = [math.exp(answer - most) for answer in answers]
        total = sum(weights)
        found += [_dot(weights, column) / total for column in given]
    return found


def _dot(one: Vector, other: Vector) -> float:
    found: float = sum(map(mul, one, other))
    return found


def _sum(vectors: Sequence[Vector]) -> Vector:
    return [*map(sum, zip(*vectors, strict=True))]


def _pooled(vectors: Sequence[Vector]) -> Vector:
    """The sum, which grows with the square root of the number of vectors."""
    return [number / math.sqrt(len(vectors)) for number in _sum(vectors)]


def _normal(vector: Vector) -> Vector:
    """The vector with a mean square of 1 (Zhang and Sennrich 2019)."""
    length = math.sqrt(_dot(vector, vector) / len(vector) + _EPSILON)
    return [number / length for number in vector]


def _positive(vector: Vector) -> Vector:
    return [number if number > 0.0 else 0.0 for number in vector]
