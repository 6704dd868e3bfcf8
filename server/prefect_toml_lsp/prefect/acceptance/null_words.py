"""``None`` and ``null`` for settings that take text: Prefect has no word for "no value"."""

from __future__ import annotations

from prefect_toml_lsp.prefect.acceptance.verdicts import Converted, Verdict, taken

_WORDS = ("none", "null")
_ORIGINS = "server.api.cors_allowed_origins"  # browsers use `null` for some origins


def is_null_word(value: object) -> bool:
    """Whether a value is one of the words, in any case."""
    return isinstance(value, str) and value.strip().lower() in _WORDS


def stays_null_word(path: str, value: object, verdict: Verdict) -> bool:
    """Whether the setting at the dotted `path` becomes the word itself, or a list with it."""
    if not is_null_word(value) or not taken(verdict) or (path == _ORIGINS and value == "null"):
        return False
    becomes = verdict.result if isinstance(verdict, Converted) else value
    items = becomes if isinstance(becomes, list) else [becomes]
    return len(items) == 1 and is_null_word(items[0])
