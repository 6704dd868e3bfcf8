"""Values as the text of a variable, and text as a value of a `.env` file."""

from __future__ import annotations

import json

from prefect_toml_lsp.text.surrogates import has_half

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+,")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


def text_of(value: object) -> str:
    """The text of a variable for a value: a string as it is, everything else as JSON. Only half a
    character becomes an escape, because nothing else can express it.
    """
    if isinstance(value, str):
        return value
    text = json.dumps(value, ensure_ascii=False, default=str)
    return json.dumps(value, default=str) if has_half(text) else text


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
