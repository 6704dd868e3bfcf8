"""Whether a setting has its default."""

from __future__ import annotations

from prefect_toml_lsp.prefect.acceptance import DurationError, durations
from prefect_toml_lsp.prefect.nodes import Node


def is_default(node: Node, value: object) -> bool:
    """Whether `value`, to which Prefect has converted what is written, is the setting's default.
    Numbers are equal if their values are, durations if their lengths are; true is not 1.
    """
    default = node.default
    if isinstance(value, bool) is not isinstance(default, bool):
        return False
    if isinstance(value, int | float) and isinstance(default, int | float):
        return value == default
    if node.is_duration and isinstance(value, str) and isinstance(default, str):
        return _length(value) == _length(default)
    return type(value) is type(default) and bool(value == default)


def _length(text: str) -> int | str:
    """The microseconds of a duration; the text if it is not one."""
    try:
        return durations.parse(text).microseconds
    except DurationError:
        return text
