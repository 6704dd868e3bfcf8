"""Texts that are too long to be shown."""

from __future__ import annotations


def shortened(text: str, most: int) -> str:
    """`text`, or as much of it as fits into `most` characters with a mark at the end."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def shortened_to_words(text: str, most: int) -> str:
    """`text`, or as many of its words as fit into `most` characters with a mark at the end."""
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0].rstrip(" ,;:")
    return f"{words}…" if words else shortened(text, most)
