"""Text as a value of a `.env` file."""

from __future__ import annotations

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+,")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


def literal_of(text: str) -> str | None:
    """`text` as the value of an assignment, with quotes where it needs them; None if no quotes
    keep it: ``${…}`` is always replaced.
    """
    if "${" in text:
        return None
    if text and not set(text) - _PLAIN:
        return text
    if not set(text) & set("'\\\n\r"):
        return f"'{text}'"
    return f'"{"".join(_ESCAPES.get(char, char) for char in text)}"'
