"""Draw images/icon.png: a bracket pair around an equals sign, as in `[table]` and `key = value`.

Needs nothing but Python; the picture is this project's own work.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

SIZE, OVERSAMPLING = 128, 4
GROUND, BRACKET, BAR = (18, 60, 76), (244, 246, 240), (255, 183, 77)

# Left, top, right, bottom in pixels of the finished picture.
BRACKETS = [
    (26, 30, 34, 98), (26, 30, 46, 38), (26, 90, 46, 98),
    (94, 30, 102, 98), (82, 30, 102, 38), (82, 90, 102, 98),
]  # fmt: skip
BARS = [(48, 50, 80, 58), (48, 70, 80, 78)]
CORNER = 24


def colour(x: float, y: float) -> tuple[int, int, int, int]:
    """The colour at a point; transparent outside the rounded square."""
    dx, dy = max(CORNER - x, x - SIZE + CORNER, 0), max(CORNER - y, y - SIZE + CORNER, 0)
    if dx * dx + dy * dy > CORNER * CORNER:
        return (0, 0, 0, 0)
    for boxes, paint in ((BARS, BAR), (BRACKETS, BRACKET)):
        if any(left <= x < right and top <= y < bottom for left, top, right, bottom in boxes):
            return (*paint, 255)
    return (*GROUND, 255)


def pixel(column: int, row: int) -> bytes:
    """The mean of some points in a pixel, so that edges are smooth."""
    points = [
        colour(column + (i + 0.5) / OVERSAMPLING, row + (j + 0.5) / OVERSAMPLING)
        for i in range(OVERSAMPLING)
        for j in range(OVERSAMPLING)
    ]
    alpha = sum(point[3] for point in points)
    mixed = [sum(p[i] * p[3] for p in points) // alpha if alpha else 0 for i in range(3)]
    return bytes([*mixed, alpha // len(points)])


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main() -> None:
    """Write the file."""
    rows = (b"\0" + b"".join(pixel(x, y) for x in range(SIZE)) for y in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"".join(rows), 9))
    target = Path(__file__).parent.parent / "images" / "icon.png"
    target.write_bytes(b"\x89PNG\r\n\x1a\n" + data + chunk(b"IEND", b""))


if __name__ == "__main__":
    main()
