"""Products of matrices and vectors, faster than row by row where there is only Python."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from operator import add, mul

Vector = Sequence[float]

_ONE = 1 << 24


class Columns:
    """A matrix of whole numbers, which count `unit`, and a vector `bias` to add to its products.

    Each column is one long whole number with 64 bits for each row, which Python multiplies in a
    single step.
    """

    def __init__(self, rows: Sequence[Sequence[int]], unit: float = 1.0, bias: Vector = ()) -> None:
        self._fields = struct.Struct(f"<{len(rows)}q")
        self._highest = int.from_bytes(struct.pack("<Q", 1 << 63) * len(rows), "little")
        self._columns = [*map(self._joined, zip(*rows, strict=True))]
        self._unit = unit / _ONE
        self._bias = bias

    def times(self, vector: Vector) -> list[float]:
        """The product with `vector`, whose numbers count up to 24 binary places."""
        whole = [round(number * _ONE) for number in vector]
        found = [number * self._unit for number in self._parted(_dot(self._columns, whole))]
        return [*map(add, found, self._bias)] if self._bias else found

    # A field with its highest bit inverted is its number and that bit: never negative, so that
    # nothing is carried into the next one.

    def _joined(self, numbers: Sequence[int]) -> int:
        fields = int.from_bytes(self._fields.pack(*numbers), "little")
        return (fields ^ self._highest) - self._highest

    def _parted(self, joined: int) -> Sequence[int]:
        fields = (joined + self._highest) ^ self._highest
        return self._fields.unpack(fields.to_bytes(self._fields.size, "little"))


def _dot(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(map(mul, one, other))
