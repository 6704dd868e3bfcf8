"""Numbers of bytes with binary units."""

from __future__ import annotations

_UNITS = (("MiB", 1024 * 1024), ("KiB", 1024))


def in_larger_units(count: float) -> str | None:
    """``3.81 MiB`` for 4,000,000 bytes, ``512 KiB`` for 524,288; None for less than 1,024, or if
    the value is not a number of bytes.
    """
    for unit, size in _UNITS:
        if size <= abs(count) < float("inf"):
            return f"{count / size:,.2f}".rstrip("0").rstrip(".") + f" {unit}"
    return None
